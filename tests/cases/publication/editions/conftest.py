"""Two people and their approvals, a key, and a folder of editions."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from cases.models import Person
from cases.publication.editions import signing_key
from cases.publication.editions.signing_key import SigningKey
from tests import factories
from tests.cases.review.conftest import approved, whole_case, whole_person
from tests.promises.people import approve

__all__ = ["approved", "whole_case", "whole_person"]


@pytest.fixture
def people(public_file: Path, editor: User, reviewer: User) -> list[Person]:
    """Two people who are public in a register on disk."""
    people = [factories.person(f"Першы {number}", by=editor) for number in range(2)]
    for person in people:
        approve(person, editor, reviewer)
    return people


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "signing.key"
    signing_key.make(file, "")
    return file


@pytest.fixture
def key(key_file: Path) -> SigningKey:
    return signing_key.load(key_file, "")


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    """The folder of editions."""
    settings.EDITIONS = tmp_path / "editions"
    return settings.EDITIONS


def release(key_file: Path | None, **options: Any) -> None:
    call_command("release_edition", key=key_file, unsigned=key_file is None, verbosity=0, **options)
