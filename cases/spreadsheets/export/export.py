"""Who may take a list out, and the entry in the log that says who did: with what filter, which columns, how many rows."""

from collections.abc import Collection, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from accounts.audit import log
from accounts.exceptions import Refused
from cases.models import Case, Person, Record
from cases.spreadsheets.export.export_columns import SHEETS, Column, columns_of
from cases.spreadsheets.export.ftm_export import write_ftm
from cases.spreadsheets.package.chosen_rows import Chosen, choose
from cases.spreadsheets.package.tables import TABLES
from cases.spreadsheets.package.write_package import Written, write

EXPORT, SENSITIVE = "cases.export_records", "cases.view_sensitive"
FORMATS = ("csv", "xlsx", "json")
PACKAGE, FTM = "package", "ftm"
WHOLE = {"person": (PACKAGE, FTM), "case": (PACKAGE, FTM)}
FTM_KINDS = (
    "person", "personname", "personcitizenship", "personoccupation", "personsummary", "case", "casesummary", "defendant",
    "charge", "citation", "source",
)  # fmt: skip
"""Forms in which persons and cases are given with all their rows, beside the table of the list."""
EVIDENCE = "cases.view_evidence"


def formats_of(noun: str) -> tuple[str, ...]:
    """In which forms a list of this kind can be taken out."""
    return FORMATS + WHOLE.get(noun, ())


def check_may_export(user: Any, noun: str, *, sensitive: bool = False) -> None:
    """Raise Refused unless `user` may take lists of this kind of record out; `sensitive`: with contacts, health, relatives."""
    if noun not in SHEETS:
        raise Refused(_("This list cannot be exported."))
    if not (user.is_active and user.has_perm(EXPORT) and user.has_perm(f"cases.view_{noun}")):
        raise Refused(_("You don't have permission to export lists."))
    if sensitive and not user.has_perm(SENSITIVE):
        raise Refused(_("You don't have permission to read contacts, health and relatives."))


def has_sensitive(noun: str) -> bool:
    """Whether such a list can have sensitive columns at all."""
    return any(column.sensitive for column in SHEETS[noun].columns)


def take_out(
    *, model: type[Record], keys: Sequence[int], by: Any, format: str, filtered_by: str, sensitive: bool = False,
    chosen: Collection[str] | None = None,
) -> tuple[Column, ...]:  # fmt: skip
    """Log that `by` takes the records `keys` out, before the first is read, and return the columns they may have.

    `chosen`: the names of the columns; None: all. Raises Refused where `check_may_export` does, and for a format or a
    column that there is not.
    """
    noun = model.noun()
    check_may_export(by, noun, sensitive=sensitive)
    if format not in FORMATS:
        raise Refused(_("Choose one of: %(formats)s.") % {"formats": ", ".join(FORMATS)})
    columns = columns_of(noun, sensitive=sensitive, chosen=chosen)
    if not columns or set(chosen or ()) - {column.name for column in columns}:
        raise Refused(_("Choose at least one column, and only columns of this list."))
    told = [
        f"{format}, {len(keys)} rows",
        f"filter: {filtered_by or 'none'}",
        f"columns: {', '.join(c.name for c in columns)}",
    ]
    if among := len(_closed(model).intersection(keys)):
        told.append(f"restricted among them: {among}")
    log.write(action="exported", by=by, kind=noun, note="; ".join(told))
    return columns


def take_out_package(
    *, by: Any, filtered_by: str, persons: Sequence[int] | None = None, cases: Sequence[int] | None = None,
    sensitive: bool = False, with_files: bool = False,
) -> Written:  # fmt: skip
    """Write the chosen persons with their cases, or cases with their persons (None: everything) as a data package, and log that
    `by` takes it out, before it is handed over. The caller closes its file.

    Raises Refused where `check_may_export` does for one of its tables, and for files without the permission to read them.
    """
    for table in TABLES:
        if not table.with_files or with_files:
            _check_may_take_table(by, table.noun, sensitive=sensitive)
    if with_files and not by.has_perm(EVIDENCE):
        raise Refused(_("You don't have permission to read evidence files."))
    chosen = choose(by, persons=persons, cases=cases)
    made = write(chosen, sensitive=sensitive, with_files=with_files)
    told = [
        f"data package, {chosen.count()} persons and cases",
        f"filter: {filtered_by or 'none'}",
        f"rows: {', '.join(f'{noun} {count}' for noun, count in sorted(made.rows.items()))}",
    ]
    if sensitive:
        told.append("with contacts, health and relatives")
    if with_files:
        told.append(f"with {made.files} files, {made.missing} missing")
    if restricted := _restricted_among(chosen):
        told.append(f"restricted among them: {restricted}")
    log.write(action="exported", by=by, kind="person" if cases is None else "case", note="; ".join(told))
    return made


def take_out_ftm(
    *, by: Any, filtered_by: str, persons: Sequence[int] | None = None, cases: Sequence[int] | None = None
) -> IO[bytes]:
    """Write the chosen persons with their cases, or cases with their persons (None: everything) as FollowTheMoney entities and
    statements, and log that `by` takes them out, before they are handed over. The caller closes the file.

    Raises Refused where `by` may not.
    """
    for noun in FTM_KINDS:
        _check_may_take_table(by, noun, sensitive=False)
    chosen = choose(by, persons=persons, cases=cases)
    made = write_ftm(chosen)
    told = [f"FollowTheMoney, {chosen.count()} persons and cases", f"filter: {filtered_by or 'none'}"]
    if restricted := _restricted_among(chosen):
        told.append(f"restricted among them: {restricted}")
    log.write(action="exported", by=by, kind="person" if cases is None else "case", note="; ".join(told))
    return made


def _restricted_among(chosen: Chosen) -> int:
    return sum(len(_closed(model).intersection(chosen.written[model.noun()])) for model in (Person, Case))


def _check_may_take_table(by: Any, noun: str, *, sensitive: bool) -> None:
    if not (by.is_active and by.has_perm(EXPORT) and by.has_perm(f"cases.view_{noun}")):
        raise Refused(_("You don't have permission to export persons and cases as a whole."))
    if sensitive and not by.has_perm(SENSITIVE):
        raise Refused(_("You don't have permission to read contacts, health and relatives."))


def _closed(model: type[Record]) -> set[int]:
    """The records of this kind that are restricted now, or belong to a person or case that is."""
    found: set[int] = set()
    for root, path in model.root_paths():
        restricted = root._base_manager.filter(restricted=True).values("pk")
        found.update(model._base_manager.filter(**{f"{path or 'pk'}__in": restricted}).values_list("pk", flat=True))
    return found
