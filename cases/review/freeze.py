"""From a private record to exactly what would be public of it: reads, never writes.

The frozen content is a list of rows, `{"path": "custody/<id>", "parent": "person/<id>", "values": {...}}`, that holds the
public form of every publishable value and nothing else: a birth date is frozen as its year. A value is named by the path
`custody/<id>/facility`; reviewers tick such paths. The order is by path, so equal values give equal bytes.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils import timezone

from cases.domain import dates
from cases.domain.sentencing.chronology import HAPPENED, by_themselves, lies_ahead
from cases.domain.sentencing.day_ranges import Range
from cases.models import Case, Citation, Facility, Person, Provision, Record, Source
from cases.models.date_conflicts import row_of
from cases.models.fields import bounds, partial_date_names
from cases.review.policy import AGGREGATES, RENAMED, How, public_fields

SCHEMA = 1  # of the content; old snapshots keep theirs, and what they lack counts as withheld
UNKNOWN_DAY = {"edtf": "XXXX"}
"""The public form of an end or a death whose day cannot be: that it happened is no less a fact."""
ENDINGS = frozenset({"until", "died"})
CITED_WITH = {"provision": ("code",)}
"""What the label of reference data is made of beside its own fields."""
POINTERS = (How.REFERENCE, How.PARENT, How.LINK, How.ROW)


@dataclass(frozen=True)
class Frozen:
    """The frozen content of one person or case and its digest (SHA-256, hex) over the canonical JSON."""

    content: dict[str, Any]
    digest: str


def freeze(root: Person | Case) -> Frozen:
    """What would be public of `root` and all its rows if everything were ticked.

    A date that is no day of any calendar or lies ahead is no fact yet: it is left out, with what hangs on it.
    """
    records = list(members(root))
    left_out = _no_facts(records)
    records = [record for record in records if record.path not in left_out]
    there = {record.path for record in records}
    frozen = (row for one in records if _is_about(one, there) and (row := frozen_row(one, left_out)) is not None)
    rows = _with_parents(sorted(frozen, key=lambda row: row["path"]), left_out)
    content = {"schema": SCHEMA, "root": root.path, "rows": rows}
    return Frozen(content, digest_of(content))


def _no_facts(records: list[Record]) -> set[str]:
    """The paths of values and of rows that cannot be frozen, whatever the other dates say."""
    dated = [row_of(record) for record in records if partial_date_names(type(record))]
    return {path for finding in by_themselves(dated, timezone.localdate()) for path in finding.leave_out}


def _with_parents(rows: list[dict[str, Any]], left_out: set[str]) -> list[dict[str, Any]]:
    """The rows without those that hang on one that was left out."""
    gone = set(left_out)
    while orphans := [row for row in rows if row["parent"] in gone]:
        gone |= {row["path"] for row in orphans}
        rows = [row for row in rows if row["path"] not in gone]
    return rows


def _is_about(record: Record, there: set[str]) -> bool:
    """Whether it may stand in the content: a citation about a row that is left out would tell of that row."""
    return not (isinstance(record, Citation) and record.about) or record.about.rpartition("/")[0] in there


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a content in canonical JSON."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(content: Any) -> str:
    """JSON in one form only: sorted keys, no spaces, every letter as itself."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def values_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Every value of a content by its path: {"custody/<id>/kind": "remand", ...}."""
    return {f"{row['path']}/{field}": value for row in content["rows"] for field, value in row["values"].items()}


def members(root: Person | Case) -> Iterator[Record]:
    """The root and every row of its aggregate that the policy knows, each kind read with one query.

    Rows about a restricted person, about one who was merged away, or from a confidential source are left out: they cannot
    become public, and a reviewer of this record need not know of them.
    """
    yield root
    for noun in AGGREGATES[root.noun()][1:]:
        model = apps.get_model("cases", noun)
        rows = model._base_manager.filter(**{lookup_of_root(model, root.noun()): root})
        for other, path in model.root_paths():
            if path.split("__")[-1] != root.noun():
                rows = rows.exclude(**{f"{path}__restricted": True})
                for there in other.gone_where():
                    rows = rows.exclude(**{f"{path}__{there}": False})
        if model is Citation:
            rows = rows.exclude(source__confidential=True)
        yield from rows.select_related(*_read_with(model))


