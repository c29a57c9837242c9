"""What was submitted of a person who was merged into another is not there for anybody any more."""

import pytest

from accounts.models import User
from cases.duplicates import merge_verbs
from cases.models import Person
from cases.models.merge import MergeStatus
from cases.review import transitions
from cases.review.models import Snapshot
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def test_submissions_of_a_merged_person_are_seen_by_nobody(editor: User, reviewer: User) -> None:
    kept, gone = (factories.person(name, by=editor) for name in ("Застаецца Тут", "Ідзе Прэч"))
    for person in (kept, gone):
        snapshot = transitions.submit(record=person, by=editor)
        transitions.return_(snapshot=snapshot, by=reviewer, note="Look again.")
    submitted = Snapshot.objects.filter(person__in=[kept, gone])
    assert submitted.visible_to(reviewer).count() == 2
    kept, gone = (Person.objects.get(pk=person.pk) for person in (kept, gone))
    # Neither is public, so nobody else has to decide.
    merge = merge_verbs.request_merge(kept=kept, gone=gone, by=editor, seen=(kept.version, gone.version), choices={})
    assert merge.status == MergeStatus.DONE
    assert [snapshot.person_id for snapshot in submitted.visible_to(reviewer)] == [kept.pk]
