"""A list of submissions laid out as tables: the fields are columns, and submissions that hold the same fields stand together.

A column is a slot: "custody.1.from_date" is the start of the second period of custody. Which row of a content is the second
one is told by its own values, so that equal rows of two submissions stand in one column.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.review.authorship import approved_values, public_values
from cases.review.diff import CHANGED, NEW, UNCHANGED
from cases.review.freeze import canonical, values_of
from cases.review.models import ListReviewItem, Snapshot, Status
from cases.review.policy import AGGREGATES, DELICATE, How, public_fields
from cases.review.value_display import label_of, noun_label, records_in, show

ORDERED_BY = ("kind", "position", "language", "script", "from_date", "day", "organisation", "occupation", "country")
"""Values that say which of several rows of one kind is the first."""
ENDS_CUSTODY = ("until", "end")
ABOUT = "about"
"""The path of the value that a citation speaks of."""


@dataclass(frozen=True)
class Layout:
    """A content as columns: slot -> path of the value, in the order of the policy; and what parents the rows hang on."""

    noun: str
    paths: dict[str, str]
    parents: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """One column of a table, in words."""

    slot: str
    title: str
    warning: str


@dataclass(frozen=True)
class Cell:
    """One frozen value of a submission, and what is public in its place now where that is something else."""

    value: str
    public: str
    kind: str


@dataclass(frozen=True)
class TableRow:
    """One submission as a row. `removed`: values that would no longer be public."""

    item: ListReviewItem
    cells: list[Cell]
    removed: list[str] = field(default_factory=list)


def lay_out(content: Mapping[str, Any]) -> Layout:
    """The columns of a frozen content."""
    noun = content["root"].partition("/")[0]
    nouns = AGGREGATES[noun]
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in content["rows"]:
        rows.setdefault(row["path"].partition("/")[0], []).append(row)
    places: dict[str, str] = {}
    paths: dict[str, str] = {}
    parents: list[tuple[str, str]] = []
    for kind in sorted(rows, key=nouns.index):
        for number, row in enumerate(sorted(rows[kind], key=lambda row: _order(row, places))):
            place = places[row["path"]] = f"{kind}.{number}"
            parents.append((place, _stands_for(row, places)))
            fields = [name for name in public_fields(kind) if name in row["values"]]
            paths |= {f"{place}.{name}": f"{row['path']}/{name}" for name in fields}
    return Layout(noun, paths, tuple(parents))


def _order(row: Mapping[str, Any], places: Mapping[str, str]) -> tuple[str, list[str], str]:
    values = row["values"]
    told = canonical([values.get(name) for name in ORDERED_BY])
    return _stands_for(row, places), sorted(values), told


def _stands_for(row: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """What a row hangs on: the place of its parent, and for a citation the column that it is about."""
    of_row, _slash, name = str(row["values"].get(ABOUT, "")).rpartition("/")
    about = f"{places.get(of_row, '')}.{name}" if of_row else ""
    return f"{places.get(row['parent'], '')} {about}".strip()


def shape_key(layout: Layout, content: Mapping[str, Any], public: Mapping[str, Any], *, without_consent: bool) -> str:
    """What submissions of one table have in common: the fields, what of them is new or changed, what goes, and whether
    consent is recorded."""
    values = values_of(content)
    kinds = [(slot, kind_of(public.get(path), values[path])) for slot, path in layout.paths.items()]
    gone = sorted(f"{path.partition('/')[0]}.{path.rpartition('/')[2]}" for path in public.keys() - values.keys())
    told = [layout.noun, kinds, layout.parents, gone, without_consent]
    return hashlib.sha256(canonical(told).encode()).hexdigest()[:32]


def kind_of(public: Any, proposed: Any) -> str:
    """Whether a proposed value is new to the public, another, or the one that is public."""
    if public is None:
        return NEW
    return UNCHANGED if public == proposed else CHANGED


def comes_ticked(layout: Layout, content: Mapping[str, Any], public: Mapping[str, Any]) -> list[str]:
    """The slots that come ticked: values approved before and unchanged."""
    values = values_of(content)
    return [slot for slot, path in layout.paths.items() if kind_of(public.get(path), values[path]) == UNCHANGED]


def was_withheld(content: Mapping[str, Any], approved: Snapshot | None) -> bool:
    """Whether a reviewer left one of these very values unticked when the record was approved last."""
    if approved is None:
        return False
    values, former, public = values_of(content), values_of(approved.content), approved_values(approved)
    return any(path not in public and former.get(path) == value for path, value in values.items())


def columns(slots: Sequence[str]) -> list[Column]:
    """The headings in the reader's language; where there are several rows of a kind, with the number of the row."""
    several = {slot.split(".")[0] for slot in slots if slot.split(".")[1] != "0"}
    found = []
    for slot in slots:
        noun, number, name = slot.split(".")
        row = f"{noun_label(noun)} {int(number) + 1}" if noun in several else noun_label(noun)
        found.append(Column(slot, f"{row}: {label_of(noun, name)}", DELICATE.get(f"{noun}/{name}", "")))
    return found


