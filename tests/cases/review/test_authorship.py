"""Roundabout ways to approve one's own words: each counts whoever entered them."""

from typing import Any

import pytest

from accounts.models import User
from cases.duplicates import merge_verbs
from cases.duplicates.person_diff import compare
from cases.models import Person
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Snapshot
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def authors(snapshot: Snapshot) -> set[Any]:
    return {author.user for author in snapshot.authors.all()}


def fresh(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def test_reference_that_was_only_submitted_still_counts_its_writer(
    editor: User, reviewer: User, second_reviewer: User
) -> None:
    words = factories.organisation(by=reviewer)
    first, second = factories.person(by=editor), factories.person(by=editor)
    for person in (first, second):
        factories.recognition(person, organisation=words, by=editor)
    snapshot = transitions.submit(record=fresh(first), by=editor)
    ticked = {path for path in values_of(snapshot.content) if path.startswith("personname/")}
    transitions.approve(snapshot=snapshot, by=second_reviewer, digest=snapshot.digest, ticked=ticked)
    assert reviewer in authors(transitions.submit(record=fresh(second), by=editor))
    again = transitions.submit(record=fresh(first), by=editor)
    everything = set(values_of(again.content))
    transitions.approve(snapshot=again, by=second_reviewer, digest=again.digest, ticked=everything)
    assert reviewer not in authors(transitions.submit(record=fresh(second), by=editor))


@pytest.mark.parametrize(("part", "pattern"), [("", "whole_pattern"), ("2", "part_pattern")])
def test_pattern_by_which_a_provision_is_cited_counts_its_writer(
    part: str, pattern: str, editor: User, reviewer: User
) -> None:
    code = factories.code(by=editor)
    provision = factories.provision(code=code, article="361", part=part, by=editor)
    charge = factories.charge(factories.defendant(by=editor), provision=provision, by=editor)
    case = charge.defendant.case
    transitions.submit(record=fresh(charge.defendant.person), by=editor)
    before = transitions.submit(record=fresh(case), by=editor)
    assert reviewer not in authors(before)
    other = {"whole_pattern": "part_pattern", "part_pattern": "whole_pattern"}[pattern]
    written = fresh(code)
    setattr(written, other, "UNUSED {article}" + (" {part}" if other == "part_pattern" else ""))
    written.save(by=reviewer)
    assert "UNUSED" not in str(transitions.submit(record=fresh(case), by=editor).content)
    written = fresh(code)
    setattr(written, pattern, "INSERTED {article}" + (" {part}" if part else ""))
    written.save(by=reviewer)
    after = transitions.submit(record=fresh(case), by=editor)
    assert "INSERTED 361" in str(after.content)
    assert reviewer in authors(after)


def test_value_chosen_from_a_merged_twin_counts_its_writer(editor: User, reviewer: User) -> None:
    kept, gone = factories.person("Same Name", by=editor), factories.person("Same Name", by=reviewer)
    factories.person_summary(kept, text="short", by=editor)
    factories.person_summary(gone, text="Words of the reviewer", by=reviewer)
    kept, gone = fresh(kept), fresh(gone)
    lines = compare(kept, gone).lines
    choices: dict[str, Any] = {
        line.path: "gone" if line.path.startswith("personsummary") and line.path.endswith("/text") else line.usual
        for line in lines
    }
    merge_verbs.request_merge(kept=kept, gone=gone, by=editor, seen=(kept.version, gone.version), choices=choices)
    snapshot = transitions.submit(record=fresh(kept), by=editor)
    assert "Words of the reviewer" in values_of(snapshot.content).values()
    assert reviewer in authors(snapshot)


def test_taking_a_public_value_away_counts_who_did(
    whole_person: Person, approved: Any, editor: User, second_reviewer: User
) -> None:
    approved(fresh(whole_person))
    custody = whole_person.custody.get()
    custody.until, custody.end = "", ""
    custody.save(by=second_reviewer)
    assert second_reviewer in authors(transitions.submit(record=fresh(whole_person), by=editor))


def test_taking_a_public_row_away_counts_who_did(
    whole_person: Person, approved: Any, editor: User, second_reviewer: User
) -> None:
    approved(fresh(whole_person))
    fresh(whole_person.summaries.get()).remove(by=second_reviewer)
    assert second_reviewer in authors(transitions.submit(record=fresh(whole_person), by=editor))


def test_touching_what_stays_private_counts_nobody(
    whole_person: Person, approved: Any, editor: User, second_reviewer: User
) -> None:
    approved(fresh(whole_person))
    person = fresh(whole_person)
    person.internal_notes = "Nothing for the public."
    person.save(by=second_reviewer)
    person.gender = "female"
    person.save(by=editor)
    assert authors(transitions.submit(record=fresh(whole_person), by=editor)) == {editor}
