"""No text of any record may consist of blanks: walked over every field of every kind of record, by form, list and save."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from cases.models import Case, CaseSummary, Person, PersonName, Record, Source
from cases.models.reference import Titled
from cases.models.visible_text import text_fields
from cases.spreadsheets.import_.bulk_create import add_all
from tests import factories
from tests.cases.domain.test_characters import DRAWN_AS_NOTHING

RECORDS = [model for model in apps.get_app_config("cases").get_models() if issubclass(model, Record)]
FIELDS = [(model, field.name) for model in RECORDS for field in text_fields(model)]


def test_every_required_text_is_walked() -> None:
    walked = {f"{model.noun()}.{name}" for model, name in FIELDS}
    assert {
        "personname.text", "court.name_en", "facility.name_en", "official.name_en", "organisation.name_en", "source.title",
        "case.title", "casesummary.title", "occupation.name_en", "region.name_en", "intake.subject", "provision.name_en",
    } <= walked  # fmt: skip


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=lambda value: getattr(value, "__name__", value))
def test_text_that_shows_nothing_is_refused(model: Any, name: str) -> None:
    for blank in DRAWN_AS_NOTHING:
        record = model(**{name: blank * 2})
        with pytest.raises(ValidationError) as refusal:
            record.clean_fields(exclude=[each.name for each in model._meta.concrete_fields if each.name != name])
        assert name in refusal.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("blank", [*DRAWN_AS_NOTHING, "\u0301", "ʼ", "  "], ids=ascii)
def test_save_and_import_refuse_a_blank_name(blank: str) -> None:
    person = factories.person()
    with pytest.raises(ValidationError):
        factories.person_name(person, text=blank)
    with pytest.raises(ValidationError):
        factories.court(name_en=blank)
    new = Person()
    with pytest.raises(ValidationError):
        add_all([[new], [PersonName(person=new, text=blank)]], by=None)  # type: ignore[arg-type]


CONSTRAINED = [
    (model, constraint.name.split("_", 1)[1].removesuffix("_visible"))
    for model in RECORDS
    for constraint in model._meta.constraints
    if constraint.name.endswith("_visible")
]


def test_every_name_and_title_that_is_required_has_a_constraint() -> None:
    wanted = {(model, "name_en") for model in RECORDS if issubclass(model, Titled)}
    wanted |= {(PersonName, "text"), (Case, "title"), (CaseSummary, "title"), (Source, "title")}
    assert set(CONSTRAINED) == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("blank", [*DRAWN_AS_NOTHING, " ", "\u3000", ""], ids=ascii)
def test_database_refuses_a_blank_name_by_itself(blank: str) -> None:
    person, court = factories.person(), factories.court()
    for record, field in ((person.names.get(), "text"), (court, "name_en"), (factories.source(), "title")):
        rows: QuerySet[Any] = QuerySet(type(record))
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(pk=record.pk).update(**{field: blank * 2})
        assert rows.filter(pk=record.pk).update(**{field: f"{blank}a"}) == 1
