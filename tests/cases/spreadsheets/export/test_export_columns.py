"""Which columns are sensitive, and who may take which list out: tables that are walked whole."""

import pytest
from django.apps import apps
from django.utils import translation

from accounts.exceptions import Refused
from cases.models.fields import EncryptedTextField
from cases.spreadsheets.export.export import EXPORT, check_may_export
from cases.spreadsheets.export.export_columns import SHEETS, columns_of
from tests.accounts.signing_in import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("noun", sorted(SHEETS))
def test_columns_of_encrypted_fields_are_sensitive_and_no_others(noun: str) -> None:
    model = apps.get_model("cases", noun)
    encrypted = {field.name for field in model._meta.get_fields() if isinstance(field, EncryptedTextField)}
    columns = SHEETS[noun].columns
    assert {column.name for column in columns if column.sensitive} == encrypted & {column.name for column in columns}
    assert not encrypted & {column.name for column in columns_of(noun, sensitive=False)}
    assert encrypted <= {column.name for column in columns_of(noun, sensitive=True)}


@pytest.mark.parametrize("noun", sorted(SHEETS))
def test_list_is_refused_without_either_permission(noun: str) -> None:
    view = f"cases.view_{noun}"
    check_may_export(make_user("both", EXPORT, view), noun)
    for held in ((EXPORT,), (view,), ()):
        user = make_user(f"some{len(held)}{''.join(held)}"[:30], *held)
        with pytest.raises(Refused):
            check_may_export(user, noun)
    with pytest.raises(Refused):
        check_may_export(make_user("curious", EXPORT, view), noun, sensitive=True)


@pytest.mark.parametrize("noun", sorted(SHEETS))
@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_every_column_has_a_label_of_its_own(noun: str, language: str) -> None:
    with translation.override(language):
        labels = [column.label(apps.get_model("cases", noun)) for column in SHEETS[noun].columns]
    assert all(labels) and len(set(labels)) == len(labels), labels
