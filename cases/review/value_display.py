"""Frozen values in words, for those who review them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.domain import characters, dates
from cases.models.distinct_labels import details, distinct, labelled
from cases.review.policy import How, public_fields

NOBODY: Mapping[str, Any] = MappingProxyType({})


def label_of(noun: str, field: str) -> str:
    """The name of a field as staff know it from the form."""
    return capfirst(str(apps.get_model("cases", noun)._meta.get_field(field).verbose_name))


def noun_label(noun: str) -> str:
    """The name of a kind of record: "period of custody"."""
    return capfirst(str(apps.get_model("cases", noun)._meta.verbose_name))


NAMED_BY: dict[str, tuple[str, ...]] = {"person": ("names",), "defendant": ("person__names",)}
"""Rows from which a record takes its name, beside its own values."""


def records_in(*contents: Mapping[str, Any], also: Iterable[str] = ()) -> dict[str, Any]:
    """The records that the values of some contents (path -> value) refer to or point at, and those at the paths `also`, by path:
    with them `show` names each value and tells two of one name apart. One query for each kind of record."""
    wanted: dict[str, set[str]] = {}
    paths = set(also)
    for path, value in (pair for content in contents for pair in content.items()):
        if isinstance(value, dict) and "ref" in value:
            wanted.setdefault(value["noun"], set()).add(value["ref"])
        elif public_fields(path.partition("/")[0])[path.rpartition("/")[2]] in (How.LINK, How.ROW):
            paths.add(value)
    for path in paths - {""}:
        noun, _slash, public_id = path.partition("/")
        wanted.setdefault(noun, set()).add(public_id)
    records: dict[str, Any] = {}
    for noun, ids in wanted.items():
        matches = apps.get_model("cases", noun)._base_manager.filter(public_id__in=ids)
        records |= {record.path: record for record in labelled(matches.prefetch_related(*NAMED_BY.get(noun, ())))}
    return records


def show(noun: str, field: str, value: Any, how: How, known: Mapping[str, Any] = NOBODY) -> str:
    """One frozen value in words; characters that cannot be seen are shown as what they are. `known`: from `records_in`."""
    if value is None:
        return ""
    if how in (How.DATE, How.YEAR):
        return dates.display(value["edtf"], get_language() or "en") or _("date unknown")
    if how is How.REFERENCE:
        return _reference(value, known.get(f"{value['noun']}/{value['ref']}"))
    if how in (How.LINK, How.ROW):
        return distinct(known[value]) if value in known else str(value)
    if how is How.PICTURE:
        return _("picture of %(width)s × %(height)s") % value
    return _plain(noun, field, value)


def _plain(noun: str, field: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    told: models.Field = apps.get_model("cases", noun)._meta.get_field(field)
    if isinstance(told, models.TimeField):
        return str(value).removesuffix(":00")  # an hour is entered without seconds
    choices = dict(told.flatchoices)
    return characters.shown(str(choices.get(value, value)))


def _reference(value: dict[str, Any], record: Any) -> str:
    language = get_language() or "en"
    name = value.get(f"name_{language}") or value.get("name_en") or value.get("name_local") or value["ref"]
    parts = [value.get("label", ""), name]
    extra = [value[key] for key in ("city", "address_local", "link") if value.get(key)]
    if value.get("max_months"):
        extra.append(_("up to %(years)g years") % {"years": value["max_months"] / 12})
    apart = details(record) if record is not None else []
    extra += [detail for detail in apart if detail not in (*extra, name)]
    words = " ".join(part for part in parts if part)
    return characters.shown(f"{words} — {', '.join(extra)}" if extra else words)
