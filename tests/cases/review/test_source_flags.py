"""What becomes confidential, risky or restricted after it was submitted or approved."""

from typing import Any

import pytest

from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Case, Person, Source
from cases.public_site.models import PublishedCitation, Reference
from cases.publication import publish
from cases.review import flag_changes, transitions
from cases.review.diff import compare
from cases.review.freeze import freeze, values_of
from cases.review.models import Snapshot
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def fresh(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def mark(source: Source, by: User, **marks: bool) -> None:
    source = fresh(source)
    for name, value in marks.items():
        setattr(source, name, value)
    source.save(by=by)
    flag_changes.follow(source)
    publish.publish_outstanding()


def restrict(record: Person | Case, by: User) -> None:
    record = fresh(record)
    factories.restrict(record, by)


def test_source_marked_confidential_leaves_the_public_at_once(
    whole_person: Person, approved: Any, editor: User
) -> None:
    source = whole_person.citations.get().source
    approved(fresh(whole_person))
    assert PublishedCitation.objects.exists()
    mark(source, editor, confidential=True)
    assert not PublishedCitation.objects.exists()
    assert not Reference.objects.filter(noun="source").exists()


@pytest.mark.parametrize("name", ["confidential", "legal_risk"])
def test_mark_taken_off_gives_nothing_back_before_a_review(
    name: str, whole_person: Person, approved: Any, editor: User, reviewer: User, second_reviewer: User
) -> None:
    def link() -> str:
        return getattr(Reference.objects.filter(noun="source").first(), "link", "")

    source = whole_person.citations.get().source
    approved(fresh(whole_person))
    assert link()
    mark(source, editor, **{name: True})
    mark(source, reviewer, **{name: False})
    assert not link() and PublishedCitation.objects.exists() == (name == "legal_risk")
    snapshot = transitions.submit(record=fresh(whole_person), by=editor)
    named = next(line for line in compare(snapshot).lines if line.path.endswith("/source"))
    assert not named.ticked and named.kind in ("new", "changed")
    ticked = set(values_of(snapshot.content))
    with pytest.raises(Refused, match="yourself"):  # who took the mark off does not approve what that brings back
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
    transitions.approve(snapshot=snapshot, by=second_reviewer, digest=snapshot.digest, ticked=ticked)
    publish.publish_outstanding()
    assert link()


def test_source_marked_confidential_between_submission_and_approval_is_not_published(
    whole_person: Person, editor: User, reviewer: User
) -> None:
    snapshot = transitions.submit(record=fresh(whole_person), by=editor)
    mark(whole_person.citations.get().source, editor, confidential=True)
    ticked = set(values_of(snapshot.content))
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
    publish.publish_outstanding()
    assert not PublishedCitation.objects.exists()


def test_source_marked_risky_loses_its_link_at_once(whole_person: Person, approved: Any, editor: User) -> None:
    approved(fresh(whole_person))
    assert Reference.objects.get(noun="source").link
    mark(whole_person.citations.get().source, editor, legal_risk=True)
    assert not Reference.objects.get(noun="source").link


def test_submission_naming_somebody_restricted_since_is_hidden_and_not_approved(
    whole_case: Case, editor: User, reviewer: User
) -> None:
    snapshot = transitions.submit(record=fresh(whole_case), by=editor)
    restrict(whole_case.defendants.get().person, editor)
    assert not Snapshot.objects.visible_to(reviewer).filter(pk=snapshot.pk).exists()
    with pytest.raises(Refused, match="does not exist"):
        transitions.check_may_approve(snapshot, reviewer)
    fresh(whole_case.defendants.get().person).set_readers([editor, reviewer], by=editor)
    with pytest.raises(Refused, match="now restricted"):
        transitions.check_may_approve(snapshot, reviewer)


def test_citation_about_a_part_left_out_is_left_out(whole_case: Case, editor: User) -> None:
    charge = whole_case.defendants.get().charges.get()
    factories.citation(whole_case, about=f"{charge.path}/provision", quote="Tells whose charge it is", by=editor)
    assert "Tells whose charge it is" in str(freeze(fresh(whole_case)).content)
    restrict(whole_case.defendants.get().person, editor)
    assert "Tells whose charge it is" not in str(freeze(fresh(whole_case)).content)


def test_restricting_what_is_public_is_refused(whole_case: Case, whole_person: Person, approved: Any) -> None:
    transitions.check_may_restrict(fresh(whole_case))
    approved(fresh(whole_case))
    for record in (whole_case, whole_person):
        with pytest.raises(Refused, match="Unpublish it first"):
            transitions.check_may_restrict(fresh(record))


def test_no_address_of_a_risky_source_is_published(whole_person: Person, approved: Any, editor: User) -> None:
    addresses = {"link": "https://example.org/first-address", "archived_link": "https://example.org/second-address"}
    source = factories.source(by=editor, **addresses)
    factories.citation(whole_person, source=source, by=editor)
    approved(fresh(whole_person))
    shown = Reference.objects.get(ref=source.public_id)
    assert (shown.link, shown.archived_link) == tuple(addresses.values())
    mark(source, editor, legal_risk=True)
    shown = Reference.objects.get(ref=source.public_id)
    assert (shown.link, shown.archived_link) == ("", "")
    told = str(transitions.submit(record=fresh(whole_person), by=editor).content)
    assert source.public_id in told
    assert not [name for name, address in addresses.items() if address in told]
