"""The columns of each file, with what each means. A new field of the register is in no file until it is named here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.register import small
from cases.register.exports.cells import joined
from cases.register.reading.shapes import Document
from cases.register.status import status_of

Value = Callable[[Document], Any]


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds (English, for the manifest and the API's description), how it is read."""

    name: str
    meaning: str
    value: Value


def edtf(partial: Document | None) -> str:
    """A partial date as EDTF."""
    return partial["edtf"] if partial else ""


def english(reference: Document | None) -> str:
    """A reference value by its English name, else by whichever it has."""
    if not reference:
        return ""
    names: Mapping[str, str] = reference["name"]
    return names.get("en") or next((names[code] for code in ("be", "ru", "local") if code in names), "")


def cited(provision: Document | None) -> str:
    """A provision as it is cited."""
    return (provision.get("label") or english(provision)) if provision else ""


def _charges(document: Document) -> list[Document]:
    parts = document["defendants"] if "defendants" in document else document["prosecutions"]
    return [charge for one in parts for charge in one["charges"]]


def _final(document: Document) -> list[Document]:
    """The sentences that no other one replaces."""
    sentences = [sentence for one in document["prosecutions"] for sentence in one["sentences"]]
    replaced = {sentence["replaces"] for sentence in sentences}
    return [sentence for sentence in sentences if sentence["id"] not in replaced]


def _penalties(document: Document) -> list[Document]:
    return [penalty for sentence in _final(document) for penalty in sentence["penalties"]]


def _penalty(row: Document) -> str:
    parts = [(row["years"], "y"), (row["months"], "m"), (row["days"], "d")]
    length = " ".join(f"{number}{unit}" for number, unit in parts if number)
    amount = f"{row['amount']} {row['currency']}".strip() if row["amount"] is not None else ""
    return " ".join(filter(None, [row["kind"], length, row["regime"], amount]))


def _first_custody(document: Document) -> Document | None:
    return document["custody"][0]["from_date"] if document["custody"] else None


def _now(document: Document) -> str:
    return status_of(document["custody"], died=document["died"] is not None)[0].value


