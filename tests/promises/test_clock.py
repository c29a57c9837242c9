"""A clock that is set back mixes up the hours of decisions; what is public must not depend on it."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from accounts.models import User
from cases.public_site.models import Published
from cases.publication import publish
from cases.review import transitions
from cases.review.freeze import values_of
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])
NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)


def test_publish_after_the_clock_was_set_back_shows_the_newest_approval(editor: User, reviewer: User) -> None:
    person = factories.person(by=editor)
    for hours, withdrawn in ((0, True), (-2, False)):
        with mock.patch("django.utils.timezone.now", lambda moment=NOON + timedelta(hours=hours): moment):
            snapshot = transitions.submit(record=person, by=editor)
            ticked = set(values_of(snapshot.content))
            transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
            if withdrawn:
                transitions.retract(record=person, by=reviewer, reason="Danger.")
            publish.publish_outstanding()
    assert Published.objects.get(pk=person.public_id).first_on == NOON.date()
