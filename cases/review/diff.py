"""What a reviewer reads: for each value what is public now, what is proposed, and what is private by now; with its sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.domain.vocabulary import Stance
from cases.models import Citation
from cases.review.authorship import public_values
from cases.review.freeze import freeze, values_of
from cases.review.models import Snapshot, Status
from cases.review.policy import AGGREGATES, DELICATE, How, public_fields
from cases.review.value_display import label_of, noun_label, records_in, show

NEW, CHANGED, UNCHANGED, REMOVED = "new", "changed", "unchanged", "removed"


@dataclass(frozen=True)
class Line:
    """One value. `private` is filled where the record says something else by now than what was submitted."""

    path: str
    label: str
    how: str
    kind: str
    public: str
    proposed: str
    private: str | None
    ticked: bool
    citations: list[Citation]
    warning: str
    picture: str

    @property
    def is_contradicted(self) -> bool:
        """Whether a source says something else."""
        return any(citation.stance == Stance.CONTRADICTS for citation in self.citations)


@dataclass(frozen=True)
class Block:
    """The values of one row: one custody, one charge."""

    path: str
    title: str
    inside: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """A submission beside what is public and what is private now."""

    snapshot: Snapshot
    blocks: list[Block]

    @property
    def lines(self) -> list[Line]:
        return [line for block in self.blocks for line in block.lines]

    def count(self, kind: str) -> int:
        """How many values are new, changed, unchanged or removed."""
        return sum(1 for line in self.lines if line.kind == kind)

    @property
    def kind(self) -> str:
        """What kind of change it is: new to the public, or a change of what is public."""
        return CHANGED if any(line.public for line in self.lines) else NEW


def compare(snapshot: Snapshot, *, just_frozen: bool = False) -> Comparison:
    """Lay a submission beside the present. Reads the record as it is now once, unless it was frozen this moment."""
    record = snapshot.record
    approved = Snapshot.objects.of(record).filter(status=Status.APPROVED).first()
    public = public_values(approved)
    proposed = values_of(snapshot.content)
    private = proposed if just_frozen else values_of(freeze(record).content)
    citations = _citations_of(snapshot)
    parents = {row["path"]: row["parent"] for row in snapshot.content["rows"]}
    known = records_in(public, proposed, private, also=set(parents.values()) - {record.path})
    blocks: dict[str, Block] = {}
    for path in _reading_order({*public, *proposed}, record.noun()):
        row = path.rpartition("/")[0]
        if row not in blocks:
            parent = known.get(parents.get(row, ""))
            blocks[row] = Block(row, noun_label(row.partition("/")[0]), "" if parent is None else str(parent))
        blocks[row].lines.append(_line(path, public, proposed, private, citations, known))
    return Comparison(snapshot, list(blocks.values()))


def _line(
    path: str,
    public: Mapping[str, Any],
    proposed: Mapping[str, Any],
    private: Mapping[str, Any],
    citations: Mapping[str, list[Citation]],
    known: Mapping[str, Any],
) -> Line:
    noun, _public_id, name = path.split("/")
    how = public_fields(noun)[name]
    then = show(noun, name, proposed.get(path), how, known)
    before = then if public.get(path) == proposed.get(path) else show(noun, name, public.get(path), how, known)
    kind = _kind(public.get(path), proposed.get(path))
    return Line(
        path=path,
        label=label_of(noun, name),
        how=how.value,
        kind=kind,
        public=before,
        proposed=then,
        private=show(noun, name, private.get(path), how, known) if private.get(path) != proposed.get(path) else None,
        ticked=kind == UNCHANGED,
        citations=citations.get(path, []),
        warning=DELICATE.get(f"{noun}/{name}", ""),
        picture=proposed[path]["sha256"] if how is How.PICTURE and path in proposed else "",
    )


def _kind(public: Any, proposed: Any) -> str:
    if proposed is None:
        return REMOVED
    if public is None:
        return NEW
    return UNCHANGED if public == proposed else CHANGED


def _reading_order(paths: set[str], noun: str) -> list[str]:
    """Paths in the order of the policy: kinds of rows, rows, fields."""
    nouns = AGGREGATES[noun]

    def place(path: str) -> tuple[int, str, int]:
        row_noun, public_id, name = path.split("/")
        return nouns.index(row_noun), public_id, list(public_fields(row_noun)).index(name)

    return sorted(paths, key=place)


def _citations_of(snapshot: Snapshot) -> dict[str, list[Citation]]:
    found: dict[str, list[Citation]] = {}
    for citation in snapshot.record.citations.select_related("source").order_by("pk"):
        found.setdefault(citation.about, []).append(citation)
    return found
