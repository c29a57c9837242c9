"""What must hold of every expected release, whatever the facts."""

import datetime as dt
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain.sentencing.credit import CreditRule
from cases.domain.sentencing.credit_table import RULES
from cases.domain.sentencing.custody_periods import CustodyPeriod
from cases.domain.sentencing.day_ranges import Range
from cases.domain.sentencing.decisions import KINDS, Link
from cases.domain.sentencing.expected_release import expected_release
from cases.domain.sentencing.term import Term

FIRST, LAST = dt.date(2017, 1, 1), dt.date(2024, 12, 31)
DAYS = st.dates(FIRST, LAST)
TERMS = st.builds(Term, st.integers(0, 12), st.integers(0, 11), st.integers(0, 29)).filter(bool)
REGIMES = st.sampled_from(["", "general", "reinforced", "strict", "settlement"])
JURISDICTIONS = st.sampled_from(["by", "ru", "az"])
CUSTODY_KINDS = st.sampled_from(["arrest", "remand", "house_arrest", "administrative"])


def around(day: dt.date, before: int, after: int) -> Range:
    return Range(day - dt.timedelta(days=before), day + dt.timedelta(days=after))


def exactly(day: dt.date) -> Range:
    return Range(day, day)


WIDTHS = st.tuples(st.integers(0, 40), st.integers(0, 40))
LINKS = st.builds(
    lambda kind, day, term, how, regime: Link(kind, exactly(day), term, regime=regime, how=how),
    st.sampled_from(KINDS),
    DAYS,
    st.none() | TERMS,
    st.sampled_from(["full", "partial", "absorption", "total"]),
    REGIMES,
)
PERIODS = st.builds(
    lambda kind, day, length, end: CustodyPeriod(
        kind, exactly(day), Range() if length is None else exactly(day + dt.timedelta(days=length)), end
    ),
    CUSTODY_KINDS,
    DAYS,
    st.none() | st.integers(0, 400),
    st.sampled_from(["", "transfer", "bail"]),
)


@given(st.lists(LINKS, max_size=5), st.lists(PERIODS, max_size=4), JURISDICTIONS, st.data())
def test_release_order_of_equal_facts_does_not_matter(chain, custody, jurisdiction, data):
    estimate = expected_release(chain, custody, jurisdiction=jurisdiction)
    again = expected_release(
        data.draw(st.permutations(chain)),
        data.draw(st.permutations(custody)),
        jurisdiction=jurisdiction,
        rules=data.draw(st.permutations(RULES)),
    )
    assert again == estimate


@given(st.lists(LINKS, max_size=5), st.lists(PERIODS, max_size=4), JURISDICTIONS)
def test_release_is_ordered_explained_and_never_before_the_verdict(chain, custody, jurisdiction):
    estimate = expected_release(chain, custody, jurisdiction=jurisdiction)
    assert (estimate.earliest is None) == (estimate.latest is None)
    assert (estimate.earliest is None) == (estimate.reason is not None)
    for note in (*estimate.steps, *estimate.warnings, *estimate.withheld):
        assert note.english.endswith((".", "?")), note
    if estimate.earliest is not None:
        assert estimate.earliest <= estimate.latest
        days = [*(link.decided.lower for link in chain), *(period.begins.lower for period in custody)]
        assert estimate.earliest >= min(days)
        verdicts = [link.decided.lower for link in chain if link.kind == "verdict"]
        if {link.kind for link in chain} <= {"verdict", "appeal", "cassation", "retrial", "regime"}:
            assert estimate.earliest >= min(verdicts)


@given(DAYS, st.integers(1, 700), TERMS, REGIMES, JURISDICTIONS, st.integers(0, 8), st.integers(0, 8))
def test_release_higher_factor_is_never_later(begins, length, term, regime, jurisdiction, factor, more):
    verdict = begins + dt.timedelta(days=length)
    chain = [Link("verdict", exactly(verdict), term, regime=regime)]
    custody = [CustodyPeriod("remand", exactly(begins))]
    low, high = (
        expected_release(
            chain,
            custody,
            jurisdiction=jurisdiction,
            rules=[CreditRule(jurisdiction, "remand", Fraction(value, 4))],
        )
        for value in (factor, factor + more)
    )
    assert high.earliest <= low.earliest
    assert high.latest <= low.latest


