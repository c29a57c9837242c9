"""What came and changed between two editions; who was unpublished is in neither list, nor whom they were linked to."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Person
from cases.review import transitions
from tests import factories
from tests.cases.publication.editions.conftest import release
from tests.promises.people import approve

pytestmark = pytest.mark.django_db(databases=["default", "register"])
NOTHING: dict[str, list[str]] = {"persons": [], "cases": []}


@pytest.fixture
def compare(key_file: Path, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Releases an edition under a name; compares two of them."""

    class Shelf:
        def release(self, name: str, day: date) -> None:
            release(key_file, day=day)
            folder = next(place.glob("edition-*"))
            call_command("push_edition", str(tmp_path / name), verbosity=0)
            self.__dict__[name] = tmp_path / name / folder.name

        def between(self, older: str, newer: str) -> Any:
            capsys.readouterr()
            call_command("edition_changes", self.__dict__[older], self.__dict__[newer])
            return json.loads(capsys.readouterr().out)

    return Shelf()


def test_came_and_changed(people: list[Person], compare: Any, editor: User, reviewer: User) -> None:
    today = timezone.localdate()
    compare.release("first", today)
    came = factories.person("Трэці", by=editor)
    approve(came, editor, reviewer)
    factories.custody(people[0], by=editor)
    approve(people[0], editor, reviewer)
    compare.release("second", today)
    told = compare.between("first", "second")
    assert told == {
        "from": 1,
        "to": 2,
        "came": NOTHING | {"persons": [came.public_id]},
        "changed": NOTHING | {"persons": [people[0].public_id]},
    }
    assert compare.between("second", "second") == {"from": 2, "to": 2, "came": NOTHING, "changed": NOTHING}


def test_unpublished_person_and_their_case_are_not_told(
    public_file: Path, compare: Any, whole_person: Person, whole_case: Case, editor: User, reviewer: User
) -> None:
    approve(whole_person, editor, reviewer)
    approve(whole_case, editor, reviewer)
    today = timezone.localdate()
    compare.release("first", today)
    transitions.retract(record=whole_person, by=reviewer, reason="Danger.")
    compare.release("second", today)
    told = json.dumps(compare.between("first", "second"))
    assert whole_person.public_id not in told
    assert whole_case.public_id not in told
    text = (compare.second / "site" / "editions.json").read_text()
    assert whole_person.public_id not in text
    assert [entry["figures"]["people"] for entry in json.loads(text)] == [1, 0]


def test_what_was_said_on_each_day_is_listed(
    people: list[Person], compare: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    compare.release("first", date(2026, 5, 4))
    compare.release("second", date(2026, 5, 5))
    capsys.readouterr()
    call_command("edition_changes", compare.second)
    told = json.loads(capsys.readouterr().out)
    assert [(entry["number"], entry["day"], entry["figures"]["people"]) for entry in told] == [
        (1, "2026-05-04", 2), (2, "2026-05-05", 2),
    ]  # fmt: skip
    assert len({entry["manifest"] for entry in told}) == 2


def test_older_edition_comes_first(people: list[Person], compare: Any, tmp_path: Path) -> None:
    compare.release("first", date(2026, 5, 4))
    compare.release("second", date(2026, 5, 5))
    with pytest.raises(CommandError, match="older edition first"):
        compare.between("second", "first")
    with pytest.raises(CommandError, match="There is no edition"):
        call_command("edition_changes", tmp_path)
