"""Short ways to write facts for the tests of legal time."""

from cases.domain.dates import EMPTY, PartialDate, parse
from cases.domain.sentencing.custody_periods import CustodyPeriod
from cases.domain.sentencing.day_ranges import Days
from cases.domain.sentencing.decisions import Link
from cases.domain.sentencing.term import Term

TWO = frozenset({"court document", "news report"})


def day(text: str) -> PartialDate:
    return parse(text) if text else EMPTY


def held(begins: str, until: str = "", kind: str = "remand", end: str = "") -> CustodyPeriod:
    return CustodyPeriod(kind, day(begins), day(until), end)


def link(kind: str, decided: str = "", term: str = "", **facts: object) -> Link:
    facts.setdefault("sources", TWO)
    if "in_force" in facts:
        facts["in_force"] = day(str(facts["in_force"]))
    if "longest" in facts:
        facts["longest"] = Term.from_iso(str(facts["longest"]))
    return Link(kind, day(decided), Term.from_iso(term) if term else None, **facts)


def verdict(decided: str, term: str = "", regime: str = "general", **facts: object) -> Link:
    return link("verdict", decided, term, regime=regime, **facts)


def span(lower: str, upper: str = "") -> Days:
    days = Days.of(parse(f"{lower}/{upper}" if upper else lower))
    assert days is not None
    return days
