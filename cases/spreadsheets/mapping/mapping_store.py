"""Mappings by name: those that staff saved, and those that come with the project. One reading for both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.audit import log
from accounts.models import User
from cases.models import ImportMapping
from cases.spreadsheets.import_.apply_import import check_may_import
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.mapping.schema import Mapping
from cases.spreadsheets.mapping.toml_reader import MappingError
from cases.spreadsheets.mapping.toml_writer import written

LONGEST = 200_000  # characters of TOML


@dataclass(frozen=True)
class Offer:
    """A mapping offered for a file: `missing` columns it needs, `extra` ones it says nothing of; none of either: it fits."""

    mapping: Mapping
    missing: Sequence[str]
    extra: Sequence[str]

    @property
    def fits(self) -> bool:
        """Whether the mapping was made for a file with these columns."""
        return not self.missing and not self.extra


def names() -> list[str]:
    """Every mapping there is."""
    return sorted({*parse_mapping.names(), *ImportMapping.objects.values_list("name", flat=True)})


def text_of(name: str) -> str:
    """The TOML of a mapping; what staff saved goes before what comes with the project. Raises MappingError."""
    saved = ImportMapping.objects.filter(name=name).first()
    if saved is not None:
        return saved.text
    if name not in parse_mapping.names():
        raise MappingError(f"There is no mapping “{name}”.")
    return (parse_mapping.FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def content_of(name: str) -> dict[str, Any]:
    """The tables of a mapping. Raises MappingError."""
    return parse_mapping.parsed(text_of(name), name)


def load(name: str) -> Mapping:
    """The mapping of that name. Raises MappingError."""
    return parse_mapping.read(content_of(name), name)


def save(*, name: str, content: dict[str, Any], by: User) -> Mapping:
    """Save a mapping as `by`, in place of an earlier one of the name; logged. Raises MappingError, Refused."""
    return save_text(name=name, text=written(content), by=by)


@transaction.atomic
def save_text(*, name: str, text: str, by: User) -> Mapping:
    """Save a mapping given as TOML. Raises MappingError where it cannot be read, Refused where `by` may not."""
    check_may_import(by)
    if len(text) > LONGEST:
        raise MappingError("The mapping is too long.")
    mapping = parse_mapping.read(parse_mapping.parsed(text, name), name)
    earlier = ImportMapping.objects.select_for_update(of=("self",)).filter(name=name).first()
    before = earlier.text if earlier is not None else ""
    if before != text:
        saved = earlier or ImportMapping(name=name)
        saved.text, saved.saved_by = text, by
        saved.save()
        action = "changed" if earlier is not None else "added"
        log.write(
            action=action, by=by, kind="importmapping", key=saved.pk, field="text", before=before, after=text, note=name
        )  # fmt: skip
    return mapping


def offers(headers: Collection[str]) -> list[Offer]:
    """Every mapping that can be read, the best fitting first."""
    found = []
    for name in names():
        try:
            mapping = load(name)
        except MappingError:
            continue
        wanted, given = mapping.used_columns(), set(headers)
        missing = sorted(wanted - given - mapping.optional)
        found.append(Offer(mapping, missing, mapping.unknown_columns(headers)))
    return sorted(found, key=lambda offer: (len(offer.missing) + len(offer.extra), offer.mapping.name))
