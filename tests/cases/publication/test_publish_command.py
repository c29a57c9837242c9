"""A register that could not be written is brought up to date as soon as it can be."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.urls import reverse

from accounts.models import User
from cases.models import Person
from cases.public_site.models import Published
from cases.review import outbox, transitions
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
    address = reverse("admin:review_retract", args=["person", public_person.pk])
    page = client.post(address, {"reason": "The family asked.", "because": "asked"}, follow=True).content.decode()
    assert "still shows" in page
    assert "has been unpublished" not in page
    assert outbox.is_behind(public_person)
    assert Published.objects.exists()
    with pytest.raises(CommandError, match="the next run tries again") as refusal:
        call_command("publish")
    assert str(blocked) not in str(refusal.value)
    assert outbox.is_behind(public_person)
    blocked.rmdir()
    call_command("publish")
    connections["register"].close()
    assert not Published.objects.exists()
    assert not outbox.is_behind(public_person)


def test_publish_with_nothing_outstanding_leaves_the_register_alone(public_person: Person, register_file: Path) -> None:
    before = register_file.stat().st_ino
    call_command("publish")
    call_command("publish")
    assert register_file.stat().st_ino == before


def die() -> None:
    """What publishes, in a process that died before it could."""


def test_process_that_died_after_the_decision_is_made_good_for(
    public_person: Person, reviewer: User, settings: Any
) -> None:
    settings.PUBLISH = f"{__name__}.die"
    transitions.retract(record=public_person, by=reviewer, reason="Danger.")
    assert Published.objects.exists()
    call_command("publish")
    connections["register"].close()
    assert not Published.objects.exists()
