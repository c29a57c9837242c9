"""Sources: numbered in the order in which a page uses them, and what of the approved values they dispute."""

from typing import Any

from django.utils.translation import gettext as _

from cases import dates
from cases.register.reading.shapes import SHAPES, Document
from cases.register.showing import words
from cases.vocabulary import Reliability, SourceKind, Stance

# Fields that are days: what a source says of them may be one too.
DAYS = frozenset(name for shape in SHAPES.values() for name in shape.dates)


class Evidence:
    """The citations of one page. `notes` and `disputes` are asked for each record in the order of the page."""

    def __init__(self, citations: list[Document], language: str) -> None:
        self.language = language
        self.about: dict[str, list[Document]] = {}
        for citation in citations:
            record_id = citation["about"].split("/")[1] if "/" in citation["about"] else ""
            self.about.setdefault(record_id, []).append(citation)
        self._numbers: dict[str, int] = {}
        self._sources: list[dict[str, Any]] = []

    def notes(self, record_id: str, *fields: str) -> list[int]:
        """The numbers of the sources that speak of a record (of these fields of it, where any are named)."""
        found = (citation for citation in self.about.get(record_id, ()) if _is_about(citation, fields))
        return sorted({number for citation in found if (number := self._number(citation))})

    def disputes(self, record_id: str) -> list[dict[str, Any]]:
        """Which approved values of a record a source contradicts, what it says instead, and who supports the value."""
        told = []
        for citation in self.about.get(record_id, ()):
            if citation["stance"] != Stance.CONTRADICTS:
                continue
            same = [one for one in self.about[record_id] if one["about"] == citation["about"]]
            supporting = [one for one in same if one["stance"] != Stance.CONTRADICTS]
            told.append(
                {
                    "field": field_name(citation["about"]),
                    "says": self._said(citation),
                    "source": self._named(citation),
                    "number": self._number(citation),
                    "supported_by": [self._named(one) for one in supporting],
                }
            )
        return told

    def _said(self, citation: Document) -> str:
        """What a source says instead, where that was approved: a day in words, anything else as a quotation."""
        field, text = citation["about"].rpartition("/")[2], citation["says"] or citation["quote"]
        day = dates.display(text, self.language) if field in DAYS else ""
        return day or (f"“{text}”" if text else "")

    def sources(self) -> list[dict[str, Any]]:
        """Every source used so far, in order, with what it is quoted for."""
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
        shown = self._sources[self._numbers[source["ref"]] - 1]
        if citation["quote"] and citation["quote"] not in shown["quotes"]:
            shown["quotes"].append(citation["quote"])
        return self._numbers[source["ref"]]

    def _source(self, source: Document, number: int) -> dict[str, Any]:
        publisher = words.named(source.get("publisher"), self.language)
        title = words.named(source, self.language)
        return {
            "number": number,
            "title": title["text"] if title else "",
            "lang": source.get("language", ""),
            "publisher": publisher["text"] if publisher else "",
            "date": words.date(source.get("date"), self.language),
            "kind": words.label(SourceKind, source.get("category", ""), self.language),
            "reliability": words.label(Reliability, source.get("reliability", ""), self.language),
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
    """A link that leads to a page; anything else (javascript:, data:) is not one."""
    return link if link.startswith(("https://", "http://")) else ""


def field_name(about: str) -> str:
    """What the value at a path is called."""
    names = {
        "facility": _("place"),
        "from_date": _("beginning"),
        "until": _("end"),
        "kind": _("kind"),
        "end": _("how it ended"),
        "born": _("year of birth"),
        "died": _("date of death"),
        "status": _("status"),
        "stage": _("stage"),
        "stage_date": _("date of the stage"),
        "act_date": _("date of the alleged act"),
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
    }
    return names.get(about.rpartition("/")[2], _("value"))
