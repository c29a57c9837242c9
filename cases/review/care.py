"""Sources that were marked with care after something citing them was approved: that holds at once, without a new review.

A mark can only take away from what is public, so it needs no second person; taking the mark off gives back what was approved.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cases.models import Source
from cases.review.mentions import mentioned
from cases.review.models import Snapshot


@dataclass(frozen=True)
class Care:
    """Public ids of the sources that must not be named, and of those that must not be linked."""

    confidential: frozenset[str]
    risky: frozenset[str]

    def taken(self, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """A frozen content without the citations of confidential sources and without the links of risky ones."""
        if not (self.confidential or self.risky):
            return content
        return {**content, "rows": [self._row(row) for row in content["rows"] if not self._names(row)]}

    def _names(self, row: Mapping[str, Any]) -> bool:
        return any(_source_of(value) in self.confidential for value in row["values"].values())

    def _row(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        unlinked = {
            field: {**value, "link": "", "archived_link": ""}
            for field, value in row["values"].items()
            if _source_of(value) in self.risky
        }
        return {**row, "values": {**row["values"], **unlinked}} if unlinked else row


def care_now(snapshots: Collection[Snapshot]) -> Care:
    """What the sources cited in these submissions ask for now."""
    marked = Source._base_manager.filter(public_id__in=mentioned(snapshots, "source")).order_by()
    return Care(
        frozenset(marked.filter(confidential=True).values_list("public_id", flat=True)),
        frozenset(marked.filter(legal_risk=True).values_list("public_id", flat=True)),
    )


def _source_of(value: Any) -> str | None:
    return value["ref"] if isinstance(value, dict) and value.get("noun") == "source" else None
