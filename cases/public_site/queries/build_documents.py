"""Build documents of persons and cases, many at a time with a fixed number of queries."""

from collections.abc import Collection, Iterable
from typing import Any

from cases.domain.vocabulary import PenaltyKind
from cases.public_site.models import Published
from cases.public_site.queries.document_rows import OF_PERSON, rows_of_hearings, rows_of_part
from cases.public_site.queries.reference_documents import of_rows, references
from cases.public_site.queries.schemas import SHAPES, Document, grouped, plain, rows
from cases.public_site.queries.select_rows import select
from cases.public_site.queries.unsourced import sources_of, without_source

# The date by which rows of each kind are sorted; ties are broken by id.
SORTED_BY = {
    "recognition": "from_date",
    "custody": "from_date",
    "violation": "on_date",
    "charge": "charged_on",
    "hearing": "day",
    "sentence": "decided",
}
# Heavier penalties come first; the vocabulary is in this order.
PENALTIES = {code: place for place, code in enumerate(PenaltyKind.values)}


class Gathered:
    """Rows of several kinds, read together, and the reference values they refer to."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Document]] = {}
        self.references: dict[str, Document] = {}
        self._groups: dict[tuple[str, str], dict[str, list[Document]]] = {}

    def by(self, noun: str, column: str) -> dict[str, list[Document]]:
        """The rows of a kind grouped by one column."""
        if (noun, column) not in self._groups:
            self._groups[noun, column] = grouped(self.rows.get(noun, ()), column)
        return self._groups[noun, column]

    def read(self, noun: str, lookup: str, values: Iterable[str]) -> list[Document]:
        """Read the rows of a kind whose column has one of these values."""
        records = rows(noun, lookup, values)
        self.rows[noun] = records
        return records

    def resolve(self) -> None:
        """Read the reference values of everything read so far."""
        self.references = references(key for noun, records in self.rows.items() for key in of_rows(noun, records))

    def told(self, noun: str, found: Iterable[Document] | None) -> list[Document]:
        """Rows of a kind as documents, in the order of their dates."""
        documents = [SHAPES[noun].document(row, self.references) for row in found or ()]
        by = SORTED_BY.get(noun)
        return sorted(documents, key=lambda row: (first_day(row[by]), row["id"])) if by else documents


def first_day(partial: Document | None) -> str:
    """Sort key of a partial date: its first day; missing dates come last."""
    return (partial and (partial["lower"] or partial["upper"])) or "9999"


def gather_persons(ids: Collection[str]) -> dict[str, Document]:
    """Build the documents of these persons from the tables, by id; persons who are not public are absent."""
    gathered = Gathered()
    people = gathered.read("person", "id", ids)
    person_ids = [row["id"] for row in people]
    for noun in OF_PERSON.values():
        gathered.read(noun, "person_id", person_ids)
    accused = gathered.read("defendant", "person_id", person_ids)
    _read_proceedings(gathered, accused)
    gathered.read("case", "id", {row["case_id"] for row in accused})
    gathered.read("casesummary", "case_id", {row["case_id"] for row in accused})
    gathered.read("citation", "owner", [*person_ids, *{row["case_id"] for row in accused}])
    gathered.resolve()
    return _person_documents(gathered, people, accused)


def _person_documents(gathered: Gathered, people: list[Document], accused: list[Document]) -> dict[str, Document]:
    days = published([row["id"] for row in people])
    prosecutions = grouped(_prosecutions(gathered, accused), "person")
    documents = {}
    for row in people:
        document = SHAPES["person"].document(row, gathered.references)
        document["name"] = {language: document.pop(f"name_{language}") for language in ("en", "be", "ru")}
        document |= {
            name: gathered.told(noun, gathered.by(noun, "person_id").get(row["id"])) for name, noun in OF_PERSON.items()
        }
        document["names"].sort(key=lambda name: (name["position"], name["id"]))
        document["prosecutions"] = prosecutions.get(row["id"], [])
        document["citations"] = _citations_of_person(gathered, document)
        document["no_source"] = _no_source_of_person(gathered, document)
        documents[row["id"]] = document | days.get(row["id"], {})
    return documents


def _citations_of_person(gathered: Gathered, document: Document) -> list[Document]:
    """The citations approved with the person, and those of the cases that concern this defendant's own rows."""
    by_owner = gathered.by("citation", "owner")
    citations = list(by_owner.get(document["id"], ()))
    for prosecution in document["prosecutions"]:
        row_ids = {prosecution["id"], prosecution["case_id"]}
        row_ids |= {row["id"] for part in ("charges", "hearings", "sentences") for row in prosecution[part]}
        row_ids |= {penalty["id"] for sentence in prosecution["sentences"] for penalty in sentence["penalties"]}
        about_case = by_owner.get(prosecution["case_id"], ())
        citations += [row for row in about_case if not row["about"] or row["about"].split("/")[1:2][0] in row_ids]
    return gathered.told("citation", {row["id"]: row for row in citations}.values())


