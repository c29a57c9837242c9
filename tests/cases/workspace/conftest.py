"""Clients of the staff."""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.signing_in import sign_in


@pytest.fixture
def as_editor(editor: User) -> Client:
    """A client signed in as an editor."""
    return sign_in(editor)
