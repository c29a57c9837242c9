"""A preview as plain data, to be kept and shown page by page without making it again."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cases.imports.changes import MODELS, Change, said
from cases.imports.likeness import Likeness
from cases.imports.preview import Preview, PreviewRow
from cases.imports.vocabulary import label
from cases.models import Outcome

MAYBE, CAME, WENT, DOUBTS = "maybe", "came", "went", "doubts"
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
        "makes": _made(row) if row.outcome != Outcome.REFUSED else [],
        "like": [
            {"name": each.other_name, "answer": each.answer, "person": each.public_id, "row": each.other_row}
            for each in sorted(like, key=lambda each: each.answer != "same")[:MOST_LIKE]
        ],
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in ("", [], 0) or name in ("number", "outcome")}


def _change(row: PreviewRow, change: Change) -> list[str]:
    model = MODELS[change.noun]
    field = _field(change.noun, change.field)
    before, after = (_in_words(change.noun, change.field, value) for value in (change.before, change.after))
    return [f"{model._meta.verbose_name}: {field.verbose_name}", before, after]


def _made(row: PreviewRow) -> list[list[Any]]:
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
    told = said(value)
    labels: dict[Any, Any] = dict(_field(noun, name).flatchoices)
    return str(labels.get(told, told))[:LONGEST]


def _field(noun: str, name: str) -> models.Field:
    field = MODELS[noun]._meta.get_field(name)
    assert isinstance(field, models.Field), "a mapping fills columns alone"
    return field


def fits(row: dict[str, Any], wanted: str) -> bool:
    """Whether a kept row belongs under this filter: an outcome, or "maybe", "came", "doubts"; "" takes all."""
    if wanted == MAYBE:
        return bool(row.get("like"))
    if wanted == DOUBTS:
        return bool(row.get("doubts"))
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
