"""Persons and cases as documents, many at a time with a fixed number of queries."""

from collections.abc import Collection, Iterable
from typing import Any

from cases.register.models import Published
from cases.register.reading.references import of_rows, references
from cases.register.reading.select import select
from cases.register.reading.shapes import SHAPES, Document, grouped, plain, rows
from cases.vocabulary import PenaltyKind

OF_PERSON = {
    "names": "personname",
    "citizenships": "personcitizenship",
    "occupations": "personoccupation",
    "summaries": "personsummary",
    "photos": "photo",
    "recognitions": "recognition",
    "custody": "custody",
    "violations": "violation",
}
# By which date the rows of a kind follow each other; the id decides among equals.
SORTED_BY = {
    "recognition": "from_date",
    "custody": "from_date",
    "violation": "on_date",
    "charge": "charged_on",
    "hearing": "day",
    "sentence": "decided",
}
# Heavier penalties are told first; the vocabulary lists them so.
PENALTIES = {code: place for place, code in enumerate(PenaltyKind.values)}


class Gathered:
    """Rows of several kinds, read together, and the reference values they point at."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Document]] = {}
        self.references: dict[str, Document] = {}
        self._groups: dict[tuple[str, str], dict[str, list[Document]]] = {}

    def by(self, noun: str, column: str) -> dict[str, list[Document]]:
        """The rows of a kind by the value of one column."""
        if (noun, column) not in self._groups:
            self._groups[noun, column] = grouped(self.rows.get(noun, ()), column)
        return self._groups[noun, column]

    def read(self, noun: str, lookup: str, values: Iterable[str]) -> list[Document]:
        """Read the rows of a kind whose column has one of these values."""
        found = rows(noun, lookup, values)
        self.rows[noun] = found
        return found

    def resolve(self) -> None:
        """Read the reference values of everything read so far."""
        self.references = references(key for noun, found in self.rows.items() for key in of_rows(noun, found))

    def told(self, noun: str, found: Iterable[Document] | None) -> list[Document]:
        """Rows of a kind as documents, in the order of their dates."""
        told = [SHAPES[noun].document(row, self.references) for row in found or ()]
        by = SORTED_BY.get(noun)
        return sorted(told, key=lambda row: (first_day(row[by]), row["id"])) if by else told


def first_day(partial: Document | None) -> str:
    """The day by which a partial date is sorted; what has none comes last."""
    return (partial and (partial["lower"] or partial["upper"])) or "9999"


def gather_persons(ids: Collection[str]) -> dict[str, Document]:
    """The documents of these persons out of the tables, by id; those who are not public are absent."""
    gathered = Gathered()
    people = gathered.read("person", "id", ids)
    known = [row["id"] for row in people]
    for noun in OF_PERSON.values():
        gathered.read(noun, "person_id", known)
    accused = gathered.read("defendant", "person_id", known)
    _read_proceedings(gathered, accused)
    gathered.read("case", "id", {row["case_id"] for row in accused})
    gathered.read("casesummary", "case_id", {row["case_id"] for row in accused})
    gathered.read("citation", "owner", [*known, *{row["case_id"] for row in accused}])
    gathered.resolve()
    return _person_documents(gathered, people, accused)


def _person_documents(gathered: Gathered, people: list[Document], accused: list[Document]) -> dict[str, Document]:
    days = published([row["id"] for row in people])
    prosecutions = grouped(_prosecutions(gathered, accused), "person")
    told = {}
    for row in people:
        document = SHAPES["person"].document(row, gathered.references)
        document["name"] = {language: document.pop(f"name_{language}") for language in ("en", "be", "ru")}
        document |= {
            name: gathered.told(noun, gathered.by(noun, "person_id").get(row["id"])) for name, noun in OF_PERSON.items()
        }
        document["names"].sort(key=lambda name: (name["position"], name["id"]))
        document["prosecutions"] = prosecutions.get(row["id"], [])
        document["citations"] = _citations_of_person(gathered, document)
        told[row["id"]] = document | days.get(row["id"], {})
    return told


def _citations_of_person(gathered: Gathered, document: Document) -> list[Document]:
    """The citations approved with the person, and those of the cases that are about this defendant's own rows."""
    by_owner = gathered.by("citation", "owner")
    found = list(by_owner.get(document["id"], ()))
    for prosecution in document["prosecutions"]:
        mine = {prosecution["id"], prosecution["case_id"]}
        mine |= {row["id"] for part in ("charges", "hearings", "sentences") for row in prosecution[part]}
        mine |= {penalty["id"] for sentence in prosecution["sentences"] for penalty in sentence["penalties"]}
        about_case = by_owner.get(prosecution["case_id"], ())
        found += [row for row in about_case if not row["about"] or row["about"].split("/")[1:2][0] in mine]
    return gathered.told("citation", {row["id"]: row for row in found}.values())


