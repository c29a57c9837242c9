"""Deadlines of appeals, entry into force, limits of custody before trial."""

import datetime as dt

import pytest

from cases.domain.sentencing.appeal_deadlines import (
    appeal_deadline,
    custody_limits,
    in_force_unappealed,
    next_custody_limit,
    working_day,
)
from cases.domain.sentencing.credit_table import APPEAL_RULES
from tests.cases.domain.sentencing.making import day, span


@pytest.mark.parametrize(
    ("why", "verdict", "jurisdiction", "last", "moved"),
    [
        ("ten days after 16 March; the 26th was a Saturday, so Monday", "2022-03-16", "by", "2022-03-26", "2022-03-28"),
        ("a Thursday stays", "2022-03-14", "by", "2022-03-24", "2022-03-24"),
        ("1 and 2 January are holidays, 2022 began on a Saturday", "2021-12-22", "by", "2022-01-01", "2022-01-03"),
        ("Russia ten days before 29 December 2022", "2022-03-14", "ru", "2022-03-24", "2022-03-24"),
        ("Russia fifteen days since", "2023-01-10", "ru", "2023-01-25", "2023-01-25"),
    ],
)
def test_appeal_deadline_gives_the_strict_and_the_moved_day(why, verdict, jurisdiction, last, moved):
    deadline = appeal_deadline(day(verdict), jurisdiction, APPEAL_RULES)
    assert (deadline.last, deadline.moved) == (span(last), span(moved)), why


def test_appeal_deadline_of_a_partial_verdict_is_a_range():
    assert appeal_deadline(day("March 2022"), "by", APPEAL_RULES).last == span("2022-03-11", "2022-04-10")


@pytest.mark.parametrize(("verdict", "jurisdiction"), [("", "by"), ("2022-03-16", "zz")])
def test_appeal_deadline_without_date_or_rule_is_none(verdict, jurisdiction):
    assert appeal_deadline(day(verdict), jurisdiction, APPEAL_RULES) is None


def test_in_force_unappealed_is_the_day_after_and_not_moved():
    # 27 March 2022 was a Sunday: check A shows that the entry into force does not wait for Monday.
    assert in_force_unappealed(day("2022-03-16"), "by", APPEAL_RULES) == span("2022-03-27")


def test_working_day_skips_days_off_of_the_caller():
    assert working_day(dt.date(2022, 5, 3), "by", {dt.date(2022, 5, 4)}) == dt.date(2022, 5, 5), "Radunitsa first"


def test_custody_limits_run_from_the_arrest_in_order():
    reached = [days.lower for limit, days in custody_limits(day("2022-01-20"), "by") if limit.term.total_months]
    assert reached == [dt.date(2022, 3, 20), dt.date(2022, 7, 20), dt.date(2023, 1, 20), dt.date(2023, 7, 20)]


def test_next_custody_limit_is_the_first_that_may_lie_ahead():
    limit, days = next_custody_limit(day("January 2022"), "by", dt.date(2022, 3, 25))
    assert limit.term.months == 2
    assert days == span("2022-03-01", "2022-03-31")
    assert next_custody_limit(day("2010"), "by", dt.date(2022, 3, 25)) is None
