"""Pages speak plain English: no phrase of the old idiom, and no sentence for people that cannot be translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from casetracker.translations import read
from tests.wording import BASE, PRIVATE, PUBLIC, in_templates

# Each was the name of something that has an everyday name; GLOSSARY.md and the pages use that.
BANNED = (
    "taken in", "take in", "take the list", "take it in", "take out", "taken out", "out of public", "leave it as it is",
    "any more", "known again", "by hand", "of itself", "by itself", "anew", "whoever", "somebody", "anybody",
    "everybody", "leads on", "lead on", "your role may", "stands on", "behind walls", "came back to", "came by",
    "came on", "who says so", "be careful", "who acts", "run out", "all the same", "in one go", "this very file",
    "look again", "look at every row", "look at it again", "type it anew", "throw", "the same again", "waits for",
    "who may see", "who stays", "who goes", "by its label", "as it is cited", "goes by it", "chosen ones",
    "empty while", "empty:", "is told", "is not taken", "was not taken", "nobody changes",
    "deprived of liberty since:", "nobody in the register", "words of a text", "beside the prosecution", "no such",
)  # fmt: skip
# Beginnings of sentences that only the pages of imports show, rewritten with those pages; the list only shrinks.
IMPORTS = (
    "%(undecided)s people bear the name of somebody recorded and ",
    "%(undecided)s person bears the name of somebody recorded: it",
    "%(words)s word is not known; its rows are refused until some",
    "%(words)s words are not known; their rows are refused until ",
    "Look again",
    "Nothing is made of itself. Say what each word means; the ans",
    "Say who everybody is who bears the name of a recorded person",
)  # fmt: skip
CALLED = re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in BANNED) + r")(?!\w)", re.IGNORECASE)
LABELS = {"label", "title", "help_text", "verbose_name", "description", "short_description", "violation_error_message"}
ERRORS = {"Refused", "ValidationError"}
PAGES = ("accounts", "casetracker", "cases")
# Refusals of imports that are to be marked too; the list only shrinks.
NOT_MARKED = (
    "cases/spreadsheets/import_/apply_import.py", "cases/spreadsheets/import_/jobs.py",
    "cases/spreadsheets/import_/preview.py", "cases/spreadsheets/import_/undo.py",
)  # fmt: skip
WORDS = re.compile(r"[A-Za-z]{3,} [a-z]")
# What only a command says, in the language of the console; a page never shows it.
ON_THE_SERVER = ("accounts/demo_accounts.py", "accounts/role_groups.py")


def _sentences(*folders: Path) -> set[str]:
    return {
        text
        for folder in folders
        for message in read(folder / "be" / "LC_MESSAGES" / "django.po")
        if message.id
        for text in ((message.id,) if isinstance(message.id, str) else message.id)
    }


@pytest.mark.parametrize(("catalogue", "allowed"), [(PRIVATE, IMPORTS), (PUBLIC, ())])
def test_no_sentence_of_a_page_is_in_the_old_idiom(catalogue: Path, allowed: tuple[str, ...]) -> None:
    assert sorted(text for text in _sentences(catalogue) if CALLED.search(text) and not text.startswith(allowed)) == []


def test_no_template_for_staff_is_in_the_old_idiom() -> None:
    files = [file for file in (BASE / "templates").rglob("*.html") if "public_site" not in file.parts]
    texts = {part for found in in_templates(files) for part in (found.text, found.plural)}
    assert sorted(text for text in texts if CALLED.search(text) and not text.startswith(IMPORTS)) == []


def _bare(node: ast.expr) -> bool:
    """Whether the expression is a literal sentence, plain or with values put in."""
    if isinstance(node, ast.JoinedStr):
        return any(_bare(part) for part in node.values if isinstance(part, ast.Constant))
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(WORDS.search(node.value))


def _for_people(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that people read: of an error, a message on a page, a label."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    message = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "messages"
    given = call.args[:1] if name in ERRORS else call.args[1:2] if message or name == "message_user" else []
    return [*given, *(each.value for each in call.keywords if each.arg in LABELS)]


def _untranslated(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and any(_bare(each) for each in _for_people(node)):
            yield f"{file.relative_to(BASE)}:{node.lineno}"


def test_every_sentence_for_people_is_marked_for_translation() -> None:
    files = [
        file
        for folder in PAGES
        for file in (BASE / folder).rglob("*.py")
        if not {"migrations", "management", "demonstration", "settings"} & set(file.parts)
        and str(file.relative_to(BASE)) not in (*ON_THE_SERVER, *NOT_MARKED)
    ]
    assert [found for file in sorted(files) for found in _untranslated(file)] == []


@pytest.mark.parametrize(
    "written",
    ['Refused("It is not so.")', 'messages.error(request, f"{name} is not so.")', 'Field(label="Not so much")'],
)
def test_sentence_that_is_not_marked_is_found(written: str) -> None:
    [found] = [node for node in ast.walk(ast.parse(written)) if isinstance(node, ast.Call)]
    assert any(_bare(each) for each in _for_people(found))
