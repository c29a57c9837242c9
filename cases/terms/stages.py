"""Facts of one prosecution that do not fit together: warnings as sentences, never refusals.

Only what is certainly wrong is said: with partial dates, an order that is still possible raises no warning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cases.terms.age import age_on
from cases.terms.custody import CustodyPeriod, in_order
from cases.terms.notes import Note, note
from cases.terms.ranges import UNKNOWN, Bounded, Range, certainly_before

FIRST_INSTANCE = "first"
YOUNGEST = 14
NEEDS_CHARGE = ("charged", "investigated", "to_prosecutor", "to_court", "trial")
NEEDS_SENTENCE = ("verdict", "appeal", "in_force", "cassation", "ended")


@dataclass(frozen=True, slots=True)
class HearingFact:
    """A hearing with its codes of the vocabulary (HearingKind, HearingOutcome)."""

    kind: str
    day: Bounded = UNKNOWN
    outcome: str = ""

    @property
    def gives_verdict(self) -> bool:
        """True where a verdict was, or was to be, announced."""
        return self.kind == "verdict" or self.outcome == "verdict"


@dataclass(frozen=True, slots=True)
class SentenceFact:
    """A sentence with the code of its instance."""

    instance: str = FIRST_INSTANCE
    decided: Bounded = UNKNOWN
    in_force: Bounded = UNKNOWN


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded of one defendant. `charged`: the days on which charges were brought; `stage`: a Stage code."""

    custody: tuple[CustodyPeriod, ...] = ()
    hearings: tuple[HearingFact, ...] = ()
    sentences: tuple[SentenceFact, ...] = ()
    charged: tuple[Bounded, ...] = ()
    stage: str = ""
    born: Bounded = UNKNOWN
    died: Bounded = UNKNOWN

    @property
    def verdicts(self) -> list[SentenceFact]:
        """The sentences of the first instance, the earliest first."""
        found = [s for s in self.sentences if s.instance == FIRST_INSTANCE]
        return sorted(found, key=lambda s: (s.decided.lower or dt.date.max, s.decided.upper or dt.date.max))


def contradictions(facts: Facts, today: dt.date | None = None) -> list[Note]:
    """Every contradiction in the facts, each once, sorted by code. `today`: to find custody and sentences to come."""
    found = {warning for check in CHECKS for warning in check(facts)}
    if today is not None:
        found |= set(_future(facts, today))
    return sorted(found, key=lambda warning: (warning.code, warning.pairs))


def _written(value: Bounded) -> str:
    return Range.of(value).written()


def _hearings(facts: Facts) -> Iterator[Note]:
    verdicts = facts.verdicts
    given = [h for h in facts.hearings if h.gives_verdict]
    if verdicts and not given:
        yield note("sentence_without_hearing", sentence=_written(verdicts[0].decided))
    for hearing in facts.hearings:
        if hearing.outcome == "verdict" and not facts.sentences:
            yield note("hearing_without_sentence", hearing=_written(hearing.day))
        last = verdicts[-1].decided if verdicts else UNKNOWN
        if hearing.kind == "session" and certainly_before(last, hearing.day):
            yield note("session_after_verdict", hearing=_written(hearing.day), sentence=_written(last))


def _custody(facts: Facts) -> Iterator[Note]:
    periods = in_order(facts.custody)
    for period in periods:
        if certainly_before(period.until, period.begins):
            yield note("release_before_arrest", begins=_written(period.begins), ends=_written(period.until))
        if not period.end and (period.until.lower or period.until.upper):
            yield note("custody_end_unexplained", custody=_written(period.begins))
    for index, first in enumerate(periods):
        for second in periods[index + 1 :]:
            if _overlap(first, second) or _overlap(second, first):
                yield note("overlapping_custody", first=_written(first.begins), second=_written(second.begins))


