"""Sources, numbered in the order in which a page uses them, and the approved values that they dispute."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cases.domain import dates
from cases.domain.vocabulary import Reliability, SourceKind, Stance
from cases.public_site.presenters import formatting
from cases.public_site.queries.schemas import SHAPES, Document

# Date fields: a conflicting value for them may be a date too.
DAYS = frozenset(name for shape in SHAPES.values() for name in shape.dates)

NO_SOURCE = 0
"""The note of what has no published source: it leads nowhere, and says so."""


class Evidence:
    """The citations of one page. Call `notes` and `disputes` for each record in the order of the page."""

    def __init__(self, citations: list[Document], language: str, no_source: Iterable[str] = ()) -> None:
        self.language = language
        self._no_source = frozenset(no_source)
        self.about: dict[str, list[Document]] = {}
        for citation in citations:
            record_id = citation["about"].split("/")[1] if "/" in citation["about"] else ""
            self.about.setdefault(record_id, []).append(citation)
        self._numbers: dict[str, int] = {}
        self._sources: list[dict[str, Any]] = []

    def notes(self, record_id: str, *fields: str) -> list[int]:
        """The numbers of the sources for a record (only for these fields, if any are named); [NO_SOURCE] if there is none
        although one is required."""
        citations = (citation for citation in self.about.get(record_id, ()) if _is_about(citation, fields))
        numbers = sorted({number for citation in citations if (number := self._number(citation))})
        return numbers or ([NO_SOURCE] if self._lacks_source(record_id, fields) else [])

    def _lacks_source(self, record_id: str, fields: tuple[str, ...]) -> bool:
        paths = (path.split("/") for path in self._no_source)
        return any(row_id == record_id and (not fields or field in fields) for _noun, row_id, field in paths)

    def unsourced(self) -> list[str]:
        """Labels of the values without a source, each once."""
        return sorted({field_name(path).lower() for path in self._no_source})

    def disputes(self, record_id: str) -> list[dict[str, Any]]:
        """The approved values of a record that a source contradicts, the conflicting value, and the supporting sources."""
        disputes = []
        for citation in self.about.get(record_id, ()):
            if citation["stance"] != Stance.CONTRADICTS:
                continue
            same = [other for other in self.about[record_id] if other["about"] == citation["about"]]
            supporting = [other for other in same if other["stance"] != Stance.CONTRADICTS]
            disputes.append(
                {
                    "field": field_name(citation["about"]),
                    "says": self._said(citation),
                    "source": self._named(citation),
                    "number": self._number(citation),
                    "supported_by": [self._named(other) for other in supporting],
                }
            )
        return disputes

    def _said(self, citation: Document) -> str:
        """The approved conflicting value of a source: dates in words, anything else as a quotation."""
        field, text = citation["about"].rpartition("/")[2], citation["says"] or citation["quote"]
        day = dates.display(text, self.language) if field in DAYS else ""
        return day or (f"“{text}”" if text else "")

    def sources(self) -> list[dict[str, Any]]:
        """Every source used so far, in order, with its quotations."""
        for citations in [self.about.get("", []), *self.about.values()]:
            for citation in citations:
                self._number(citation)
        return self._sources

    def _number(self, citation: Document) -> int:
        source = citation["source"]
        if source is None:
            return 0
        if source["ref"] not in self._numbers:
            self._numbers[source["ref"]] = len(self._numbers) + 1
            self._sources.append(self._source(source, self._numbers[source["ref"]]))
        entry = self._sources[self._numbers[source["ref"]] - 1]
        if citation["quote"] and citation["quote"] not in entry["quotes"]:
            entry["quotes"].append(citation["quote"])
        return self._numbers[source["ref"]]

    def _source(self, source: Document, number: int) -> dict[str, Any]:
        publisher = formatting.named(source.get("publisher"), self.language)
        title = formatting.named(source, self.language)
        return {
            "number": number,
            "title": title["text"] if title else "",
            "lang": source.get("language", ""),
            "publisher": publisher["text"] if publisher else "",
            "date": formatting.date(source.get("date"), self.language),
            "kind": formatting.label(SourceKind, source.get("category", ""), self.language),
            "reliability": formatting.label(Reliability, source.get("reliability", ""), self.language),
            "state": source.get("category") == SourceKind.STATE,
            "link": _safe(source.get("link", "")),
            "archived": _safe(source.get("archived_link", "")),
            "quotes": [],
        }

    def _named(self, citation: Document) -> str:
        number = self._number(citation)
        if not number:
            return ""
        source = self._sources[number - 1]
        return source["publisher"] or source["title"]


def _is_about(citation: Document, fields: tuple[str, ...]) -> bool:
    return not fields or citation["about"].rpartition("/")[2] in fields


def _safe(link: str) -> str:
    """A link to a web page; empty for anything else (javascript:, data:)."""
    return link if link.startswith(("https://", "http://")) else ""


def field_name(about: str) -> str:
    """Label of the value at a path."""
    names = {
        "facility": _("place"),
        "from_date": _("start"),
        "until": _("end"),
        "kind": _("kind"),
        "end": _("how it ended"),
        "born": _("year of birth"),
        "died": _("date of death"),
        "status": _("status"),
        "stage": _("stage"),
        "stage_date": _("date of the stage"),
        "act_date": _("date of alleged offence"),
        "charged_on": _("date of the charge"),
        "provision": _("provision"),
        "decided": _("date of the decision"),
        "in_force": _("in force since"),
        "court": _("court"),
        "judge": _("judge"),
        "day": _("day"),
        "years": _("length"),
        "months": _("length"),
        "amount": _("amount"),
        "regime": _("regime"),
        "on_date": _("date"),
        "text": _("text"),
        "public_text": _("text"),
        "number": _("case number"),
        "addition": _("how the sentences combine"),
        "gender": _("Gender"),
        "country": _("Citizenship"),
        "occupation": _("Occupation"),
        "region": _("Region"),
    }
    return names.get(about.rpartition("/")[2], _("value"))
