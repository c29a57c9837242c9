"""What becomes confidential, risky or restricted after it was submitted or approved."""

from typing import Any

import pytest

from accounts.models import User
from accounts.refusals import Refused
from cases.models import Case, Person, Source
from cases.register.models import PublishedCitation, Reference
from cases.review import marking, publish, transitions
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
    marking.follow(source)
    publish.publish_outstanding()


def restrict(record: Person | Case, by: User) -> None:
    record = fresh(record)
    record.restricted = True
    record.save(by=by)
    record.set_readers([by], by=by)


def test_source_marked_confidential_leaves_the_public_at_once(
    whole_person: Person, approved: Any, editor: User
) -> None:
    source = whole_person.citations.get().source
    approved(fresh(whole_person))
    assert PublishedCitation.objects.exists()
    mark(source, editor, confidential=True)
    assert not PublishedCitation.objects.exists()
    assert not Reference.objects.filter(noun="source").exists()
    mark(source, editor, confidential=False)
    assert PublishedCitation.objects.exists()


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
    with pytest.raises(Refused, match="no such record"):
        transitions.check_may_approve(snapshot, reviewer)
    fresh(whole_case.defendants.get().person).set_readers([editor, reviewer], by=editor)
    with pytest.raises(Refused, match="restricted now"):
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
        with pytest.raises(Refused, match="out of public first"):
            transitions.check_may_restrict(fresh(record))
