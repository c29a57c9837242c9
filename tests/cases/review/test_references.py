"""What a submission mentions, by kind."""

import pytest

from accounts.models import User
from cases.models import Case, Person
from cases.review import transitions
from cases.review.models import Mention
from cases.review.references import mentioned

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def test_mentioned_of_one_kind_leaves_out_the_others(whole_person: Person, whole_case: Case, editor: User) -> None:
    snapshot = transitions.submit(record=whole_case, by=editor)
    assert mentioned([snapshot], "person") == {whole_person.public_id}
    assert mentioned([snapshot], "court") == {whole_case.court.public_id}
    assert Mention.objects.filter(snapshot=snapshot).values("noun").distinct().count() > 2
    assert mentioned([], "person") == set()