PERSONS = (
    Column("id", "Public id of the person; it never changes.", lambda d: d["id"]),
    Column("name_en", "Name shown in English.", lambda d: d["name"]["en"]),
    Column("name_be", "Name shown in Belarusian.", lambda d: d["name"]["be"]),
    Column("name_ru", "Name shown in Russian.", lambda d: d["name"]["ru"]),
    Column("names", "Every published name.", lambda d: joined(one["text"] for one in d["names"])),
    Column("status", "in_custody, released, died or unknown.", _now),
    Column("gender", "Code.", lambda d: d["gender"]),
    Column("born", "Year of birth.", lambda d: edtf(d["born"])),
    Column("died", "Date of death (EDTF).", lambda d: edtf(d["died"])),
    Column("citizenships", "Countries.", lambda d: joined(english(one["country"]) for one in d["citizenships"])),
    Column("occupations", "Occupations.", lambda d: joined(english(one["occupation"]) for one in d["occupations"])),
    Column("region", "Region.", lambda d: english(d["region"])),
    Column("arrested", "First known day of custody (EDTF).", lambda d: edtf(_first_custody(d))),
    Column("arrested_lower", "Earliest day it can mean.", lambda d: (_first_custody(d) or {}).get("lower")),
    Column("arrested_upper", "Latest day it can mean.", lambda d: (_first_custody(d) or {}).get("upper")),
    Column("places", "Places of detention in order.", lambda d: joined(english(one["facility"]) for one in d["custody"])),
    Column("released", "End of the last known custody (EDTF).", lambda d: edtf(d["custody"][-1]["until"]) if d["custody"] else ""),
    Column("how_released", "Code of how it ended.", lambda d: d["custody"][-1]["end"] if d["custody"] else ""),
    Column("cases", "Public ids of the cases.", lambda d: joined(one["case_id"] for one in d["prosecutions"])),
    Column("stages", "Codes of the stages of the prosecutions.", lambda d: joined(one["stage"] for one in d["prosecutions"])),
    Column("provisions", "Provisions charged.", lambda d: joined(cited(one["provision"]) for one in _charges(d))),
    Column("courts", "Courts.", lambda d: joined(english(s["court"]) for s in _final(d))),
    Column("sentenced", "Days of the sentences in force (EDTF).", lambda d: joined(edtf(s["decided"]) for s in _final(d))),
    Column("penalties", "Penalties that no later decision replaced.", lambda d: joined(map(_penalty, _penalties(d)))),
    Column("recognised_by", "Organisations.", lambda d: joined(english(one["organisation"]) for one in d["recognitions"])),
    Column("first_published", "Day since when the person is public.", lambda d: d.get("first_on")),
    Column("changed", "Day of the newest approval.", lambda d: d.get("changed_on")),
)  # fmt: skip
CASES = (
    Column("id", "Public id of the case.", lambda d: d["id"]),
    Column("number", "Number.", lambda d: d["number"]),
    Column("kind", "Code.", lambda d: d["kind"]),
    Column("title_en", "Title in English.", lambda d: _title(d, "en")),
    Column("title_be", "Title in Belarusian.", lambda d: _title(d, "be")),
    Column("title_ru", "Title in Russian.", lambda d: _title(d, "ru")),
    Column("jurisdiction", "Jurisdiction.", lambda d: english(d["jurisdiction"])),
    Column("court", "Court.", lambda d: english(d["court"])),
    Column("opened", "Day of opening (EDTF).", lambda d: edtf(d["opened"])),
    Column("defendants", "Published defendants, also those whose person is not public.", lambda d: _count(len(d["defendants"]))),
    Column("persons", "Public ids of the defendants who are public.", lambda d: joined(one["person"] for one in d["defendants"])),
    Column("stages", "Codes of the stages.", lambda d: joined(one["stage"] for one in d["defendants"])),
    Column("provisions", "Provisions charged.", lambda d: joined(cited(one["provision"]) for one in _charges(d))),
    Column("hearings", "Number of published hearings.", lambda d: _count(len(d["hearings"]))),
    Column("first_published", "Day since when the case is public.", lambda d: d.get("first_on")),
    Column("changed", "Day of the newest approval.", lambda d: d.get("changed_on")),
)  # fmt: skip
HEARINGS = (
    Column("id", "Public id of the hearing.", lambda d: d["id"]),
    Column("case", "Public id of the case.", lambda d: d["case"]["id"] if d["case"] else ""),
    Column("case_number", "Number of the case.", lambda d: d["case"]["number"] if d["case"] else ""),
    Column("day", "Day (EDTF).", lambda d: edtf(d["day"])),
    Column("time", "Hour in the court's time zone.", lambda d: d["time"] or ""),
    Column("time_zone", "The court's time zone.", lambda d: (d["court"] or {}).get("time_zone", "")),
    Column("court", "Court.", lambda d: english(d["court"])),
    Column("room", "Room.", lambda d: d["room"]),
    Column("kind", "Code.", lambda d: d["kind"]),
    Column("openness", "Code.", lambda d: d["openness"]),
    Column("outcome", "Code.", lambda d: d["outcome"]),
    Column("officials", "Officials.", lambda d: joined(english(one["official"]) for one in d["officials"])),
    Column("persons", "Public ids of the defendants who are public.", lambda d: joined(one["person"] for one in d["people"])),
)  # fmt: skip


def _count(count: int) -> int | str:
    """A count as it may be told: a number, or "<5"."""
    told = small.told(count)
    return small.words(count) if told is None else told


def _title(document: Document, language: str) -> str:
    return next((row["title"] for row in document["summaries"] if row["language"] == language), "")