def gather_cases(ids: Collection[str]) -> dict[str, Document]:
    """The documents of these cases with all their defendants out of the tables, by id."""
    gathered = Gathered()
    found = gathered.read("case", "id", ids)
    known = [row["id"] for row in found]
    gathered.read("casesummary", "case_id", known)
    accused = gathered.read("defendant", "case_id", known)
    _read_proceedings(gathered, accused)
    gathered.read("citation", "owner", known)
    gathered.resolve()
    names = names_of(row["person_id"] for row in accused if row["person_id"])
    days = published(known)
    defendants = grouped(_prosecutions(gathered, accused), "case_id")
    told = {}
    for row in found:
        document = _case(gathered, row)
        document["defendants"] = [
            one | {"name": names.get(one["person"] or "")} for one in defendants.get(row["id"], [])
        ]
        document["hearings"] = [
            _hearing(gathered, hearing) for hearing in gathered.by("hearing", "case_id").get(row["id"], [])
        ]
        document["hearings"].sort(key=lambda hearing: (first_day(hearing["day"]), hearing["id"]))
        document["citations"] = gathered.told("citation", gathered.by("citation", "owner").get(row["id"]))
        told[row["id"]] = document | days.get(row["id"], {})
    return told


def _read_proceedings(gathered: Gathered, accused: list[Document]) -> None:
    """Read charges, sentences and hearings around these defendants."""
    ids = [row["id"] for row in accused]
    gathered.read("charge", "defendant_id", ids)
    sentences = gathered.read("sentence", "defendant_id", ids)
    gathered.read("penalty", "sentence_id", [row["id"] for row in sentences])
    hearings = gathered.read("hearing", "case_id", {row["case_id"] for row in accused})
    gathered.read("hearingdefendant", "hearing_id", [row["id"] for row in hearings])
    gathered.read("hearingofficial", "hearing_id", [row["id"] for row in hearings])


def _prosecutions(gathered: Gathered, accused: list[Document]) -> list[Document]:
    """Each defendant with charges, hearings and sentences, and with the case where it was read beside."""
    charges, sentences = gathered.by("charge", "defendant_id"), gathered.by("sentence", "defendant_id")
    penalties, hearings = gathered.by("penalty", "sentence_id"), gathered.by("hearing", "case_id")
    present = gathered.by("hearingdefendant", "hearing_id")
    cases_read = {row["id"]: row for row in gathered.rows.get("case", ())}
    told = []
    for row in accused:
        document = SHAPES["defendant"].document(row, gathered.references) | {"case_id": row["case_id"]}
        if row["case_id"] in cases_read:
            document["case"] = _case(gathered, cases_read[row["case_id"]])
        document["charges"] = gathered.told("charge", charges.get(row["id"]))
        document["sentences"] = gathered.told("sentence", sentences.get(row["id"]))
        for sentence in document["sentences"]:
            sentence["penalties"] = gathered.told("penalty", penalties.get(sentence["id"]))
            sentence["penalties"].sort(key=lambda one: (PENALTIES.get(one["kind"], len(PENALTIES)), one["id"]))
        mine = [one for one in hearings.get(row["case_id"], ()) if _concerns(one, row["id"], present)]
        document["hearings"] = [_hearing(gathered, hearing) for hearing in mine]
        document["hearings"].sort(key=lambda hearing: (first_day(hearing["day"]), hearing["id"]))
        told.append(document)
    return told


def _concerns(hearing: Document, defendant: str, present: dict[str, list[Document]]) -> bool:
    """Whether a hearing is about this defendant; one that names nobody is about all."""
    named = present.get(hearing["id"])
    return not named or any(row["defendant_id"] == defendant for row in named)


def _hearing(gathered: Gathered, row: Document) -> Document:
    document = SHAPES["hearing"].document(row, gathered.references)
    named = gathered.by("hearingofficial", "hearing_id").get(row["id"])
    document["officials"] = gathered.told("hearingofficial", named)
    listed = gathered.by("hearingdefendant", "hearing_id").get(row["id"], ())
    document["defendants"] = [one["defendant_id"] for one in listed if one["defendant_id"]]
    return document


def _case(gathered: Gathered, row: Document) -> Document:
    document = SHAPES["case"].document(row, gathered.references)
    document["summaries"] = gathered.told("casesummary", gathered.by("casesummary", "case_id").get(row["id"]))
    return document


def names_of(ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """The names of these persons in each language of the site, by id."""
    found = rows("person", "id", ids)
    return {row["id"]: {language: row[f"name_{language}"] for language in ("en", "be", "ru")} for row in found}


def published(ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """The days since when these records are public and as they are now, by id."""
    days = ("first_on", "changed_on")
    found = select(Published, ("id", *days), "id", ids)
    return {row["id"]: {name: plain(row[name]) for name in days} for row in found}


def hearings(ids: Collection[str]) -> dict[str, Document]:
    """The documents of these hearings with their case and the defendants they are about, by id."""
    gathered = Gathered()
    found = gathered.read("hearing", "id", ids)
    known = [row["id"] for row in found]
    gathered.read("hearingdefendant", "hearing_id", known)
    gathered.read("hearingofficial", "hearing_id", known)
    related = {row["case_id"] for row in found}
    in_cases = {row["id"]: row for row in gathered.read("case", "id", related)}
    gathered.read("casesummary", "case_id", related)
    accused = gathered.by("defendant", "case_id") if gathered.read("defendant", "case_id", related) else {}
    gathered.resolve()
    names = names_of(row["person_id"] for row in gathered.rows["defendant"] if row["person_id"])
    told = {}
    for row in found:
        document = _hearing(gathered, row)
        document["case"] = _case(gathered, in_cases[row["case_id"]]) if row["case_id"] in in_cases else None
        listed = set(document["defendants"])
        about = [one for one in accused.get(row["case_id"], ()) if not listed or one["id"] in listed]
        document["people"] = [{"person": one["person_id"], "name": names.get(one["person_id"] or "")} for one in about]
        told[row["id"]] = document
    return told