def _overlap(first: CustodyPeriod, second: CustodyPeriod) -> bool:
    """Whether the second certainly begins within the first. The day of a transfer may belong to both."""
    if first.begins.upper is None or second.begins.upper is None or second.begins.lower is None:
        return False
    if first.begins.upper > second.begins.lower or (second.until.upper and second.until.upper <= second.begins.lower):
        return False
    if first.lasts:
        return True
    return first.until.lower is not None and second.begins.upper < first.until.lower


def _order(facts: Facts) -> Iterator[Note]:
    periods = in_order(facts.custody)
    charged = min(facts.charged, key=lambda c: (c.lower or dt.date.min, c.upper or dt.date.max), default=UNKNOWN)
    for sentence in facts.sentences:
        decided = _written(sentence.decided)
        if certainly_before(sentence.decided, charged):
            yield note("verdict_before_charge", sentence=decided, charge=_written(charged))
        if certainly_before(sentence.in_force, sentence.decided) and sentence.instance == FIRST_INSTANCE:
            yield note("in_force_before_verdict", sentence=decided, in_force=_written(sentence.in_force))
    for verdict in facts.verdicts[:1]:
        decided = _written(verdict.decided)
        if periods and certainly_before(verdict.decided, periods[0].begins) and facts.stage != "sought":
            yield note("verdict_before_arrest", sentence=decided, custody=_written(periods[0].begins))
        for period in periods:
            if period.kind == "serving" and certainly_before(period.begins, verdict.decided):
                yield note("serving_before_verdict", custody=_written(period.begins), sentence=decided)
        for appeal in (s for s in facts.sentences if s.instance in ("appeal", "cassation")):
            if certainly_before(appeal.decided, verdict.decided):
                yield note("appeal_before_verdict", appeal=_written(appeal.decided), sentence=decided)


def _life(facts: Facts) -> Iterator[Note]:
    periods = in_order(facts.custody)
    for period in periods:
        begins = _written(period.begins)
        if certainly_before(facts.died, period.begins):
            yield note("custody_after_death", custody=begins, died=_written(facts.died))
        elif period.lasts and Range.of(facts.died).known:
            yield note("custody_not_ended_by_death", custody=begins, died=_written(facts.died))
    for period in periods[:1]:
        begins = _written(period.begins)
        if certainly_before(period.begins, facts.born):
            yield note("born_after_arrest", custody=begins, born=_written(facts.born))
        else:
            oldest = age_on(facts.born, period.begins).most
            if oldest is not None and oldest < YOUNGEST:
                yield note("very_young", custody=begins, age=oldest)


def _stage(facts: Facts) -> Iterator[Note]:
    stage = facts.stage
    if stage in NEEDS_SENTENCE and not facts.sentences:
        yield note("stage_needs_sentence", stage=stage)
    if stage in NEEDS_CHARGE and not facts.charged:
        yield note("stage_needs_charge", stage=stage)
    if stage and stage not in (*NEEDS_SENTENCE, "sought", "closed") and facts.verdicts:
        yield note("stage_behind_sentence", stage=stage, sentence=_written(facts.verdicts[0].decided))
    for period in facts.custody:
        if stage in ("ended", "closed") and period.kind == "serving" and period.lasts:
            yield note("ended_but_held", stage=stage, custody=_written(period.begins))


def _future(facts: Facts, today: dt.date) -> Iterator[Note]:
    """What can only be recorded once it has happened; hearings may well lie ahead."""
    now = Range(today, today)
    events: Sequence[tuple[str, Bounded]] = [
        *(("custody", period.begins) for period in facts.custody),
        *(("sentence", sentence.decided) for sentence in facts.sentences),
        *(("charge", charged) for charged in facts.charged),
        ("birth", facts.born),
        ("death", facts.died),
    ]
    for what, days in events:
        if certainly_before(now, days):
            yield note("in_the_future", what=what, days=_written(days))


CHECKS: tuple[Callable[[Facts], Iterator[Note]], ...] = (_hearings, _custody, _order, _life, _stage)
