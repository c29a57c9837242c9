"""What each row of a list wrote, kept so that the whole list can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from cases.models import Record
from cases.spreadsheets.import_.preview import PreviewRow

SLICE = 500


class Traces:
    """By row: the records made, the values that changed records had before, and the versions of person and case before."""

    def __init__(self) -> None:
        self._open: dict[tuple[int, int], dict[str, Any]] = {}
        self._written: dict[tuple[int, int], str] = {}

    def _of(self, row: PreviewRow) -> dict[str, Any]:
        return self._open.setdefault((row.number, row.part), {"made": [], "changed": [], "removed": [], "before": {}})

    def note_versions(self, row: PreviewRow, roots: dict[str, Record | None]) -> None:
        """Person and case as the row finds them."""
        self._of(row)["before"] = {noun: root.version for noun, root in roots.items() if root is not None and root.pk}

    def note_made(self, row: PreviewRow, *records: Record) -> None:
        """Records that the row makes; their keys may come later."""
        self._of(row)["made"] += records

    def note_changed(self, row: PreviewRow, record: Record, fields: Iterable[str]) -> None:
        """A record that is about to be changed in these fields."""
        names = [record._meta.get_field(name).attname for name in fields]  # type: ignore[union-attr]
        self._of(row)["changed"].append([record.noun(), record.pk, {name: getattr(record, name) for name in names}])

    def note_removed(self, row: PreviewRow, record: Record) -> None:
        """A record that is about to be removed, with all that somebody entered of it."""
        fields = [field for field in record._meta.concrete_fields if field.editable or field.name == "public_id"]
        values = {field.attname: getattr(record, field.attname) for field in fields}
        values = {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}
        self._of(row)["removed"].append([record.noun(), record.pk, values])

    def close(self, row: PreviewRow) -> None:
        """The row is written: keep keys instead of records."""
        trace = self._open.pop((row.number, row.part), None)
        if trace is not None and (trace["made"] or trace["changed"] or trace["removed"]):
            trace["made"] = [[record.noun(), record.pk] for record in trace["made"]]
            self._written[row.number, row.part] = json.dumps(trace, ensure_ascii=False)

    def written(self, row: PreviewRow) -> str:
        """What the row wrote, as JSON; "" for nothing."""
        return self._written.get((row.number, row.part), "")


def versions(model: type[Record], keys: Iterable[int | None]) -> dict[int, int]:
    """Key -> version of these records, so far as they are there."""
    found: dict[int, int] = {}
    for some in slices(sorted({key for key in keys if key is not None})):
        found |= dict(model._base_manager.filter(pk__in=some).values_list("pk", "version"))
    return found


def slices(values: Sequence[Any], size: int = SLICE) -> Iterator[Sequence[Any]]:
    """The values in portions that fit into one query."""
    return (values[start : start + size] for start in range(0, len(values), size))
