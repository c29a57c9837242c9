"""Every action that the code writes to the log has words for people, in every language of the private site."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from accounts.audit.labels import WORDS, in_words, kind_in_words
from accounts.models import SwitchName
from accounts.signin.adapters import EVENTS
from cases.models.merge import MergeStatus
from cases.review.models import Status

ROOT = Path(settings.BASE_DIR)
WRITERS = {"_tell", "_log"}
"""Functions whose first argument is an action."""


def written() -> Iterator[tuple[str, str]]:
    """(module, action) of every action that stands in the code as a word."""
    for folder in ("accounts", "cases", "casetracker"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call):
                    yield from ((file.name, word) for word in _actions_of(node))
                elif (
                    isinstance(node, ast.Assign)
                    and getattr(node.targets[0], "id", "") == "action"
                    and not isinstance(node.value, ast.Call)  # what a form sent
                ):
                    yield from ((file.name, word) for word in _words_in(node.value))


def _words_in(value: ast.AST) -> Iterator[str]:
    if isinstance(value, ast.Subscript):  # of a table: its values are what is written
        yield from (word for one in getattr(value.value, "values", ()) for word in _words_in(one))
    elif isinstance(value, ast.IfExp):
        yield from (*_words_in(value.body), *_words_in(value.orelse))
    else:
        yield from (
            node.value for node in ast.walk(value) if isinstance(node, ast.Constant) and type(node.value) is str
        )


def _actions_of(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = (
        [keyword.value for keyword in call.keywords if keyword.arg == "action"] if name in ("write", "Draft") else []
    )
    appended = (
        isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "actions" and name == "append"
    )
    given += call.args[:1] if name in WRITERS or appended else []
    for value in given:
        yield from _words_in(value)


def test_every_action_that_is_written_has_words() -> None:
    found = {word for _module, word in written()} | set(EVENTS.values())
    # Put together of a word and a status: looked at below.
    found -= {"merge ", "switch ", " ", "on", "off"}
    assert len(found) > 30
    assert sorted(found - set(WORDS)) == []


def test_every_action_with_a_status_in_it_has_words() -> None:
    assert {f"merge {status}" for status in (MergeStatus.RETURNED, MergeStatus.WITHDRAWN)} <= set(WORDS)
    assert {f"switch {name} {state}" for name in SwitchName.values for state in ("on", "off")} <= set(WORDS)
    assert {Status.APPROVED, Status.RETURNED, Status.RETRACTED} <= set(WORDS)


@pytest.mark.parametrize("language", ["be", "ru"])
def test_words_are_translated(language: str) -> None:
    with override("en"):
        english = {action: in_words(action) for action in WORDS}
    with override(language):
        assert [action for action in WORDS if in_words(action) == english[action]] == []


def test_unknown_action_is_shown_as_it_was_kept() -> None:
    assert in_words("done by a later version") == "done by a later version"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("person", "Person"), ("custody", "Period of custody"), ("accounts.user", "Account"), ("accounts.group", "Group"),
        ("snapshot", "Submission"), ("gone.model", "gone.model"), ("", ""),
    ],
)  # fmt: skip
def test_kind_is_called_what_its_model_is_called(kind: str, words: str) -> None:
    with override("en"):
        assert kind_in_words(kind) == words
