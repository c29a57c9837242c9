"""Every entry of the log says in columns which record it is about, whoever wrote it."""

import pytest
from django.apps import apps

from accounts.audit import verify
from accounts.audit.labels import has_public_id
from accounts.models import Entry
from cases.models import Defendant, Person, Record
from tests import factories
from tests.access import world


@pytest.mark.django_db
def test_every_writer_fills_the_columns(roles: None) -> None:
    """Entry of every kind of record, restriction, submission; and what is removed keeps its public id in the log."""
    world.build("Editor+Reviewer")
    row = factories.charge(factories.defendant())
    kind, key, public_id = row.noun(), row.pk, row.public_id
    row.remove(by=None)
    models = {model._meta.model_name: model for model in apps.get_app_config("cases").get_models()}
    for entry in Entry.objects.filter(kind__in=models, key__isnull=False):
        model = models[entry.kind]
        if has_public_id(model) and (stored := model._base_manager.filter(pk=entry.key).first()) is not None:
            assert entry.target_id == stored.public_id
    assert set(Entry.objects.filter(kind=kind, key=key).values_list("target_id", flat=True)) == {public_id}
    assert verify.verify() == []


@pytest.mark.django_db
def test_related_records_are_kept_by_id(roles: None) -> None:
    world.build("Editor+Reviewer")
    for model in apps.get_app_config("cases").get_models():
        if not issubclass(model, Record):
            continue
        for field in (f for f in model._meta.concrete_fields if f.many_to_one and f.editable):
            for entry in Entry.objects.filter(kind=model.noun(), field=field.name):
                assert (entry.new_id is not None) == bool(entry.after), entry
                assert (entry.old_id is not None) == bool(entry.before), entry
                assert entry.linked_kind and "#" not in entry.after
    entry = Entry.objects.filter(kind="defendant", field="person").earliest("sequence")
    assert entry.new_id == Defendant._base_manager.get(pk=entry.key).person_id and entry.linked_kind == Person.noun()
