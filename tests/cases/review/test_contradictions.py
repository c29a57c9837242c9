"""Days that cannot be: left out of a submission, refused together, told first, and never in the register."""

import pytest
from django.utils import timezone

from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Person
from cases.publication.approved_content import approvals_of
from cases.review import transitions
from cases.review.diff import compare
from cases.review.freeze import UNKNOWN_DAY, digest_of, freeze, values_of
from cases.review.models import Snapshot, Status
from cases.review.review_warnings import warnings_for
from tests import factories
from tests.cases.review.conftest import Approve

pytestmark = pytest.mark.django_db(databases=["default", "register"])
AHEAD = str(timezone.localdate().year + 3)


def frozen(person: Person) -> dict[str, object]:
    return values_of(freeze(Person.objects.get(pk=person.pk)).content)


def approve(snapshot: Snapshot, by: User, *, without: str = "") -> None:
    ticked = {path for path in values_of(snapshot.content) if not without or not path.startswith(without)}
    transitions.approve(snapshot=snapshot, by=by, digest=snapshot.digest, ticked=ticked)


def test_end_that_lies_ahead_is_not_frozen_nor_how_it_ended() -> None:
    person = factories.person()
    row = factories.custody(person, until=f"{AHEAD}-03-01", end="served")
    assert {path.rpartition("/")[2] for path in frozen(person) if row.path in path} == {"kind", "facility", "from_date"}


def test_end_that_is_no_day_is_frozen_as_a_day_not_known() -> None:
    person = factories.person()
    row = factories.custody(person, until="31.02.2022")
    values = frozen(person)
    assert values[f"{row.path}/until"] == UNKNOWN_DAY and f"{row.path}/kind" in values


def test_death_that_is_no_day_is_frozen_as_a_day_not_known() -> None:
    person = factories.person(died="31.02.2022")
    assert frozen(person)[f"{person.path}/died"] == UNKNOWN_DAY


def test_sentence_that_lies_ahead_is_not_frozen_nor_its_penalties() -> None:
    defendant = factories.defendant()
    sentence = factories.sentence(defendant, decided=AHEAD)
    factories.penalty(sentence)
    told = values_of(freeze(defendant.case).content)
    assert not any(path.startswith(("sentence/", "penalty/")) for path in told)


def test_source_that_is_published_in_the_future_has_no_date() -> None:
    person = factories.person()
    factories.citation(person, source=factories.source(published=AHEAD))
    (source,) = [value for path, value in frozen(person).items() if path.endswith("/source")]
    assert isinstance(source, dict) and "published" not in source and "date" not in source


@pytest.mark.parametrize(
    "values", [{"died": "2020"}, {"born": "2021-06"}, {"died": "2021-01-01", "born": "1990"}], ids=str
)
def test_values_that_cannot_be_together_are_not_approved_together(
    values: dict[str, str], editor: User, reviewer: User
) -> None:
    person = factories.person(by=editor, **values)
    row = factories.custody(person, by=editor, from_date="2021-01-02")
    snapshot = transitions.submit(record=person, by=editor)
    with pytest.raises(Refused, match="cannot be published as a fact"):
        approve(snapshot, reviewer)
    approve(snapshot, reviewer, without=row.path)


def test_what_cannot_be_beside_a_public_case_is_not_approved(approved: Approve, editor: User, reviewer: User) -> None:
    person = factories.person(by=editor)
    approved(person)
    defendant = factories.defendant(person=person, by=editor)
    factories.sentence(defendant, by=editor, decided="2021-09-10")
    approved(defendant.case)
    person.refresh_from_db()
    person.born = "2022"
    person.save(by=editor)
    snapshot = transitions.submit(record=person, by=editor)
    with pytest.raises(Refused, match="conflicts with what is already public"):
        approve(snapshot, reviewer)


def test_what_cannot_be_beside_a_public_person_is_not_approved(approved: Approve, editor: User, reviewer: User) -> None:
    person = factories.person(by=editor, born="2022")
    approved(person)
    defendant = factories.defendant(person=person, by=editor)
    charge = factories.charge(defendant, by=editor, charged_on="2021-01-05")
    snapshot = transitions.submit(record=defendant.case, by=editor)
    with pytest.raises(Refused, match="conflicts with what is already public"):
        approve(snapshot, reviewer)
    approve(snapshot, reviewer, without=charge.path)


def test_reviewer_is_told_of_it_first_also_of_what_was_left_out(editor: User, reviewer: User) -> None:
    person = factories.person(by=editor, born="2021-06", died="2021-07")
    factories.custody(person, by=editor, from_date="2021-01-02", until=AHEAD)
    snapshot = transitions.submit(record=person, by=editor)
    told = warnings_for(compare(snapshot), user=reviewer)
    first = [line for line in told if line.startswith("Impossible")]
    assert told[: len(first)] == first
    assert any(f"{AHEAD}-01-01/{AHEAD}-12-31" in line for line in first) and any("2021-06" in line for line in first)
    assert not any("custody.until" in line for line in told), "the names of the form, not those of the code"


def test_values_approved_before_that_cannot_be_are_not_public(editor: User, reviewer: User) -> None:
    """As an older version approved them, or before the table of dates learnt a rule."""
    person = factories.person(by=editor, died="2022-01-01")
    row = factories.custody(person, by=editor, from_date="2021-01-02", until="2021-12-01", end="served")
    other = factories.custody(person, by=editor, from_date="2020-01-02", until="2020-12-01", end="bail")
    snapshot = transitions.submit(record=person, by=editor)
    content = snapshot.content
    for frozen_row in content["rows"]:
        if frozen_row["path"] == row.path:
            frozen_row["values"]["from_date"] = {"edtf": "2023", "lower": "2023-01-01", "upper": "2023-12-31"}
            frozen_row["values"]["until"] = {"edtf": "2024", "lower": "2024-01-01", "upper": "2024-12-31"}
    transitions.withdraw(snapshot=snapshot, by=editor)
    stored = Snapshot.objects.create(
        person=person, content=content, digest=digest_of(content), record_version=person.version,
        submitted_at=timezone.now(), submitted_by=editor,
    )  # fmt: skip
    transitions._decide(stored, Status.APPROVED, by=reviewer, reason="", withheld=[])
    public = approvals_of("person", [person.public_id])[person.public_id].rows
    assert {each["path"] for each in public if each["path"].startswith("custody/")} == {other.path}
    assert not any("died" in each["values"] for each in public)
