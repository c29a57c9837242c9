"""Every text of the private site is there in every language, once, and nothing is kept that nobody asks for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import pytest
from django.utils.translation import ngettext, override

from cases.domain.sentencing.appeal_deadlines import CUSTODY_LIMITS
from cases.domain.sentencing.calculation_notes import SENTENCES
from tests.wording import BASE, PRIVATE, PUBLIC, Text, in_python, in_templates, translated

DJANGO = Path(django.__file__).parent / "conf" / "locale"
ADMIN, AUTH = (Path(django.__file__).parent / "contrib" / app / "locale" for app in ("admin", "auth"))
ALLAUTH = Path(allauth.__file__).parent / "locale"
# Whose pages we show: allauth has no Belarusian, Django's is written in another spelling than ours, and "password" is
# a passphrase here. What matters of theirs stands in our catalogue, which is asked first.
LIBRARIES = (DJANGO, ADMIN, AUTH, ALLAUTH)


def _asked_for() -> Iterator[Text]:
    for folder in ("accounts", "cases", "casetracker"):
        yield from in_python((BASE / folder).rglob("*.py"))
    yield from in_templates((BASE / "templates").rglob("*.html"))
    # Legal time is computed without Django; its sentences are translated where they are shown.
    yield from map(Text, SENTENCES.values())
    yield from (Text(limit.authority) for limit in CUSTODY_LIMITS)


@pytest.fixture(scope="module")
def asked_for() -> set[Text]:
    """Every text of the project that is to be translated."""
    return set(_asked_for())


@pytest.mark.parametrize("language", ["be", "ru"])
def test_no_text_is_missing(language: str, asked_for: set[Text]) -> None:
    assert len(asked_for) > 1300
    assert sorted(asked_for - translated(language, PRIVATE, PUBLIC, DJANGO)) == []


@pytest.mark.parametrize("language", ["be", "ru"])
def test_no_text_is_translated_in_both_catalogues(language: str) -> None:
    assert sorted(translated(language, PRIVATE) & translated(language, PUBLIC)) == []


@pytest.mark.parametrize("language", ["be", "ru"])
def test_no_translation_is_left_of_a_text_that_is_gone(language: str, asked_for: set[Text]) -> None:
    of_libraries = {text.text for text in translated("ru", *LIBRARIES)}
    left = {text for text in translated(language, PRIVATE) - asked_for if text.text not in of_libraries}
    assert sorted(left) == []


def test_both_languages_have_the_same_texts() -> None:
    assert translated("be", PRIVATE) == translated("ru", PRIVATE)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("be", ["1 радок", "3 радкі", "11 радкоў", "22 радкі"]),
        ("ru", ["1 строка", "3 строки", "11 строк", "22 строки"]),
    ],
)
def test_plurals_are_right(language: str, told: list[str]) -> None:
    with override(language):
        counted = [ngettext("%(rows)s row", "%(rows)s rows", rows) % {"rows": rows} for rows in (1, 3, 11, 22)]
    assert counted == told


def _called_when_imported(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield from (call for each in child.decorator_list for call in ast.walk(each) if isinstance(call, ast.Call))
        elif not isinstance(child, ast.Lambda):
            if isinstance(child, ast.Call):
                yield child
            yield from _called_when_imported(child)


def _eager_names(tree: ast.AST) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in {"gettext", "ngettext", "pgettext"}
    }


def test_no_text_is_translated_before_the_reader_is_known() -> None:
    early = []
    for file in (file for folder in ("accounts", "cases", "casetracker") for file in (BASE / folder).rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        eager = _eager_names(tree)
        calls = [call for call in _called_when_imported(tree) if isinstance(call.func, ast.Name)]
        early += [f"{file}:{call.lineno}" for call in calls if call.func.id in eager]  # type: ignore[attr-defined]
    assert early == []
