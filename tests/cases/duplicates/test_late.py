"""What is written to a person after they were merged into another is refused, and said to whoever wrote it."""

from typing import Any

import pytest
from django.db import models

from accounts.models import User
from cases.models import Case, ChangedMeanwhile, Custody, Defendant, IntakeUse, Person
from cases.review import transitions
from cases.review.freeze import values_of
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def test_row_written_beside_a_merge_is_refused(kept: Person, gone: Person, ask: Any, editor: User) -> None:
    """Whoever opened the one who went before the merge, and saves after it: nobody would see what they wrote."""
    before = Person.objects.get(pk=gone.pk)
    stale = before.custody.get()
    ask(kept, gone)
    for late in (Custody(person=before, kind="remand", from_date="2023-01-02"), stale):
        late.internal_notes = "late"
        with pytest.raises(ChangedMeanwhile):
            late.save(by=editor)
    with pytest.raises(ChangedMeanwhile):
        stale.remove(by=editor)
    assert Custody._base_manager.filter(pk=stale.pk).exists()


def test_defendant_and_use_that_name_who_was_merged_away_are_refused(
    kept: Person, gone: Person, ask: Any, editor: User
) -> None:
    case, intake = factories.case(by=editor), factories.intake(by=editor)
    accused = factories.defendant(case=case, person=factories.person(by=editor), by=editor)
    ask(kept, gone)
    for late in (Defendant(case=case, person=gone), IntakeUse(intake=intake, person=gone)):
        with pytest.raises(ChangedMeanwhile):
            late.save(by=editor)
    accused.person = gone
    with pytest.raises(ChangedMeanwhile):
        accused.save(by=editor)


def test_submission_of_a_case_leaves_out_a_defendant_who_was_merged_away(
    kept: Person, gone: Person, ask: Any, editor: User
) -> None:
    ask(kept, gone)
    case = factories.case(by=editor)
    accused = factories.defendant(case=case, person=kept, by=editor)
    models.QuerySet(Defendant).filter(pk=accused.pk).update(person=gone)
    snapshot = transitions.submit(record=Case.objects.get(pk=case.pk), by=editor)
    assert not [path for path in values_of(snapshot.content) if path.startswith("defendant/")]
