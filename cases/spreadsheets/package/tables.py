"""Which tables and columns a data package has. Explicit: a new field is in no package until it is named here, or in STAYS.

`manage.py test` walks the fields of the models: every stored column is in a table here, is computed from one that is, or
stays, for a reason that is written down.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from cases.models import Record
from cases.models.fields import PARTS, PartialDateField

ID = "id"
"""The column of the public id. It stays the id of the record wherever the package is taken in."""


@dataclass(frozen=True)
class Table:
    """One table: `name` is that of the resource and, with ".csv", of the file; `fields` are its columns beside the id.

    `is_reference`: shared by many records; only what the package refers to is in it. `with_files`: only where the kept files
    go along.
    """

    name: str
    noun: str
    fields: tuple[str, ...]
    is_reference: bool = False
    with_files: bool = False

    @property
    def model(self) -> type[Record]:
        """The kind of record that its rows are."""
        model: Any = apps.get_model("cases", self.noun)
        return model

    @property
    def file(self) -> str:
        """Its file in the package."""
        return f"{self.name}.csv"

    def columns(self, *, sensitive: bool) -> tuple[str, ...]:
        """The columns after the id; the sensitive ones only if `sensitive`."""
        return tuple(name for name in self.fields if sensitive or not is_sensitive(self.model._meta.get_field(name)))


TITLED = ("name_en", "name_be", "name_ru", "name_local", "to_verify")


def _reference(name: str, noun: str, *fields: str) -> Table:
    return Table(name, noun, fields, is_reference=True)


# In this order: a row may refer to rows of tables above it, and of its own table.
TABLES: tuple[Table, ...] = (
    _reference("countries", "country", *TITLED, "code"),
    _reference("regions", "region", "country", *TITLED),
    _reference("occupations", "occupation", *TITLED),
    _reference("organisations", "organisation", *TITLED, "kind", "country", "website"),
    _reference("officials", "official", *TITLED, "country", "post", "from_date", "internal_notes"),
    _reference("jurisdictions", "jurisdiction", "country", *TITLED),
    _reference("codes", "code", "jurisdiction", *TITLED, "short_name", "whole_pattern", "part_pattern"),
    _reference(
        "provisions", "provision", "code", "article", "part", *TITLED, "valid_from", "valid_until", "max_months", "life_possible",
        "death_possible", "source", "internal_notes",
    ),
    _reference(
        "courts", "court", "country", "region", "city", *TITLED, "level", "time_zone", "opened", "closed", "internal_notes",
    ),
    _reference(
        "facilities", "facility", "country", "region", "city", *TITLED, "kind", "code", "predecessor", "opened", "closed",
        "internal_notes",
    ),
    _reference("addresses", "facilityaddress", "facility", "local", "latin", "valid_from", "valid_until", "to_verify"),
    _reference(
        "sources", "source", "kind", "title", "link", "publisher", "published", "language", "archived_link", "archived_sha256",
        "reliability", "legal_risk", "confidential", "internal_notes",
    ),
    Table(
        "persons", "person",
        ("gender", "born", "died", "region", "can_receive_letters", "restricted", "internal_notes", "contacts", "health",
         "relatives"),
    ),
    Table(
        "names", "personname",
        ("person", "position", "text", "kind", "language", "script", "order", "given", "patronymic", "family"),
    ),
    Table("citizenships", "personcitizenship", ("person", "country", "until")),
    Table("person-occupations", "personoccupation", ("person", "occupation")),
    Table("person-texts", "personsummary", ("person", "language", "text")),
    Table("recognitions", "recognition", ("person", "organisation", "status", "from_date", "until", "statement")),
    Table("consents", "consent", ("person", "scope", "answer", "giver", "given_by", "given_on", "until")),
    Table("custody", "custody", ("person", "kind", "facility", "from_date", "until", "end", "internal_notes")),
    Table("violations", "violation", ("person", "kind", "on_date", "facility", "public_text", "language", "internal_notes")),
    Table(
        "cases", "case", ("jurisdiction", "kind", "number", "title", "court", "opened", "restricted", "internal_notes"),
    ),
    Table("case-texts", "casesummary", ("case", "language", "title", "text")),
    Table(
        "defendants", "defendant", ("case", "person", "stage", "stage_date", "in_absentia", "act_date", "internal_notes"),
    ),
    Table(
        "charges", "charge",
        ("defendant", "provision", "offence_stage", "status", "charged_on", "status_date", "internal_notes"),
    ),
    Table(
        "hearings", "hearing",
        ("case", "court", "room", "day", "time", "kind", "openness", "outcome", "adjourned_to", "observers_notes"),
    ),
    Table("hearing-defendants", "hearingdefendant", ("hearing", "defendant")),
    Table("hearing-officials", "hearingofficial", ("hearing", "official", "role")),
    Table(
        "sentences", "sentence",
        ("defendant", "instance", "court", "judge", "decided", "in_force", "replaces", "addition", "internal_notes"),
    ),
    Table("penalties", "penalty", ("sentence", "kind", "years", "months", "days", "regime", "amount", "currency")),
    Table("photos", "photo", ("person", "sha256", "width", "height", "caption", "credit", "internal_notes"), with_files=True),
    Table("citations", "citation", ("source", "person", "case", "about", "quote", "stance", "says")),
    Table(
        "evidence", "evidence",
        ("source", "sha256", "size", "media_type", "original_name", "fetched_on", "obtained", "internal_notes"), with_files=True,
    ),
)  # fmt: skip
BY_NOUN = {table.noun: table for table in TABLES}
BY_FILE = {table.file: table for table in TABLES}

KEYS = "private keys and counts of changes belong to one database"
PEOPLE_HERE = "accounts of one installation; whoever takes the package in is entered as the author"
COMPUTED = "computed from the other columns when the row is saved"
STAYS: Mapping[str, str] = {
    "id": KEYS,
    "version": KEYS,
    "created_at": "the history of a record stays in the log of its installation",
    "updated_at": "the history of a record stays in the log of its installation",
    "created_by": PEOPLE_HERE,
    "updated_by": PEOPLE_HERE,
    "names_folded": COMPUTED,
    "person.merged_into": "records that were merged into another are not there for anybody",
    "person.unfinished_list": "records of a list that is being taken in are not there for anybody",
    "case.unfinished_list": "records of a list that is being taken in are not there for anybody",
    "person.taken_back_with": "records of a list that was undone are not there for anybody",
    "case.taken_back_with": "records of a list that was undone are not there for anybody",
    "consent.recorded_by": PEOPLE_HERE,
    "photo.content": "the file itself, which is in the package under its SHA-256 where the files go along",
}
"""Columns that never leave, as "field" of every kind or "noun.field", and why."""

PRIVATE_KINDS: Mapping[str, str] = {
    "intake": "what was told in confidence leads to whoever told it",
    "intakeuse": "what was told in confidence leads to whoever told it",
    "creditfactor": "rules that terms are calculated with come with the reference data",
    "appealperiod": "rules that terms are calculated with come with the reference data",
}
"""Kinds of record that never leave at all, and why. What is no record (search keys, imports, links) belongs to one database."""


def is_sensitive(field: Any) -> bool:
    """Whether a field is stored encrypted: it is given only to those who may read contacts, health and relatives, if they ask."""
    return bool(getattr(field, "encrypted", False))


def computed_columns(model: type[models.Model]) -> Iterator[str]:
    """The columns that stand beside each partial date."""
    for field in model._meta.concrete_fields:
        if isinstance(field, PartialDateField):
            yield from (f"{field.name}_{part}" for part in PARTS)
