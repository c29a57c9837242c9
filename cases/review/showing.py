"""Frozen values in words, for those who review them."""

from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import dates, text
from cases.review.policy import How


def label_of(noun: str, field: str) -> str:
    """The name of a field as staff know it from the form."""
    return capfirst(str(apps.get_model("cases", noun)._meta.get_field(field).verbose_name))


def noun_label(noun: str) -> str:
    """The name of a kind of record: "period of custody"."""
    return capfirst(str(apps.get_model("cases", noun)._meta.verbose_name))


def show(noun: str, field: str, value: Any, how: How) -> str:
    """One frozen value in words; characters that cannot be seen are shown as what they are."""
    if value is None:
        return ""
    if how in (How.DATE, How.YEAR):
        return dates.display(value["edtf"], get_language() or "en")
    if how is How.REFERENCE:
        return _reference(value)
    if how in (How.LINK, How.ROW):
        return _pointed_at(value)
    if how is How.PICTURE:
        return _("picture of %(width)s × %(height)s") % value
    return _plain(noun, field, value)


def _pointed_at(path: str) -> str:
    noun, _slash, public_id = path.partition("/")
    record = apps.get_model("cases", noun)._base_manager.filter(public_id=public_id).first()
    return str(record) if record is not None else path


def _plain(noun: str, field: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    told: models.Field = apps.get_model("cases", noun)._meta.get_field(field)
    if isinstance(told, models.TimeField):
        return str(value).removesuffix(":00")  # an hour is entered without seconds
    choices = dict(told.flatchoices)
    return text.shown(str(choices.get(value, value)))


def _reference(value: dict[str, Any]) -> str:
    language = get_language() or "en"
    name = value.get(f"name_{language}") or value.get("name_en") or value.get("name_local") or value["ref"]
    parts = [value.get("label", ""), name]
    extra = [value[key] for key in ("city", "address_local", "link") if value.get(key)]
    if value.get("max_months"):
        extra.append(_("up to %(years)g years") % {"years": value["max_months"] / 12})
    words = " ".join(part for part in parts if part)
    return text.shown(f"{words} — {', '.join(extra)}" if extra else words)
