"""Inconsistencies of one prosecution other than the order of dates: warnings as sentences, never refusals.

The order of dates is checked by `chronology`; together the two report every inconsistency.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cases.domain.sentencing.calculation_notes import Note, note
from cases.domain.sentencing.chronology import Row, Timeline, findings
from cases.domain.sentencing.day_ranges import Range

FIRST_INSTANCE = "first"
NEEDS_CHARGE = ("charged", "investigated", "to_prosecutor", "to_court", "trial")
NEEDS_SENTENCE = ("verdict", "appeal", "in_force", "cassation", "ended")


def contradictions(timeline: Timeline, today: dt.date | None = None) -> list[Note]:
    """All inconsistencies, each once, impossibilities first. `today`: to find dates in the future."""
    dated = [finding.note for finding in findings(timeline, today)]
    others = [*_hearings(timeline), *_ends(timeline), *_stage(timeline)]
    return list(dict.fromkeys([*dated, *sorted(others, key=lambda warning: (warning.code, warning.pairs))]))


def _rows(timeline: Timeline, noun: str) -> list[Row]:
    return [row for row in timeline if row.noun == noun]


def _verdicts(timeline: Timeline) -> list[Row]:
    """The sentences of the first instance, the earliest first."""
    verdicts = [row for row in _rows(timeline, "sentence") if row.codes.get("instance") == FIRST_INSTANCE]
    return sorted(
        verdicts, key=lambda row: (row.day("decided").lower or dt.date.max, row.day("decided").upper or dt.date.max)
    )


def _written(row: Row, name: str) -> str:
    return Range.of(row.day(name)).written()


def _hearings(timeline: Timeline) -> Iterator[Note]:
    verdicts, hearings = _verdicts(timeline), _rows(timeline, "hearing")
    if verdicts and not any("verdict" in (row.codes.get("kind"), row.codes.get("outcome")) for row in hearings):
        yield note("sentence_without_hearing", sentence=_written(verdicts[0], "decided"))
    for hearing in hearings:
        if hearing.codes.get("outcome") == "verdict" and not _rows(timeline, "sentence"):
            yield note("hearing_without_sentence", hearing=_written(hearing, "day"))


def _ends(timeline: Timeline) -> Iterator[Note]:
    for period in _rows(timeline, "custody"):
        if period.knows("until") and not period.codes.get("end"):
            yield note("custody_end_unexplained", custody=_written(period, "from_date"))


def _stage(timeline: Timeline) -> Iterator[Note]:
    verdicts = _verdicts(timeline)
    for defendant in _rows(timeline, "defendant"):
        stage = defendant.codes.get("stage", "")
        if stage in NEEDS_SENTENCE and not _rows(timeline, "sentence"):
            yield note("stage_needs_sentence", stage=stage)
        if stage in NEEDS_CHARGE and not _rows(timeline, "charge"):
            yield note("stage_needs_charge", stage=stage)
        if stage and stage not in (*NEEDS_SENTENCE, "sought", "closed") and verdicts:
            yield note("stage_behind_sentence", stage=stage, sentence=_written(verdicts[0], "decided"))
        for period in _rows(timeline, "custody"):
            if stage in ("ended", "closed") and period.codes.get("kind") == "serving" and period.lasts:
                yield note("ended_but_held", stage=stage, custody=_written(period, "from_date"))
