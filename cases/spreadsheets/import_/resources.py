"""django-import-export resources: which fields of which record a list may fill, and how they are checked and saved.

Related records are found by `vocabulary` and `changes` and given as they are; nothing is looked up or made on the way.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from import_export import fields, resources, widgets

from cases.models import (
    Case,
    Charge,
    Custody,
    Defendant,
    Penalty,
    Person,
    PersonCitizenship,
    PersonName,
    PersonOccupation,
    PersonSummary,
    Recognition,
    Record,
    Sentence,
    Violation,
)


class Given(widgets.Widget):
    """Takes a value as it is: related records come resolved."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The value itself."""
        return value


def related(name: str) -> fields.Field:
    """A field for a related record that is given, not looked up."""
    return fields.Field(attribute=name, column_name=name, widget=Given())


class RecordResource(resources.ModelResource):
    """Fills, checks and saves one kind of record through `Record.save(by=...)`, so that history and versions are kept."""

    def fill(self, record: Record, values: dict[str, Any]) -> None:
        """Put `values` (field -> text, number or related record) into `record` and check them.

        Raises ValidationError naming the fields; nothing is saved.
        """
        self.import_instance(record, values)
        # Related records come from the database or are made in the same transaction: not asked for once more.
        known = [field.name for field in record._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        record.clean_fields(exclude={*known, "public_id"})
        record.clean()

    def store(self, record: Record, *, by: AbstractBaseUser) -> None:
        """Save the record as `by`. Raises what `Record.save` raises."""
        self.save_instance(record, is_create=record._state.adding, row=None, by=by)

    def do_instance_save(self, instance: Record, is_create: bool, by: AbstractBaseUser | None = None) -> None:
        """Save with history."""
        instance.save(by=by)

    def save_instance(self, instance: Record, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Save with history, within the transaction of the whole list."""
        self.do_instance_save(instance, is_create, by=kwargs["by"])


class PersonResource(RecordResource):
    region = related("region")

    class Meta:
        model = Person
        fields = ("gender", "born", "died", "region", "contacts", "health", "relatives", "internal_notes")


class NameResource(RecordResource):
    person = related("person")

    class Meta:
        model = PersonName
        fields = (
            "person", "text", "kind", "language", "script", "order", "given", "patronymic", "family",
        )  # fmt: skip


class OccupationResource(RecordResource):
    person, occupation = related("person"), related("occupation")

    class Meta:
        model = PersonOccupation
        fields = ("person", "occupation")


class CitizenshipResource(RecordResource):
    person, country = related("person"), related("country")

    class Meta:
        model = PersonCitizenship
        fields = ("person", "country", "until")


class SummaryResource(RecordResource):
    person = related("person")

    class Meta:
        model = PersonSummary
        fields = ("person", "language", "text")


class RecognitionResource(RecordResource):
    person, organisation = related("person"), related("organisation")

    class Meta:
        model = Recognition
        fields = ("person", "organisation", "status", "from_date", "until", "statement")


class CustodyResource(RecordResource):
    person, facility = related("person"), related("facility")

    class Meta:
        model = Custody
        fields = ("person", "kind", "facility", "from_date", "until", "end", "internal_notes")


class ViolationResource(RecordResource):
    person, facility = related("person"), related("facility")

    class Meta:
        model = Violation
        fields = ("person", "kind", "on_date", "facility", "internal_notes")


class CaseResource(RecordResource):
    jurisdiction, court = related("jurisdiction"), related("court")

    class Meta:
        model = Case
        fields = ("jurisdiction", "kind", "number", "title", "court", "opened", "internal_notes")


class DefendantResource(RecordResource):
    case, person = related("case"), related("person")

    class Meta:
        model = Defendant
        fields = ("case", "person", "stage", "stage_date", "in_absentia", "act_date", "internal_notes")


class ChargeResource(RecordResource):
    defendant, provision = related("defendant"), related("provision")

    class Meta:
        model = Charge
        fields = (
            "defendant", "provision", "offence_stage", "status", "charged_on", "status_date", "internal_notes",
        )  # fmt: skip


class SentenceResource(RecordResource):
    defendant, court = related("defendant"), related("court")

    class Meta:
        model = Sentence
        fields = ("defendant", "instance", "court", "decided", "in_force", "internal_notes")


class PenaltyResource(RecordResource):
    sentence = related("sentence")

    class Meta:
        model = Penalty
        fields = ("sentence", "kind", "years", "months", "days", "regime", "amount", "currency")


RESOURCES: dict[str, RecordResource] = {
    "person": PersonResource(),
    "name": NameResource(),
    "occupation": OccupationResource(),
    "citizenship": CitizenshipResource(),
    "summary": SummaryResource(),
    "recognition": RecognitionResource(),
    "custody": CustodyResource(),
    "violation": ViolationResource(),
    "case": CaseResource(),
    "defendant": DefendantResource(),
    "charge": ChargeResource(),
    "sentence": SentenceResource(),
    "penalty": PenaltyResource(),
}


def sentences(refused: ValidationError) -> list[tuple[str, str]]:
    """(field, sentence) of everything that a check found wrong."""
    if hasattr(refused, "error_dict"):
        return [(field, sentence) for field, found in refused.message_dict.items() for sentence in found]
    return [("", sentence) for sentence in refused.messages]
