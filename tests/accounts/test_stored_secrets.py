"""Every encrypted value is looked at: those of records, kept forms and second factors."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from accounts import encryption, stored_secrets
from accounts.models import KeptForm, User
from cases.models.fields import EncryptedTextField
from casetracker.environment import new_field_key
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_encrypted_field_of_a_record_is_looked_at() -> None:
    fields = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField)
    }
    assert fields
    assert fields == {
        f"{table}.{name}"
        for table, names in stored_secrets.columns().items()
        for name in names
        if table not in stored_secrets.SEALED
    }


def test_values_under_another_key_are_counted_by_their_place(editor: User, settings: Any) -> None:
    factories.person(contacts="an invented address")
    factories.intake()
    KeptForm.objects.create(user=editor, key="k", address="/", sealed=encryption.seal("{}"), at=timezone.now())
    assert stored_secrets.unreadable() == {}
    settings.FIELD_KEYS = [new_field_key()]
    factories.person(contacts="another address", health="well")
    assert stored_secrets.unreadable() == {
        "accounts_keptform.sealed": (1, 1),
        "cases_intake.says": (1, 1),
        "cases_intake.subject": (1, 1),
        "cases_person.contacts": (1, 2),
        "mfa_authenticator.secret": (1, 1),
    }


def test_key_that_is_no_key_is_told(settings: Any) -> None:
    settings.FIELD_KEYS = ["no key"]
    with pytest.raises(ImproperlyConfigured, match="no key"):
        stored_secrets.unreadable()
