"""A preview as plain data, to be kept and shown page by page without making it again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cases.models import Outcome, Record
from cases.spreadsheets.import_.known_records import MODELS
from cases.spreadsheets.import_.no_longer_said import Unsaid
from cases.spreadsheets.import_.preview import Preview, PreviewRow
from cases.spreadsheets.import_.reference_lookup import label
from cases.spreadsheets.import_.row_candidates import Likeness
from cases.spreadsheets.import_.row_diff import Change, said_in_words

MAYBE, CAME, WENT, DOUBTS, UNSAID = "maybe", "came", "went", "doubts", "unsaid"
MOST_LIKE = 8  # persons proposed for one row
LONGEST = 2000  # characters of one value


def kept(shown: Preview) -> str:
    """Everything that the pages show, as JSON."""
    like: dict[tuple[int, int], list[Likeness]] = defaultdict(list)
    for each in shown.likenesses:
        like[each.row, each.part].append(each)
    doubts: dict[int, list[str]] = defaultdict(list)
    for number, doubt in shown.doubts:
        doubts[number].append(doubt)
    rows = [_row(row, like[row.number, row.part], doubts[row.number] if row.part == 0 else []) for row in shown.rows]
    told = {
        "rows": rows, "counts": dict(shown.counts), "people": dict(shown.people), "went": shown.went,
        "gone": [_row(row, [], []) for row in shown.gone],
        "row_count": len(shown.table.rows), "last_count": shown.last_count, "fell": shown.fell_sharply,
        "new_words": [label(term) for term in shown.new_words],
        "unknown": [[where, text, count] for (where, text), count in shown.unknown.most_common()],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def _row(row: PreviewRow, like: list[Likeness], doubts: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": row.number, "part": row.part, "outcome": str(row.outcome), "key": row.key, "name": row.name,
        "reason": row.reason, "column": row.column, "doubts": doubts,
        "person": row.person.public_id if row.person is not None else "",
        "changes": [_change(row, change) for change in row.changes],
        "makes": made_records(row) if row.outcome != Outcome.REFUSED else [],
        "removes": [_record_in_words(record) for record in row.removals if record.noun() != "citation"],
        "disagrees": [list(each) for each in disagreements(row)],
        "unsaid": [_unsaid(each) for each in row.unsaid],
        "like": [
            {
                "name": each.other_name, "answer": each.answer, "person": each.public_id, "row": each.other_row,
                "agrees": each.agrees,
            }
            for each in sorted(like, key=lambda each: each.answer != "same")[:MOST_LIKE]
        ],
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in ("", [], 0) or name in ("number", "outcome")}


def disagreements(row: PreviewRow) -> Iterator[tuple[str, str, str]]:
    """(field, what is recorded, what the list says) where the recorded value stays and the list is cited against it."""
    for write in row.writes:
        for name, says in write.contradicted.items():
            kept = said_in_words(getattr(write.record, name))
            words = (_in_words(write.noun, name, value) for value in (kept, says))
            yield field_in_words(write.noun, name), *words  # type: ignore[misc]


def field_in_words(noun: str, name: str) -> str:
    """A field as people read it: "period of custody: from"."""
    return f"{MODELS[noun]._meta.verbose_name}: {_field(noun, name).verbose_name}"


def _record_in_words(record: Record) -> str:
    return f"{record._meta.verbose_name}: {record}"


def _unsaid(each: Unsaid) -> dict[str, Any]:
    what = field_in_words(each.noun, each.field) if each.field else str(MODELS[each.noun]._meta.verbose_name)
    value = _in_words(each.noun, each.field, each.value) if each.field else each.value
    return {
        "key": each.key, "what": what, "value": value, "answers": each.answers, "answer": each.answer,
        "reason": each.reason,
    }  # fmt: skip


def _change(row: PreviewRow, change: Change) -> list[str]:
    before, after = (_in_words(change.noun, change.field, value) for value in (change.before, change.after))
    return [field_in_words(change.noun, change.field), before, after]


def made_records(row: PreviewRow) -> list[list[Any]]:
    """The records that the row makes, each with every value that will be entered: [noun, [[field, value], ...]]."""
    return [
        [
            str(MODELS[write.noun]._meta.verbose_name),
            [
                [str(_field(write.noun, name).verbose_name), _in_words(write.noun, name, value)]
                for name, value in write.values.items()
                if value not in (None, "")
            ],
        ]
        for write in row.writes
        if write.record is None
    ]


def _in_words(noun: str, name: str, value: Any) -> str:
    """A value as a reader of the records would see it: the label of a choice, the name of a court."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    told = said_in_words(value)
    labels: dict[Any, Any] = dict(_field(noun, name).flatchoices)
    return str(labels.get(told, told))[:LONGEST]


def _field(noun: str, name: str) -> models.Field:
    field = MODELS[noun]._meta.get_field(name)
    assert isinstance(field, models.Field), "a mapping fills columns alone"
    return field


def fits(row: dict[str, Any], wanted: str) -> bool:
    """Whether a kept row belongs under this filter: an outcome, or "maybe", "came", "doubts", "unsaid"; "" takes all."""
    if wanted == MAYBE:
        return bool(row.get("like"))
    if wanted == DOUBTS:
        return bool(row.get("doubts"))
    if wanted == UNSAID:
        return bool(row.get("unsaid"))
    if wanted == CAME:
        return bool(row["outcome"] == Outcome.MADE)
    return not wanted or row["outcome"] == wanted


def undecided(told: dict[str, Any], decided: dict[tuple[int, int], str]) -> int:
    """How many people of the list bear the same name as somebody who is there, without anybody having said who they are."""
    return sum(
        1
        for row in told["rows"]
        if (row["number"], row.get("part", 0)) not in decided
        and any(each["answer"] == "same" and each.get("person") for each in row.get("like", []))
    )


def agreed(told: dict[str, Any], decided: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """Undecided rows for which exactly one recorded person agrees in name and in day of birth or source ID: row -> person."""
    found: dict[tuple[int, int], str] = {}
    for row in told["rows"]:
        place = (row["number"], row.get("part", 0))
        agreeing = {each["person"] for each in row.get("like", []) if each.get("agrees")}
        if len(agreeing) == 1 and place not in decided:
            found[place] = agreeing.pop()
    twice = {who for who in found.values() if list(found.values()).count(who) > 1}
    return {place: who for place, who in found.items() if who not in twice}


def unsaid_keys(told: dict[str, Any]) -> dict[str, list[str]]:
    """Everything that the list no longer says: key -> what may be answered."""
    return {
        each["key"]: each["answers"] for row in (*told["rows"], *told.get("gone", ())) for each in row.get("unsaid", ())
    }
