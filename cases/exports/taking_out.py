"""Who may take a list out, and the entry in the log that says who did: with what filter, which columns, how many rows."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts import log
from accounts.refusals import Refused
from cases.exports.columns import SHEETS, Column, columns_of
from cases.models import Record

EXPORT, SENSITIVE = "cases.export_records", "cases.view_sensitive"
FORMATS = ("csv", "xlsx", "json")


def check_may_export(user: Any, noun: str, *, sensitive: bool = False) -> None:
    """Raise Refused unless `user` may take lists of this kind of record out; `sensitive`: with contacts, health, relatives."""
    if noun not in SHEETS:
        raise Refused(_("This list cannot be taken out."))
    if not (user.is_active and user.has_perm(EXPORT) and user.has_perm(f"cases.view_{noun}")):
        raise Refused(_("Your role may not take lists out."))
    if sensitive and not user.has_perm(SENSITIVE):
        raise Refused(_("Your role may not read contacts, health and relatives."))


def has_sensitive(noun: str) -> bool:
    """Whether such a list can have sensitive columns at all."""
    return any(column.sensitive for column in SHEETS[noun].columns)


def take_out(
    *, model: type[Record], keys: Sequence[int], by: Any, format: str, filtered_by: str, sensitive: bool = False
) -> tuple[Column, ...]:
    """Log that `by` takes the records `keys` out, before the first is read, and return the columns they may have.

    Raises Refused where `check_may_export` does, and for a format that there is not.
    """
    noun = model.noun()
    check_may_export(by, noun, sensitive=sensitive)
    if format not in FORMATS:
        raise Refused(_("Choose one of: %(formats)s.") % {"formats": ", ".join(FORMATS)})
    columns = columns_of(noun, sensitive=sensitive)
    told = [
        f"{format}, {len(keys)} rows",
        f"filter: {filtered_by or 'none'}",
        f"columns: {', '.join(c.name for c in columns)}",
    ]
    if among := len(_closed(model).intersection(keys)):
        told.append(f"restricted among them: {among}")
    log.write(action="exported", by=by, kind=noun, note="; ".join(told))
    return columns


def _closed(model: type[Record]) -> set[int]:
    """The records of this kind that are restricted now, or belong to a person or case that is."""
    found: set[int] = set()
    for root, path in model.root_paths():
        restricted = root._base_manager.filter(restricted=True).values("pk")
        found.update(model._base_manager.filter(**{f"{path or 'pk'}__in": restricted}).values_list("pk", flat=True))
    return found