def _read_with(model: type[Record]) -> Iterator[str]:
    """What the public form of a row is made of beside itself: what it points at, and reference data of reference data."""
    for name, how in public_fields(model.noun()).items():
        if how in POINTERS:
            yield name
            related = model._meta.get_field(name).related_model
            if how is How.REFERENCE and isinstance(related, type) and issubclass(related, Record):
                yield from (f"{name}__{further}" for further in _read_with(related))
                yield from (f"{name}__{beside}" for beside in CITED_WITH.get(related.noun(), ()))


def lookup_of_root(model: type[Record], root_noun: str) -> str:
    """The lookup from a row to its root: "sentence__defendant__case"."""
    if not model.parent:
        return root_noun  # a citation has a foreign key to either kind of root
    steps = []
    while model.parent:
        steps.append(model.parent)
        parent = model._meta.get_field(model.parent).related_model
        assert isinstance(parent, type) and issubclass(parent, Record)
        model = parent
    return "__".join(steps)


def frozen_row(record: Record, left_out: Collection[str] = ()) -> dict[str, Any] | None:
    """The public form of one record but for the values `left_out`, or None when it has no value to publish."""
    fields = public_fields(record.noun())
    values: dict[str, Any] = {}
    parent = ""
    for field, how in fields.items():
        if how is How.PARENT:
            holder = getattr(record, field)
            parent = holder.path if holder is not None else parent
        elif f"{record.path}/{field}" in left_out:
            if field in ENDINGS and dates.parse(getattr(record, field)).impossible:
                values[field] = UNKNOWN_DAY
        elif (value := frozen_value(record, field, how)) is not None:
            values[field] = value
    if not values:
        return None
    return {"path": record.path, "parent": parent, "values": values}


def frozen_value(record: Record, field: str, how: How) -> Any:
    """The public form of one value; None for what is unknown, which looks like what is withheld."""
    value = getattr(record, field)
    if value is None or value == "" or (value is False and not record._meta.get_field(field).null):
        return None
    if how in (How.REFERENCE, How.LINK, How.ROW):
        return frozen_reference(value) if how is How.REFERENCE else value.path
    if how in (How.DATE, How.YEAR):
        return frozen_date(value, year_only=how is How.YEAR)
    if how is How.PICTURE:
        return {name: getattr(record, name) for name in ("sha256", "width", "height")}
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value if isinstance(value, (bool, int, str)) else value.isoformat()


def frozen_date(text: str, *, year_only: bool) -> dict[str, str] | None:
    """EDTF and bounds of a partial date, cut to the year where the policy says so; None for an impossible date."""
    partial = dates.parse(text)
    if year_only:
        partial = dates.year_only(partial)
    if not partial.edtf:
        return None
    bounds = {"lower": partial.lower, "upper": partial.upper}
    return {"edtf": partial.edtf, **{name: day.isoformat() for name, day in bounds.items() if day is not None}}


def frozen_reference(record: Record) -> dict[str, Any]:
    """The public form of reference data, with what it refers to itself, under the register's column names."""
    noun = record.noun()
    frozen: dict[str, Any] = {"noun": noun, "ref": record.public_id}
    for field, how in public_fields(noun).items():
        if how is How.PARENT or (how is How.VERIFIED and record.to_verify):  # type: ignore[attr-defined]
            continue
        if f"{noun}.{field}" in HAPPENED and lies_ahead(Range(*bounds(record, field)), timezone.localdate()):
            continue
        value = frozen_value(record, field, How.AS_IS if how is How.VERIFIED else how)
        if value is not None:
            frozen[RENAMED.get((noun, field), field)] = value
    return frozen | _told_beside(record)


def _told_beside(record: Record) -> dict[str, Any]:
    """What a reference value tells beyond its own fields."""
    if isinstance(record, Provision):
        return {"label": record.label}
    if isinstance(record, Source) and record.legal_risk:
        return {"link": "", "archived_link": ""}
    if isinstance(record, Facility):
        address = record.addresses.filter(valid_until="").order_by("-valid_from_lower", "public_id").first()
        if address is not None:
            beside = frozen_reference(address)
            return {name: text for name, text in beside.items() if name.startswith("address_")}
    return {}
