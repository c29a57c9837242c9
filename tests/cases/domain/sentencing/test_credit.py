"""Which rule decides what a day in custody counts for."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from cases.domain.sentencing.credit import Conviction, CreditRule, factor_of, find_rule
from cases.domain.sentencing.credit_table import RULES, articles_of

BY_SINCE = dt.date(2021, 6, 19)
DAY = dt.date(2022, 1, 20)


@pytest.mark.parametrize(
    ("jurisdiction", "custody", "penalty", "regime", "factor"),
    [
        ("by", "remand", "imprisonment", "general", "3/2"),
        ("by", "arrest", "imprisonment", "reinforced", "3/2"),
        ("by", "remand", "imprisonment", "strict", "1"),
        ("by", "remand", "imprisonment", "special", "1"),
        ("by", "remand", "restriction_open", "", "2"),
        ("by", "remand", "restriction_home", "", "2"),
        ("by", "remand", "arrest", "", "1"),
        ("by", "remand", "corrective_labour", "", "3"),
        ("by", "administrative", "imprisonment", "general", "0"),
        ("ru", "remand", "imprisonment", "general", "3/2"),
        ("ru", "remand", "imprisonment", "settlement", "2"),
        ("ru", "remand", "imprisonment", "strict", "1"),
        ("ru", "house_arrest", "imprisonment", "general", "1/2"),
        ("ru", "remand", "restriction_home", "", "2"),
    ],
)
def test_find_rule_of_our_table_gives_the_factor(jurisdiction, custody, penalty, regime, factor):
    conviction = Conviction(jurisdiction, penalty, regime)
    rule = find_rule(RULES, conviction, custody, DAY, DAY)
    assert factor_of(rule, conviction) == Fraction(factor)


def test_find_rule_unknown_jurisdiction_counts_one_for_one():
    conviction = Conviction("az", regime="general")
    rule = find_rule(RULES, conviction, "remand", DAY, DAY)
    assert rule is None
    assert factor_of(rule, conviction) == 1


@pytest.mark.parametrize(("served_on", "factor"), [(BY_SINCE, "3/2"), (BY_SINCE - dt.timedelta(days=1), "1")])
def test_find_rule_works_backwards_only_for_those_still_serving(served_on, factor):
    conviction = Conviction("by", regime="general")
    rule = find_rule(RULES, conviction, "remand", dt.date(2020, 11, 12), served_on)
    assert factor_of(rule, conviction) == Fraction(factor)


def test_factor_of_excluded_part_counts_one_for_one():
    rule = CreditRule("ru", "remand", Decimal("1.5"), excluded=(("228", "2"), ("205", "")))
    assert factor_of(rule, Conviction("ru", articles=frozenset({("228", "2")}))) == 1
    assert factor_of(rule, Conviction("ru", articles=frozenset({("205", "3")}))) == 1
    assert factor_of(rule, Conviction("ru", articles=frozenset({("228", "1")}))) == Fraction(3, 2)


def test_rule_negative_factor_is_refused():
    with pytest.raises(ValueError, match="less than nothing"):
        CreditRule("by", "remand", Fraction(-1))


def test_articles_of_reads_whole_articles_and_parts():
    assert articles_of("205; 228 2;361-1 3") == (("205", ""), ("228", "2"), ("361-1", "3"))
    assert articles_of("") == ()


def test_delivered_table_is_known_by_country_and_names_its_sources():
    assert {rule.jurisdiction for rule in RULES} == {"by", "ru"}
    assert len(set(RULES)) == len(RULES) > 40


@pytest.mark.parametrize(
    ("day", "covered"),
    [("2021-06-18", False), ("2021-06-19", True), ("2022-03-01", True), ("2022-03-02", False)],
)
def test_rule_covers_its_first_and_its_last_day_and_no_other(day: str, covered: bool) -> None:
    rule = CreditRule(
        "by", "remand", Fraction(3, 2), "imprisonment", "general", dt.date(2021, 6, 19), dt.date(2022, 3, 1)
    )
    assert rule.covers(dt.date.fromisoformat(day), None) is covered