def _no_source_of_person(gathered: Gathered, document: Document) -> list[str]:
    """Paths without source: of the person's own rows by the person's sources, of each prosecution by those of its case."""
    by_owner = gathered.by("citation", "owner")
    own, whole = sources_of(by_owner.get(document["id"], ()))
    records = [("person", document), *((noun, row) for name, noun in OF_PERSON.items() for row in document[name])]
    paths = set() if whole else set(without_source(records, own))
    for part in document["prosecutions"]:
        sourced, whole = sources_of(by_owner.get(part["case_id"], ()))
        if not whole:
            paths |= set(without_source([*rows_of_part(part), *rows_of_hearings(part["hearings"])], sourced))
    return sorted(paths)


def _no_source_of_case(document: Document, citations: Iterable[Document]) -> list[str]:
    sourced, whole = sources_of(citations)
    records = [("case", document), *(("casesummary", summary) for summary in document["summaries"])]
    records += [row for part in document["defendants"] for row in rows_of_part(part)]
    return [] if whole else without_source([*records, *rows_of_hearings(document["hearings"])], sourced)


def gather_cases(ids: Collection[str]) -> dict[str, Document]:
    """Build the documents of these cases with all their defendants from the tables, by id."""
    gathered = Gathered()
    records = gathered.read("case", "id", ids)
    case_ids = [row["id"] for row in records]
    gathered.read("casesummary", "case_id", case_ids)
    accused = gathered.read("defendant", "case_id", case_ids)
    _read_proceedings(gathered, accused)
    gathered.read("citation", "owner", case_ids)
    gathered.resolve()
    names = names_of(row["person_id"] for row in accused if row["person_id"])
    days = published(case_ids)
    defendants = grouped(_prosecutions(gathered, accused), "case_id")
    documents = {}
    for row in records:
        document = _case(gathered, row)
        document["defendants"] = [
            defendant | {"name": names.get(defendant["person"] or "")} for defendant in defendants.get(row["id"], [])
        ]
        document["hearings"] = [
            _hearing(gathered, hearing) for hearing in gathered.by("hearing", "case_id").get(row["id"], [])
        ]
        document["hearings"].sort(key=lambda hearing: (first_day(hearing["day"]), hearing["id"]))
        cited = gathered.by("citation", "owner").get(row["id"], [])
        document["citations"] = gathered.told("citation", cited)
        document["no_source"] = _no_source_of_case(document, cited)
        documents[row["id"]] = document | days.get(row["id"], {})
    return documents


def _read_proceedings(gathered: Gathered, accused: list[Document]) -> None:
    """Read charges, sentences and hearings of these defendants."""
    ids = [row["id"] for row in accused]
    gathered.read("charge", "defendant_id", ids)
    sentences = gathered.read("sentence", "defendant_id", ids)
    gathered.read("penalty", "sentence_id", [row["id"] for row in sentences])
    hearings = gathered.read("hearing", "case_id", {row["case_id"] for row in accused})
    gathered.read("hearingdefendant", "hearing_id", [row["id"] for row in hearings])
    gathered.read("hearingofficial", "hearing_id", [row["id"] for row in hearings])


