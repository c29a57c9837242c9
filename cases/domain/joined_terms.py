"""The combined term of imprisonment of several sentences of one person. Pure Python.

A further sentence (art. 411 ...) is combined with the unserved part of the earlier one: in full, in part, by absorption, or the
court states the final term. If the way is not published, or the part is unknown, no combined term follows, and both are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.domain.vocabulary import Addition, Instance, PenaltyKind

MONTHS_IN_YEAR = 12
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Joined:
    """`base`: the longest term before; `added`: each addition as its sentence and its penalty, in order; `total`: the combined
    years, months and days, None if unknown."""

    base: Row
    added: Sequence[tuple[Row, Row]]
    total: Row | None


def joined(sentences: Sequence[Row]) -> Joined | None:
    """How the sentences in force of one person combine; None if no term is added to another one.

    `sentences`: documents of any of the person's prosecutions.
    """
    replaced = {row["replaces"] for row in sentences}
    final = [row for row in sentences if row["id"] not in replaced]
    bases = [term for row in final if row["instance"] != Instance.ADDITION for term in _terms(row)]
    added = [(row, term) for row in final if row["instance"] == Instance.ADDITION for term in _terms(row)[:1]]
    if not bases or not added:
        return None
    added.sort(key=lambda pair: (_decided(pair[0]), pair[0]["id"]))
    base = max(bases, key=_length)
    total: Row | None = {name: base[name] for name in ("years", "months", "days")}
    for sentence, penalty in added:
        total = _joined(total, sentence.get("addition", ""), penalty)
    return Joined(base, added, total)


def _terms(sentence: Row) -> list[Row]:
    """The terms of imprisonment of a sentence."""
    return [
        penalty
        for penalty in sentence["penalties"]
        if penalty["kind"] == PenaltyKind.IMPRISONMENT and any(_length(penalty))
    ]


def _length(term: Row) -> tuple[int, int]:
    return (term["years"] or 0) * MONTHS_IN_YEAR + (term["months"] or 0), term["days"] or 0


def _decided(sentence: Row) -> str:
    day = sentence["decided"]
    return (day and (day["lower"] or day["upper"])) or "9999"


def _joined(term: Row | None, how: str, added: Row) -> Row | None:
    if how == Addition.TOTAL:
        return {name: added[name] for name in ("years", "months", "days")}
    if term is None or how not in (Addition.FULL, Addition.ABSORPTION):
        return None
    if how == Addition.ABSORPTION:
        return max(term, {name: added[name] for name in ("years", "months", "days")}, key=_length)
    months = _length(term)[0] + _length(added)[0]
    days = (term["days"] or 0) + (added["days"] or 0)
    return {"years": months // MONTHS_IN_YEAR, "months": months % MONTHS_IN_YEAR, "days": days}


def longest_months(rows: Iterable[tuple[str, int, int, str | None]]) -> dict[str, int]:
    """The term of each person in months, for counts. Rows: person, day of the sentence as a number, months, and how it is added
    (None: it is no addition). If the combined term is unknown, it is at least the longest of them."""
    longest: dict[str, int] = {}
    additions: dict[str, list[tuple[int, str, int]]] = {}
    for person, day, months, how in rows:
        if how is None:
            longest[person] = max(months, longest.get(person, 0))
        else:
            additions.setdefault(person, []).append((day, how, months))
    for person, added in additions.items():
        term = longest.get(person, 0)
        for _day, how, months in sorted(added):
            term = months if how == Addition.TOTAL else term + months if how == Addition.FULL else max(term, months)
        longest[person] = term
    return longest


def told(sentences: Sequence[Row]) -> dict[str, Any] | None:
    """The same for files and the API; None if nothing is combined."""
    combined = joined(sentences)
    if combined is None:
        return None
    return {
        "total": combined.total,
        "base": {name: combined.base[name] for name in ("years", "months", "days")},
        "added": [
            {"how": sentence.get("addition", ""), **{name: penalty[name] for name in ("years", "months", "days")}}
            for sentence, penalty in combined.added
        ],
    }
