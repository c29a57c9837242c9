"""The columns of each file with their descriptions. A new field of the register is in no file until it is declared here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.public_site import small_cells
from cases.public_site.downloads.file_cells import joined
from cases.public_site.queries.schemas import Document

Value = Callable[[Document], Any]


@dataclass(frozen=True)
class Column:
    """One column: its name, its description (English, for the manifest and the API), and how its value is read."""

    name: str
    meaning: str
    value: Value


def edtf(partial: Document | None) -> str:
    """A partial date as EDTF."""
    return partial["edtf"] if partial else ""


def english(reference: Document | None) -> str:
    """The English name of a reference value, otherwise any other name it has."""
    if not reference:
        return ""
    names: Mapping[str, str] = reference["name"]
    return names.get("en") or next((names[code] for code in ("be", "ru", "local") if code in names), "")


def cited(provision: Document | None) -> str:
    """A provision as it is cited."""
    return (provision.get("label") or english(provision)) if provision else ""


def _charges(document: Document) -> list[Document]:
    parts = document["defendants"] if "defendants" in document else document["prosecutions"]
    return [charge for part in parts for charge in part["charges"]]


def _final(document: Document) -> list[Document]:
    """The sentences that no other sentence replaces."""
    sentences = [sentence for prosecution in document["prosecutions"] for sentence in prosecution["sentences"]]
    replaced = {sentence["replaces"] for sentence in sentences}
    return [sentence for sentence in sentences if sentence["id"] not in replaced]


def _penalties(document: Document) -> list[Document]:
    return [penalty for sentence in _final(document) for penalty in sentence["penalties"]]


def _began(row: Document) -> str:
    return edtf(row["from_date"])


def _length(row: Document) -> str:
    parts = [(row["years"], "y"), (row["months"], "m"), (row["days"], "d")]
    return " ".join(f"{number}{unit}" for number, unit in parts if number)


def _penalty(row: Document) -> str:
    amount = f"{row['amount']} {row['currency']}".strip() if row["amount"] is not None else ""
    return " ".join(filter(None, [row["kind"], _length(row), row["regime"], amount]))


def _first_custody(document: Document) -> Document | None:
    return document["custody"][0]["from_date"] if document["custody"] else None


def _now(document: Document, name: str) -> Any:
    """A value computed for the day on which the file is read (downloads/list_files.py)."""
    return document["now"][name]


def _joined(term: Document | None) -> str:
    if term is None:
        return ""
    parts = [term["total"]] if term["total"] else [term["base"], *term["added"]]
    return " + ".join(map(_length, parts))


PERSONS = (
    Column("id", "Public id of the person; permanent.", lambda d: d["id"]),
    Column("name_en", "Display name in English.", lambda d: d["name"]["en"]),
    Column("name_be", "Display name in Belarusian.", lambda d: d["name"]["be"]),
    Column("name_ru", "Display name in Russian.", lambda d: d["name"]["ru"]),
    Column("names", "All published names.", lambda d: joined(one["text"] for one in d["names"])),
    Column("status", "Status on status_on: in_custody, released, died or unknown.", lambda d: _now(d, "status")),
    Column("status_on", "Date of the status.", lambda d: _now(d, "on")),
    Column("in_custody_since", "Start of the current custody (EDTF).", lambda d: edtf(_now(d, "since"))),
    Column("gender", "Gender (code).", lambda d: d["gender"]),
    Column("born", "Year of birth.", lambda d: edtf(d["born"])),
    Column("died", "Date of death (EDTF).", lambda d: edtf(d["died"])),
    Column("citizenships", "Countries.", lambda d: joined(english(row["country"]) for row in d["citizenships"])),
    Column("occupations", "Occupations.", lambda d: joined(english(row["occupation"]) for row in d["occupations"])),
    Column("region", "Region.", lambda d: english(d["region"])),
    Column("custody_began", "Start of each period of custody (EDTF).", lambda d: joined(map(_began, d["custody"]))),
    Column("arrested", "Start of the first known period of custody (EDTF).", lambda d: edtf(_first_custody(d))),
    Column("arrested_lower", "Earliest possible date of arrested.", lambda d: (_first_custody(d) or {}).get("lower")),
    Column("arrested_upper", "Latest possible date of arrested.", lambda d: (_first_custody(d) or {}).get("upper")),
    Column("places", "Places of detention, oldest first.", lambda d: joined(english(one["facility"]) for one in d["custody"])),
    Column("released", "End of the last custody (EDTF), if not in custody now.", lambda d: edtf(_now(d, "until"))),
    Column("how_released", "How the last custody ended (code).", lambda d: _now(d, "end")),
    Column("cases", "Public ids of the cases.", lambda d: joined(one["case_id"] for one in d["prosecutions"])),
    Column("stages", "Stage of each prosecution (code).", lambda d: joined(one["stage"] for one in d["prosecutions"])),
    Column("provisions", "Provisions charged.", lambda d: joined(cited(one["provision"]) for one in _charges(d))),
    Column("courts", "Courts.", lambda d: joined(english(s["court"]) for s in _final(d))),
    Column("sentenced", "Dates of the sentences in force (EDTF).", lambda d: joined(edtf(s["decided"]) for s in _final(d))),
    Column("penalties", "Current penalties (not replaced by a later decision).", lambda d: joined(map(_penalty, _penalties(d)))),
    Column("joined_term", "Total term of combined sentences; a + b if unknown.", lambda d: _joined(d["joined_term"])),
    Column("recognised_by", "Organisations.", lambda d: joined(english(one["organisation"]) for one in d["recognitions"])),
    Column("first_published", "Date of first publication.", lambda d: d.get("first_on")),
    Column("changed", "Date of the latest approval.", lambda d: d.get("changed_on")),
    Column("no_source_given", "Paths of values without a published source.", lambda d: joined(d.get("no_source", ()))),
)  # fmt: skip
CASES = (
    Column("id", "Public id of the case.", lambda d: d["id"]),
    Column("number", "Case number.", lambda d: d["number"]),
    Column("kind", "Type (code).", lambda d: d["kind"]),
    Column("title_en", "Title in English.", lambda d: _title(d, "en")),
    Column("title_be", "Title in Belarusian.", lambda d: _title(d, "be")),
    Column("title_ru", "Title in Russian.", lambda d: _title(d, "ru")),
    Column("jurisdiction", "Jurisdiction.", lambda d: english(d["jurisdiction"])),
    Column("court", "Court.", lambda d: english(d["court"])),
    Column("opened", "Date of opening (EDTF).", lambda d: edtf(d["opened"])),
    Column("defendants", "Published defendants, including persons not public.", lambda d: _count(len(d["defendants"]))),
    Column("persons", "Public ids of the public defendants.", lambda d: joined(one["person"] for one in d["defendants"])),
    Column("stages", "Stage of each defendant (code).", lambda d: joined(one["stage"] for one in d["defendants"])),
    Column("provisions", "Provisions charged.", lambda d: joined(cited(one["provision"]) for one in _charges(d))),
    Column("hearings", "Number of published hearings.", lambda d: _count(len(d["hearings"]))),
    Column("first_published", "Date of first publication.", lambda d: d.get("first_on")),
    Column("changed", "Date of the latest approval.", lambda d: d.get("changed_on")),
    Column("no_source_given", "Paths of values without a published source.", lambda d: joined(d.get("no_source", ()))),
)  # fmt: skip
HEARINGS = (
    Column("id", "Public id of the hearing.", lambda d: d["id"]),
    Column("case", "Public id of the case.", lambda d: d["case"]["id"] if d["case"] else ""),
    Column("case_number", "Case number.", lambda d: d["case"]["number"] if d["case"] else ""),
    Column("day", "Date (EDTF).", lambda d: edtf(d["day"])),
    Column("time", "Local time at the court.", lambda d: d["time"] or ""),
    Column("time_zone", "Time zone of the court.", lambda d: (d["court"] or {}).get("time_zone", "")),
    Column("court", "Court.", lambda d: english(d["court"])),
    Column("room", "Room.", lambda d: d["room"]),
    Column("kind", "Type (code).", lambda d: d["kind"]),
    Column("openness", "Open to the public (code).", lambda d: d["openness"]),
    Column("outcome", "Outcome (code).", lambda d: d["outcome"]),
    Column("officials", "Officials.", lambda d: joined(english(one["official"]) for one in d["officials"])),
    Column("persons", "Public ids of the public defendants.", lambda d: joined(one["person"] for one in d["people"])),
)  # fmt: skip


def _count(count: int) -> int | str:
    """A count after small-cell suppression: a number, or "<5"."""
    visible = small_cells.told(count)
    return small_cells.words(count) if visible is None else visible


def _title(document: Document, language: str) -> str:
    return next((row["title"] for row in document["summaries"] if row["language"] == language), "")
