"""The rows in a document, each with its kind, wherever they are nested."""

from collections.abc import Iterable, Iterator

from cases.public_site.queries.schemas import Document

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


def rows_of_person(document: Document) -> Iterator[tuple[str, Document]]:
    """Every row of a person's document, with their part in each case, what is published of the case, and citations."""
    yield "person", document
    for name, noun in OF_PERSON.items():
        yield from ((noun, row) for row in document[name])
    for part in document["prosecutions"]:
        yield from rows_of_part(part)
        yield from rows_of_hearings(part["hearings"])
        if case := part.get("case"):
            yield "case", case
            yield from (("casesummary", summary) for summary in case["summaries"])
    yield from (("citation", citation) for citation in document["citations"])


def rows_of_part(part: Document) -> Iterator[tuple[str, Document]]:
    """The rows of one person's part in a case, with their kinds."""
    yield "defendant", part
    for charge in part["charges"]:
        yield "charge", charge
    for sentence in part["sentences"]:
        yield "sentence", sentence
        yield from (("penalty", penalty) for penalty in sentence["penalties"])


def rows_of_hearings(hearings: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Hearings and who took part in them, with their kinds."""
    for hearing in hearings:
        yield "hearing", hearing
        yield from (("hearingofficial", official) for official in hearing["officials"])
