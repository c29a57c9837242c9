"""One table of rules over all dates of a person and of a case: certain impossibilities, and oddities.

Dates are compared by their bounds, so that an order that is still possible breaks no rule. The same table serves private
records, forms, imported rows and frozen submissions: each provides its dates as `Row`s. Pure functions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from cases.domain.sentencing.age import age_on
from cases.domain.sentencing.calculation_notes import SENTENCES, Note, note
from cases.domain.sentencing.day_ranges import UNKNOWN, Bounded, Range, certainly_before

OLDEST = 123  # completed years that nobody has reached: the longest verified life was one of 122
YOUNGEST = 14  # years; Criminal Code of Belarus, art. 27
BEHIND_WALLS = frozenset({"arrest", "remand", "serving", "administrative", "psychiatric"})
AT_HOME = frozenset({"house_arrest"})
NOT_HELD = frozenset({"", "cancelled", "moved", "adjourned"})  # outcomes that a hearing can have before its day

# Dates of events that have happened: none of them can be in the future.
HAPPENED = frozenset(
    {
        "person.born", "person.died", "personcitizenship.until", "recognition.from_date", "recognition.until",
        "consent.given_on", "custody.from_date", "custody.until", "violation.on_date", "case.opened",
        "defendant.stage_date", "defendant.act_date", "charge.charged_on", "charge.status_date", "sentence.decided",
        "sentence.in_force", "source.published", "intake.received_on", "evidence.fetched_on", "official.from_date",
    }
)  # fmt: skip
MAY_LIE_AHEAD: Mapping[str, str] = MappingProxyType(
    {
        "hearing.day": "hearings are planned",
        "consent.until": "a consent is given for a time",
        "provision.valid_from": "laws are passed before they are in force",
        "provision.valid_until": "the end of a law is known beforehand",
        "creditfactor.valid_from": "laws are passed before they are in force",
        "creditfactor.valid_until": "the end of a law is known beforehand",
        "appealperiod.valid_from": "laws are passed before they are in force",
        "court.opened": "an opening is announced",
        "court.closed": "a closing is announced",
        "facility.opened": "an opening is announced",
        "facility.closed": "a closing is announced",
        "facilityaddress.valid_from": "a move is announced",
        "facilityaddress.valid_until": "a move is announced",
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """The dates of one record. `path`: "custody/<public id>"; `codes`: its choices, such as kind, end, instance, stage.

    `no_days` names the dates that were given but do not exist in any calendar (31 February).
    """

    path: str
    dates: Mapping[str, Bounded] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    no_days: frozenset[str] = frozenset()

    @property
    def noun(self) -> str:
        """The kind of record."""
        return self.path.partition("/")[0]

    def day(self, name: str) -> Bounded:
        """The bounds of one of its dates."""
        return self.dates.get(name, UNKNOWN)

    def knows(self, name: str) -> bool:
        """Whether one of its dates has a bound."""
        return Range.of(self.day(name)).known

    @property
    def lasts(self) -> bool:
        """For a period: whether no end is recorded."""
        return not (self.knows("until") or "until" in self.no_days or self.codes.get("end"))


Timeline = Sequence[Row]
"""The rows of one person and, where that is asked, of one prosecution: what belongs together in one life."""
Rows = Mapping[str, Sequence[Row]]
"""The rows of a timeline by their kind."""
Broken = Iterator[tuple[Note, tuple[str, ...], tuple[str, ...]]]
"""What breaks a rule: the sentence, the values concerned, and what cannot be published because of it."""


def by_kind(timeline: Timeline) -> Rows:
    """The rows of a timeline by their kind."""
    rows: dict[str, list[Row]] = {}
    for row in timeline:
        rows.setdefault(row.noun, []).append(row)
    return rows


def _all(rows: Rows) -> Iterator[Row]:
    return (row for kind in rows.values() for row in kind)


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule, the values concerned, and the values or whole rows that cannot be published because of it."""

    note: Note
    impossible: bool
    paths: tuple[str, ...]
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Of:
    """The dates `name` of the rows of one kind; with `codes`, only of rows with one of these codes."""

    noun: str
    name: str
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the date in HAPPENED and MAY_LIE_AHEAD."""
        return f"{self.noun}.{self.name}"

    def among(self, rows: Rows) -> Sequence[Row]:
        """The rows that can have such a date, known or not."""
        candidates = rows.get(self.noun, ())
        return [row for row in candidates if self._fits(row)] if self.codes else candidates

    def _fits(self, row: Row) -> bool:
        return all(row.codes.get(code, "") in allowed for code, allowed in self.codes.items())


@dataclass(frozen=True)
class Order:
    """`later` is never before `earlier`. `whole`: only a conflict with every row of that side breaks the rule.

    `words`: the names of the two dates in the sentence of `code`; without them the general sentence is used. `leave_out`: what
    is not published if both are known and the rule is broken.
    """

    code: str
    earlier: Of
    later: Of
    impossible: bool = True
    same_row: bool = False
    whole: str = ""  # "earlier": before all the earlier ones; "later": after all the later ones
    unless_sought: bool = False  # a wanted person may be tried without having been arrested
    words: tuple[str, str] = ("", "")
    leave_out: tuple[str, ...] = ("earlier", "later")

    def broken(self, rows: Rows, today: dt.date | None) -> Iterator[Finding]:
        """Every pair of dates that breaks the rule."""
        first, second = self.earlier.among(rows), self.later.among(rows)
        if not first or not second:
            return
        if self.unless_sought and any(row.codes.get("stage") == "sought" for row in rows.get("defendant", ())):
            return
        if self.same_row:
            yield from (self._finding(row, row) for row in first if self._is_broken(row, row))
        elif self.whole == "earlier":
            begin = min(first, key=lambda row: _sort_key(row.day(self.earlier.name)))
            for after in second:
                if all(self._is_broken(before, after) for before in first):
                    yield self._finding(begin, after)
        elif self.whole == "later":
            end = max(second, key=lambda row: _sort_key(row.day(self.later.name)))
            for before in first:
                if all(self._is_broken(before, after) for after in second):
                    yield self._finding(before, end)
        else:
            pairs = ((before, after) for before in first for after in second)
            yield from (self._finding(*pair) for pair in pairs if self._is_broken(*pair))

    def _is_broken(self, before: Row, after: Row) -> bool:
        return certainly_before(after.day(self.later.name), before.day(self.earlier.name))

    def _finding(self, before: Row, after: Row) -> Finding:
        earlier, later = f"{before.path}/{self.earlier.name}", f"{after.path}/{self.later.name}"
        places = {"earlier": earlier, "later": later, "earlier row": before.path, "later row": after.path}
        days = _written(before.day(self.earlier.name)), _written(after.day(self.later.name))
        if all(self.words):
            message = note(self.code, **dict(zip(self.words, days, strict=True)))
        else:
            message = note(
                "out_of_order" if self.impossible else "odd_order",
                earlier=self.earlier.key, earlier_days=days[0], later=self.later.key, later_days=days[1],
            )  # fmt: skip
        left = tuple(places[name] for name in self.leave_out) if self.impossible else ()
        return Finding(message, self.impossible, tuple(dict.fromkeys((earlier, later))), tuple(dict.fromkeys(left)))


@dataclass(frozen=True)
class Check:
    """A rule other than the order of two dates."""

    code: str
    impossible: bool
    check: Callable[[Rows, dt.date | None], Broken]

    def broken(self, rows: Rows, today: dt.date | None) -> Iterator[Finding]:
        """Every violation of the rule."""
        for message, paths, left in self.check(rows, today):
            yield Finding(message, self.impossible, paths, left)


def findings(timeline: Timeline, today: dt.date | None = None) -> list[Finding]:
    """Every broken rule, each once, impossibilities first. `today`: to find dates in the future; without it there are none."""
    rows = by_kind(timeline)
    unique = {finding: None for rule in RULES for finding in rule.broken(rows, today)}
    return sorted(
        unique, key=lambda finding: (not finding.impossible, finding.note.code, finding.note.pairs, finding.paths)
    )


def impossible(timeline: Timeline, today: dt.date | None = None) -> list[Finding]:
    """The findings that are impossible."""
    return [finding for finding in findings(timeline, today) if finding.impossible]


def by_themselves(timeline: Timeline, today: dt.date) -> list[Finding]:
    """The findings about single dates, independent of others: a date that does not exist, or one in the future."""
    rows = by_kind(timeline)
    return [finding for rule in OF_ONE_DATE for finding in rule.broken(rows, today)]


def _written(value: Bounded) -> str:
    return Range.of(value).written()


def _sort_key(days: Bounded) -> tuple[dt.date, dt.date]:
    return days.lower or days.upper or dt.date.max, days.upper or dt.date.max


def _no_such_day(rows: Rows, today: dt.date | None) -> Broken:
    """A date that does not exist is no date. That a custody or a life ended remains a fact: it is frozen as an unknown day."""
    for row in _all(rows):
        for name in sorted(row.no_days):
            path = f"{row.path}/{name}"
            yield note("no_such_day", what=f"{row.noun}.{name}"), (path,), (path,)


def _ahead(rows: Rows, today: dt.date | None) -> Broken:
    """An event with a date in the future has not happened: values that depend on the day are left out with it."""
    for row in _all(rows):
        for name, days in row.dates.items():
            key = f"{row.noun}.{name}"
            if key in HAPPENED and lies_ahead(days, today):
                path = f"{row.path}/{name}"
                with_it = HANGS_ON.get(key, (name,))
                left = tuple(f"{row.path}/{field}" for field in with_it) if with_it else (row.path,)
                yield note("in_the_future", what=key, days=_written(days)), (path,), left


HANGS_ON: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "custody.from_date": (), "custody.until": ("until", "end"), "sentence.decided": (), "charge.charged_on": (),
        "violation.on_date": (), "recognition.from_date": (), "defendant.stage_date": ("stage_date", "stage"),
        "charge.status_date": ("status_date", "status"),
    }
)  # fmt: skip
"""What is not published of a row when this date of it lies ahead; (): the whole row. Of others, the date alone."""


def lies_ahead(days: Bounded, today: dt.date | None) -> bool:
    """Whether a date is certainly later than `today`."""
    return today is not None and certainly_before(Range(today, today), days)


def _outcome_ahead(rows: Rows, today: dt.date | None) -> Broken:
    for row in rows.get("hearing", ()):
        if row.codes.get("outcome", "") not in NOT_HELD and lies_ahead(row.day("day"), today):
            path = f"{row.path}/outcome"
            yield note("outcome_in_the_future", hearing=_written(row.day("day"))), (path,), (path,)


def _too_old(rows: Rows, today: dt.date | None) -> Broken:
    """Nobody is older than OLDEST at a death, an arrest, a charge or a sentence, or alive at that age."""
    events = ("person.died", "custody.from_date", "charge.charged_on", "sentence.decided", "violation.on_date")
    for person in rows.get("person", ()):
        if not person.knows("born"):
            continue
        born = person.day("born")
        at = [(row.path, name, days) for row in _all(rows) for name, days in row.dates.items()
              if f"{row.noun}.{name}" in events]  # fmt: skip
        alive = not person.knows("died") and "died" not in person.no_days
        if today is not None and alive:
            at.append((person.path, "born", Range(today, today)))
        for path, name, days in at:
            least = age_on(born, days).least
            if least is not None and least >= OLDEST:
                message = note("too_old", born=_written(born), days=_written(days), age=least)
                yield message, tuple(dict.fromkeys((f"{person.path}/born", f"{path}/{name}"))), (f"{person.path}/born",)
                break


def _very_young(rows: Rows, today: dt.date | None) -> Broken:
    for person in rows.get("person", ()):
        for row in rows.get("custody", ()):
            born, begins = person.day("born"), row.day("from_date")
            oldest = age_on(born, begins).most
            if oldest is not None and oldest < YOUNGEST and not certainly_before(begins, born):
                paths = (f"{person.path}/born", f"{row.path}/from_date")
                yield note("very_young", custody=_written(begins), age=oldest), paths, ()


def _overlapping(rows: Rows, *, apart: bool) -> Broken:
    """Periods of which one certainly begins within the other. `apart`: a person cannot be in both places at once.

    A missing end is an omission: only a period with a recorded end makes the other one impossible.
    """
    periods = sorted(rows.get("custody", ()), key=lambda row: (*_sort_key(row.day("from_date")), row.path))
    for index, first in enumerate(periods):
        for second in periods[index + 1 :]:
            kinds = {first.codes.get("kind", ""), second.codes.get("kind", "")}
            cannot = bool(kinds & BEHIND_WALLS and kinds & AT_HOME)
            if cannot is apart and (_within(first, second, apart=apart) or _within(second, first, apart=apart)):
                days = {"first": _written(first.day("from_date")), "second": _written(second.day("from_date"))}
                code = "in_two_places" if apart else "overlapping_custody"
                home = tuple(row.path for row in (first, second) if row.codes.get("kind") in AT_HOME)
                yield note(code, **days), (f"{first.path}/from_date", f"{second.path}/from_date"), home


def _within(first: Row, second: Row, *, apart: bool) -> bool:
    """Whether the second certainly begins within the first. The day of a transfer may belong to both."""
    begins, later, until = first.day("from_date"), second.day("from_date"), second.day("until")
    if begins.upper is None or later.upper is None or later.lower is None:
        return False
    if begins.upper > later.lower or (until.upper and until.upper <= later.lower):
        return False
    if first.lasts:
        return not apart
    ends = first.day("until")
    return ends.lower is not None and later.upper < ends.lower


def _in_two_places(rows: Rows, today: dt.date | None) -> Broken:
    yield from _overlapping(rows, apart=True)


def _overlap(rows: Rows, today: dt.date | None) -> Broken:
    yield from _overlapping(rows, apart=False)


def _held_after_death(rows: Rows, today: dt.date | None) -> Broken:
    for person in rows.get("person", ()):
        for row in rows.get("custody", ()):
            died, begins = person.day("died"), row.day("from_date")
            if row.lasts and person.knows("died") and not certainly_before(died, begins):
                message = note("custody_not_ended_by_death", custody=_written(begins), died=_written(died))
                yield message, (f"{person.path}/died", f"{row.path}/from_date"), ()


FIRST = {"instance": frozenset({"first"})}
HIGHER = {"instance": frozenset({"appeal", "cassation"})}
AFTERWARDS = {"instance": frozenset({"retrial", "addition", "replacement", "regime", "pardon", "amnesty", "parole"})}
BORN, DIED = Of("person", "born"), Of("person", "died")
BEGINS, ENDS = Of("custody", "from_date"), Of("custody", "until")
CHARGED, DECIDED, VERDICT = Of("charge", "charged_on"), Of("sentence", "decided"), Of("sentence", "decided", FIRST)
BORN_LEFT, ROW_LEFT = ("earlier",), ("earlier row",)

OF_ONE_DATE = (
    Check("no_such_day", True, _no_such_day),
    Check("in_the_future", True, _ahead),
    Check("outcome_in_the_future", True, _outcome_ahead),
)
RULES: tuple[Order | Check, ...] = (
    *OF_ONE_DATE,
    Check("too_old", True, _too_old),
    # A life
    Order("death_before_birth", BORN, DIED),
    Order("born_after_arrest", BORN, BEGINS, words=("born", "custody"), leave_out=BORN_LEFT),
    Order("born_after_release", BORN, ENDS, leave_out=BORN_LEFT),
    Order("born_after_violation", BORN, Of("violation", "on_date"), leave_out=BORN_LEFT),
    Order("born_after_recognition", BORN, Of("recognition", "from_date"), leave_out=BORN_LEFT),
    Order("born_after_act", BORN, Of("defendant", "act_date"), leave_out=("later",)),
    Order("born_after_charge", BORN, CHARGED, leave_out=("later",)),
    Order("born_after_sentence", BORN, DECIDED, leave_out=("later",)),
    Order("custody_after_death", BEGINS, DIED, words=("custody", "died"), leave_out=("earlier row", "later")),
    Order("released_after_death", ENDS, DIED, leave_out=("earlier row", "later")),
    Order("violation_after_death", Of("violation", "on_date"), DIED, impossible=False),
    Order("charge_after_death", CHARGED, DIED, impossible=False),
    Order("sentence_after_death", DECIDED, DIED, impossible=False),
    Check("custody_not_ended_by_death", False, _held_after_death),
    Check("very_young", False, _very_young),
    # Periods
    Order("release_before_arrest", BEGINS, ENDS, same_row=True, words=("begins", "ends"), leave_out=ROW_LEFT),
    Order("recognition_ends_before_it_begins", Of("recognition", "from_date"), Of("recognition", "until"), same_row=True,
          leave_out=ROW_LEFT),
    Order("consent_ends_before_it_begins", Of("consent", "given_on"), Of("consent", "until"), same_row=True),
    Order("court_closed_before_opened", Of("court", "opened"), Of("court", "closed"), same_row=True),
    Order("facility_closed_before_opened", Of("facility", "opened"), Of("facility", "closed"), same_row=True),
    Order("address_ends_before_it_begins", Of("facilityaddress", "valid_from"), Of("facilityaddress", "valid_until"),
          same_row=True),
    Order("provision_ends_before_it_begins", Of("provision", "valid_from"), Of("provision", "valid_until"), same_row=True),
    Order("factor_ends_before_it_begins", Of("creditfactor", "valid_from"), Of("creditfactor", "valid_until"),
          same_row=True),
    Check("in_two_places", True, _in_two_places),
    Check("overlapping_custody", False, _overlap),
    # A prosecution
    Order("hearing_before_case", Of("case", "opened"), Of("hearing", "day")),
    Order("sentence_before_case", Of("case", "opened"), DECIDED),
    Order("charge_before_case", Of("case", "opened"), CHARGED, impossible=False),
    Order("status_before_charge", CHARGED, Of("charge", "status_date"), same_row=True),
    Order("stage_before_act", Of("defendant", "act_date"), Of("defendant", "stage_date"), same_row=True, impossible=False),
    Order("sentence_before_act", Of("defendant", "act_date"), VERDICT, impossible=False),
    Order("verdict_before_charge", CHARGED, DECIDED, whole="earlier", words=("charge", "sentence")),
    Order("in_force_before_verdict", VERDICT, Of("sentence", "in_force", FIRST), same_row=True,
          words=("sentence", "in_force")),
    Order("appeal_before_verdict", VERDICT, Of("sentence", "decided", HIGHER), whole="earlier",
          words=("sentence", "appeal")),
    Order("decision_before_verdict", VERDICT, Of("sentence", "decided", AFTERWARDS), whole="earlier"),
    Order("verdict_before_arrest", BEGINS, VERDICT, impossible=False, whole="earlier", words=("custody", "sentence"),
          unless_sought=True),
    Order("serving_before_verdict", VERDICT, Of("custody", "from_date", {"kind": frozenset({"serving"})}),
          impossible=False, whole="earlier", words=("sentence", "custody")),
    Order("session_after_verdict", Of("hearing", "day", {"kind": frozenset({"session"})}), VERDICT, impossible=False,
          whole="later", words=("hearing", "sentence")),
)  # fmt: skip
"""Every rule. What is impossible is asked about when it is entered, told to the reviewer first, and never published as a fact."""

assert all(rule.code in SENTENCES for rule in RULES if isinstance(rule, Check) or all(rule.words))