def table_rows(items: Iterable[ListReviewItem], slots: Sequence[str]) -> list[TableRow]:
    """Submissions with every value as it is frozen, in words. A bounded number of queries for all of them together."""
    shown = list(items)
    contents = {item.pk: values_of(item.snapshot.content) for item in shown}
    public = public_now([item.snapshot for item in shown])
    known = records_in(*contents.values(), *public.values())
    rows = []
    for item in shown:
        values, before = contents[item.pk], public.get(item.snapshot_id, {})
        paths = lay_out(item.snapshot.content).paths
        cells = [_cell(values[paths[slot]], before.get(paths[slot]), paths[slot], known) for slot in slots]
        removed = [_told(path, before[path], known) for path in sorted(before.keys() - values.keys())]
        rows.append(TableRow(item, cells, removed))
    return rows


def public_now(snapshots: Sequence[Snapshot]) -> dict[int, dict[str, Any]]:
    """By submission, what is public of its record now, so far as anything is."""
    found: dict[int, dict[str, Any]] = {}
    for noun in ("person", "case"):
        keys = {key: snapshot.pk for snapshot in snapshots if (key := getattr(snapshot, f"{noun}_id")) is not None}
        approved = Snapshot.objects.filter(**{f"{noun}__in": keys}, status=Status.APPROVED)
        found |= {keys[getattr(one, f"{noun}_id")]: public_values(one) for one in approved}
    return found


def _cell(value: Any, public: Any, path: str, known: Mapping[str, Any]) -> Cell:
    kind = kind_of(public, value)
    return Cell(_words(path, value, known), _words(path, public, known) if kind == CHANGED else "", kind)


def _words(path: str, value: Any, known: Mapping[str, Any]) -> str:
    noun, _public_id, name = path.split("/")
    if name == ABOUT and str(value).count("/") == 2:
        kind, _of, field_name = value.split("/")
        return f"{noun_label(kind)}: {label_of(kind, field_name)}"
    return show(noun, name, value, public_fields(noun)[name], known)


def _told(path: str, value: Any, known: Mapping[str, Any]) -> str:
    noun, _public_id, name = path.split("/")
    return f"{label_of(noun, name)}: {_words(path, value, known)}"


def digest_of_items(key: str, items: Iterable[tuple[int, str]]) -> str:
    """SHA-256 (hex) of the submissions of a table, given as (key, digest): what a decision about all of them is bound to."""
    return hashlib.sha256(canonical([key, sorted(items)]).encode()).hexdigest()


def has_photo(content: Mapping[str, Any]) -> bool:
    """Whether the content holds a picture, which no cell shows."""
    return any(
        public_fields(path.partition("/")[0])[path.rpartition("/")[2]] is How.PICTURE for path in values_of(content)
    )


def leaves_custody_open(slots: Iterable[str], chosen: Iterable[str]) -> bool:
    """Whether a period of custody would be public without the end that is known of it."""
    ticked = set(chosen)
    periods = {slot.rpartition(".")[0] for slot in ticked if slot.startswith("custody.")}
    ends = {slot for slot in slots if slot.rpartition(".")[0] in periods and slot.rpartition(".")[2] in ENDS_CUSTODY}
    return bool(ends - ticked)
