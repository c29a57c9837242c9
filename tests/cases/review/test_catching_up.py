"""A register that could not be written is brought up to date as soon as it can be."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from cases.models import Person
from cases.register.models import Published
from cases.review import catching_up, outstanding, publish, transitions
from tests import factories
from tests.accounts.signing_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "register"])


@pytest.fixture
def public_person(approved: Any, editor: User) -> Person:
    person = factories.person(by=editor)
    approved(person)
    return person


@pytest.fixture
def blocked(register_file: Path) -> Any:
    """Something stands where the next register is prepared, as a full disk would."""
    obstacle = register_file.with_name(f"{register_file.name}.new")
    obstacle.mkdir()
    yield obstacle
    if obstacle.exists():
        obstacle.rmdir()


def test_retraction_that_could_not_be_written_says_so_and_is_tried_again(
    public_person: Person, blocked: Path, reviewer: User
) -> None:
    client = sign_in(reviewer)
    address = f"/admin/review/snapshot/retract/person/{public_person.pk}/"
    page = client.post(address, {"reason": "The family asked."}, follow=True).content.decode()
    assert "still shows" in page
    assert "is public any more" not in page
    assert publish.is_behind("person", public_person.public_id)
    assert Published.objects.exists()
    blocked.rmdir()
    waits = iter([False, True])
    catching_up.keep_up(lambda _seconds: next(waits))
    connections["register"].close()
    assert not Published.objects.exists()
    assert not publish.is_behind("person", public_person.public_id)


def test_catching_up_with_nothing_outstanding_leaves_the_register_alone(
    public_person: Person, register_file: Path
) -> None:
    before = register_file.stat().st_ino
    catching_up.catch_up()
    assert register_file.stat().st_ino == before


def test_process_that_died_after_the_decision_is_made_good_for(
    public_person: Person, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outstanding, "publish_quietly", lambda: None)  # it died before this
    transitions.retract(record=public_person, by=reviewer, reason="Danger.")
    assert Published.objects.exists()
    catching_up.catch_up()
    connections["register"].close()
    assert not Published.objects.exists()
