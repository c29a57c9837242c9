"""Courts, places, provisions and judges as files: one row each, with the number of people in the register linked to it."""

from collections.abc import Iterator
from operator import itemgetter

from cases.public_site import small_cells
from cases.public_site.downloads.file_columns import Column
from cases.public_site.index import PersonIndex
from cases.public_site.queries.schemas import Document

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
    """All entries of one kind that are linked to a public person, by public id; a hidden count is None."""
    in_custody = index.any_of("status", ["in_custody"])
    for ref, people in sorted(index.facets[facet].items()):
        names = index.names.get((noun, ref), {})
        yield {
            "id": ref,
            "label": names.get("label", ""),
            **{f"name_{code}": names.get(code, "") for code in NAMES},
            "people": small_cells.told(len(people)),
            "in_custody": small_cells.told(people.intersection_cardinality(in_custody)),
        }


def _shown(count: int | None) -> str:
    return f"<{small_cells.size()}" if count is None else str(count)