def _prosecutions(gathered: Gathered, accused: list[Document]) -> list[Document]:
    """Each defendant with charges, hearings and sentences, and with the case if it was read."""
    charges, sentences = gathered.by("charge", "defendant_id"), gathered.by("sentence", "defendant_id")
    penalties, hearings = gathered.by("penalty", "sentence_id"), gathered.by("hearing", "case_id")
    present = gathered.by("hearingdefendant", "hearing_id")
    cases_read = {row["id"]: row for row in gathered.rows.get("case", ())}
    documents = []
    for row in accused:
        document = SHAPES["defendant"].document(row, gathered.references) | {"case_id": row["case_id"]}
        if row["case_id"] in cases_read:
            document["case"] = _case(gathered, cases_read[row["case_id"]])
        document["charges"] = gathered.told("charge", charges.get(row["id"]))
        document["sentences"] = gathered.told("sentence", sentences.get(row["id"]))
        for sentence in document["sentences"]:
            sentence["penalties"] = gathered.told("penalty", penalties.get(sentence["id"]))
            sentence["penalties"].sort(
                key=lambda penalty: (PENALTIES.get(penalty["kind"], len(PENALTIES)), penalty["id"])
            )
        own_hearings = [
            hearing for hearing in hearings.get(row["case_id"], ()) if _concerns(hearing, row["id"], present)
        ]
        document["hearings"] = [_hearing(gathered, hearing) for hearing in own_hearings]
        document["hearings"].sort(key=lambda hearing: (first_day(hearing["day"]), hearing["id"]))
        documents.append(document)
    return documents


def _concerns(hearing: Document, defendant: str, present: dict[str, list[Document]]) -> bool:
    """Whether a hearing concerns this defendant; a hearing without named participants concerns all."""
    named = present.get(hearing["id"])
    return not named or any(row["defendant_id"] == defendant for row in named)


def _hearing(gathered: Gathered, row: Document) -> Document:
    document = SHAPES["hearing"].document(row, gathered.references)
    named = gathered.by("hearingofficial", "hearing_id").get(row["id"])
    document["officials"] = gathered.told("hearingofficial", named)
    listed = gathered.by("hearingdefendant", "hearing_id").get(row["id"], ())
    document["defendants"] = [entry["defendant_id"] for entry in listed if entry["defendant_id"]]
    return document


def _case(gathered: Gathered, row: Document) -> Document:
    document = SHAPES["case"].document(row, gathered.references)
    document["summaries"] = gathered.told("casesummary", gathered.by("casesummary", "case_id").get(row["id"]))
    return document


def names_of(ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """The names of these persons in each language of the site, by id."""
    records = rows("person", "id", ids)
    return {row["id"]: {language: row[f"name_{language}"] for language in ("en", "be", "ru")} for row in records}


def published(ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """The first and latest publication days of these records, by id."""
    days = ("first_on", "changed_on")
    records = select(Published, ("id", *days), "id", ids)
    return {row["id"]: {name: plain(row[name]) for name in days} for row in records}


def hearings(ids: Collection[str]) -> dict[str, Document]:
    """The documents of these hearings with their case and the defendants concerned, by id."""
    gathered = Gathered()
    records = gathered.read("hearing", "id", ids)
    hearing_ids = [row["id"] for row in records]
    gathered.read("hearingdefendant", "hearing_id", hearing_ids)
    gathered.read("hearingofficial", "hearing_id", hearing_ids)
    related = {row["case_id"] for row in records}
    in_cases = {row["id"]: row for row in gathered.read("case", "id", related)}
    gathered.read("casesummary", "case_id", related)
    accused = gathered.by("defendant", "case_id") if gathered.read("defendant", "case_id", related) else {}
    gathered.resolve()
    names = names_of(row["person_id"] for row in gathered.rows["defendant"] if row["person_id"])
    documents = {}
    for row in records:
        document = _hearing(gathered, row)
        document["case"] = _case(gathered, in_cases[row["case_id"]]) if row["case_id"] in in_cases else None
        listed = set(document["defendants"])
        about = [defendant for defendant in accused.get(row["case_id"], ()) if not listed or defendant["id"] in listed]
        document["people"] = [
            {"person": defendant["person_id"], "name": names.get(defendant["person_id"] or "")} for defendant in about
        ]
        documents[row["id"]] = document
    return documents
