"""Courts, places, provisions and judges as files: one row each, with how many people of the register had to do with it."""

from collections.abc import Iterator
from operator import itemgetter

from cases.register import small
from cases.register.exports.columns import Column
from cases.register.index import PersonIndex
from cases.register.reading.shapes import Document

NAMES = ("en", "be", "ru", "local")
COLUMNS = (
    Column("id", "public id, as in the address of its page", itemgetter("id")),
    Column("label", "how a provision is cited; empty for others", itemgetter("label")),
    *(Column(f"name_{code}", f"name ({code})", itemgetter(f"name_{code}")) for code in NAMES),
    Column(
        "people",
        "people of the register; <N where the organisation hides small numbers",
        lambda row: _shown(row["people"]),
    ),
    Column("in_custody", "those of them who are in custody", lambda row: _shown(row["in_custody"])),
)


def entries(index: PersonIndex, noun: str, facet: str) -> Iterator[Document]:
    """Everything of one kind that somebody public had to do with, by public id; a hidden count is None."""
    held = index.any_of("status", ["in_custody"])
    for ref, people in sorted(index.facets[facet].items()):
        names = index.names.get((noun, ref), {})
        yield {
            "id": ref,
            "label": names.get("label", ""),
            **{f"name_{code}": names.get(code, "") for code in NAMES},
            "people": small.told(len(people)),
            "in_custody": small.told(people.intersection_cardinality(held)),
        }


def _shown(count: int | None) -> str:
    return f"<{small.size()}" if count is None else str(count)
