"""Promise 4: what is withdrawn is gone from the bytes of the public file, at once."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from accounts.models import User
from cases.models import Person
from cases.publication import publish
from cases.review import transitions
from tests import factories
from tests.promises.people import WORDS, approve, described, those_in, word

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def crowd(public_file: Path, editor: User, reviewer: User) -> list[Person]:
    """Other people who stay public, so that rows lie before, between and behind those that go."""
    people = [described([word(Random(one * 100 + n)) for n in range(WORDS)], editor) for one in range(4)]
    for person in people:
        approve(person, editor, reviewer)
    return people


def test_retract_leaves_no_byte_of_it_in_the_file(
    public_file: Path, crowd: list[Person], editor: User, reviewer: User
) -> None:
    words = [word(Random(n)) for n in range(1000, 1000 + WORDS)]
    person = described(words, editor)
    approve(person, editor, reviewer)
    approve(factories.person("Яшчэ Адзін", by=editor), editor, reviewer)
    assert those_in(public_file, words) == words
    transitions.retract(record=person, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert those_in(public_file, [*words, person.public_id]) == []
    assert [file.name for file in public_file.parent.iterdir() if "journal" in file.name] == []
    with closing(sqlite3.connect(public_file)) as reading:  # not even empty pages that tell how much went
        assert reading.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_withhold_by_a_new_approval_leaves_no_byte_of_the_values(
    public_file: Path, crowd: list[Person], editor: User, reviewer: User
) -> None:
    words = [word(Random(n)) for n in range(2000, 2000 + WORDS)]
    person = described(words, editor)
    factories.person_name(person, text="Застаецца Імя", by=editor)
    approve(person, editor, reviewer)
    assert those_in(public_file, words) == words
    kept = {f"{person.names.get(text='Застаецца Імя').path}/text"}
    factories.custody(person, by=editor, from_date="2020-02")
    snapshot = transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=kept)
    publish.publish_outstanding()
    assert those_in(public_file, words) == []
    assert person.public_id.encode() in public_file.read_bytes()


def test_many_approvals_and_withdrawals_leave_only_what_is_public(
    public_file: Path, editor: User, reviewer: User
) -> None:
    random = Random(7)
    gone: list[str] = []
    present: dict[Person, list[str]] = {}
    for _step in range(14):
        if present and random.random() < 0.45:
            person = random.choice(list(present))
            transitions.retract(record=person, by=reviewer, reason="Danger.")
            publish.publish_outstanding()
            gone += present.pop(person)
        else:
            words = [word(random) for _one in range(WORDS)]
            person = described(words, editor)
            approve(person, editor, reviewer)
            present[person] = words
        assert those_in(public_file, gone) == []
        assert those_in(public_file, [one for words in present.values() for one in words]) == [
            one for words in present.values() for one in words
        ]