@given(DAYS, st.integers(1, 500), st.integers(0, 300), TERMS, REGIMES, JURISDICTIONS, st.integers(1, 60))
def test_release_more_custody_before_is_never_later(begins, length, gap, term, regime, jurisdiction, extra):
    """The same sentence, once with and once without earlier days in custody that were interrupted."""
    chain = [Link("verdict", exactly(begins + dt.timedelta(days=length)), term, regime=regime)]
    custody = [CustodyPeriod("remand", exactly(begins))]
    freed = begins - dt.timedelta(days=2 + gap)
    before = CustodyPeriod("remand", exactly(freed - dt.timedelta(days=extra)), exactly(freed), "bail")
    without = expected_release(chain, custody, jurisdiction=jurisdiction)
    with_it = expected_release(chain, [before, *custody], jurisdiction=jurisdiction)
    assert with_it.earliest <= without.earliest
    assert with_it.latest <= without.latest


@given(DAYS, st.integers(1, 500), st.integers(0, 400), TERMS, REGIMES, JURISDICTIONS)
def test_release_later_entry_into_force_with_better_credit_is_never_later(
    begins, length, later, term, regime, jurisdiction
):
    verdict = begins + dt.timedelta(days=length)
    custody = [CustodyPeriod("remand", exactly(begins))]
    early, late = (
        expected_release(
            [
                Link(
                    "verdict",
                    exactly(verdict),
                    term,
                    regime=regime,
                    in_force=exactly(verdict + dt.timedelta(days=days)),
                )
            ],
            custody,
            jurisdiction=jurisdiction,
        )
        for days in (0, later)
    )
    assert late.latest <= early.latest


@settings(max_examples=300)
@given(
    st.tuples(DAYS, WIDTHS), st.integers(60, 500), WIDTHS, TERMS, st.none() | TERMS, REGIMES, JURISDICTIONS,
    CUSTODY_KINDS, st.none() | st.tuples(st.integers(30, 400), WIDTHS, TERMS, st.sampled_from(["full", "partial",
    "absorption", "total", "amnesty"])), st.data(),
)  # fmt: skip
def test_release_range_contains_every_concrete_completion(
    arrest, length, verdict_width, term, more, regime, jurisdiction, kind, later, data
):
    """Bounds calculated from partial dates hold the result of any days within them."""
    begins, verdict = arrest[0], arrest[0] + dt.timedelta(days=length + 90)
    longest = term + more if more else None

    def estimate(begins_in: Range, verdict_in: Range, later_in: Range, exact_term: Term, longest_term: Term | None):
        chain = [Link("verdict", verdict_in, exact_term, longest_term, regime=regime)]
        if later:
            how = later[3]
            chain.append(
                Link("amnesty", later_in, later[2])
                if how == "amnesty"
                else Link("addition", later_in, later[2], how=how)
            )
        return expected_release(chain, [CustodyPeriod(kind, begins_in)], jurisdiction=jurisdiction)

    def within(days: Range) -> Range:
        return exactly(data.draw(st.dates(days.lower, days.upper)))

    begins_in, verdict_in = around(begins, *arrest[1]), around(verdict, *verdict_width)
    after = verdict + dt.timedelta(days=later[0] + 90) if later else verdict
    later_in = around(after, *later[1]) if later else exactly(after)
    wide = estimate(begins_in, verdict_in, later_in, term, longest)
    chosen = data.draw(st.sampled_from([term, longest or term]))
    one = estimate(within(begins_in), within(verdict_in), within(later_in), chosen, None)
    assert wide.earliest <= one.earliest
    assert one.latest <= wide.latest


@given(DAYS, st.integers(5, 200), st.integers(0, 30), st.integers(0, 30), TERMS, REGIMES, st.data())
def test_release_unclear_interruption_contains_both_readings(begins, length, first, second, term, regime, data):
    """Custody until some day, and again since some day: perhaps with a pause between."""
    freed = begins + dt.timedelta(days=length)
    freed_in, again_in = around(freed, 0, first), around(freed + dt.timedelta(days=1), 0, first + second)
    verdict = exactly(again_in.upper + dt.timedelta(days=30))

    def estimate(until: Range, again: Range):
        custody = [CustodyPeriod("remand", exactly(begins), until, "released"), CustodyPeriod("remand", again)]
        return expected_release([Link("verdict", verdict, term, regime=regime)], custody, jurisdiction="by")

    until = data.draw(st.dates(freed_in.lower, freed_in.upper))
    again = data.draw(st.dates(until + dt.timedelta(days=1), again_in.upper))
    wide, one = estimate(freed_in, again_in), estimate(exactly(until), exactly(again))
    assert wide.earliest <= one.earliest
    assert one.latest <= wide.latest
