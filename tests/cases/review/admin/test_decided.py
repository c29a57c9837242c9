"""The page of a decided submission shows what it made public, what it withheld, and what is public now."""

import pytest
from django.urls import reverse

from accounts.models import User
from cases.models import Person
from cases.review import transitions
from cases.review.diff import compare
from cases.review.freeze import values_of
from cases.review.models import Snapshot
from tests import factories
from tests.access.world import client_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def decided(person: Person, editor: User, reviewer: User, *, withhold: str = "-") -> Snapshot:
    snapshot = transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)
    ticked = {path for path in values_of(snapshot.content) if not path.endswith(withhold)}
    return transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)


def test_page_shows_what_was_made_public_and_what_is_public_now(editor: User, reviewer: User) -> None:
    person = factories.person("Віталь Выдуманы", by=editor, born="1980", gender="male")
    snapshot = decided(person, editor, reviewer, withhold="/gender")
    shown = {line.path: line for line in compare(snapshot).lines}
    assert shown[f"{person.path}/born"].public == shown[f"{person.path}/born"].proposed == "1980"
    assert shown[f"{person.path}/gender"].public == ""
    page = client_of(editor).get(reverse("admin:review_snapshot_change", args=[snapshot.pk])).content.decode()
    assert "published" in page and "withheld" in page and "Decided by reviewer" in page
    person.born = "1981"
    person.save(by=editor)
    decided(person, editor, reviewer)
    earlier = {line.path: line for line in compare(Snapshot.objects.get(pk=snapshot.pk)).lines}
    assert (earlier[f"{person.path}/born"].proposed, earlier[f"{person.path}/born"].public) == ("1980", "1981")


def test_returned_submission_made_nothing_public(editor: User, reviewer: User) -> None:
    snapshot = transitions.submit(record=factories.person(by=editor), by=editor)
    transitions.return_(snapshot=snapshot, by=reviewer, note="Name the source.")
    page = client_of(editor).get(reverse("admin:review_snapshot_change", args=[snapshot.pk])).content.decode()
    assert "published" not in page and "not decided" in page
