"""Our table of credit rules, each with its source. An organisation's own table replaces it as a whole."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from cases.terms.credit import CreditRule

BY_LAW = "Law 112-Z of 26 May 2021, in force 19 June 2021: belsat.eu, 24 June 2021"
BY_GENERAL = "Criminal Code of Belarus art. 75, general knowledge"
RU_LAW = "Criminal Code of Russia art. 72, as reported by altapress.ru, prpr.su and sovsekretno.ru"
BY_SINCE = dt.date(2021, 6, 19)
RU_SINCE = dt.date(2018, 7, 14)

# Part 3.2 of art. 72: terrorism, treason, espionage, drugs. General knowledge: check against the code.
RU_EXCLUDED = (
    *((article, "") for article in ("205", "205.1", "205.2", "205.3", "205.4", "205.5", "228.1", "229")),
    *((article, "") for article in ("275", "275.1", "276", "361")),
    ("206", "3"), ("206", "4"), ("211", "4"), ("228", "2"), ("228", "3"),
)  # fmt: skip


def _belarus() -> list[CreditRule]:
    rules = []
    for custody in ("arrest", "remand"):
        # Days before the law counted too for those still serving: checks A to D, released by this rule.
        rules += [
            CreditRule(
                "by", custody, Fraction(3, 2), regime=regime, valid_from=BY_SINCE, backwards=True, source=BY_LAW,
                verified=True,
            )
            for regime in ("general", "reinforced")
        ]  # fmt: skip
        rules += [
            CreditRule("by", custody, Fraction(1), regime=regime, source=BY_GENERAL)
            for regime in ("general", "reinforced", "strict", "special", "prison", "settlement", "youth")
        ]
        rules += [
            CreditRule("by", custody, Fraction(2), penalty="restriction_open", source=BY_GENERAL),
            CreditRule("by", custody, Fraction(2), penalty="restriction_home", source=BY_GENERAL),
            CreditRule("by", custody, Fraction(1), penalty="arrest", source=BY_GENERAL),
            CreditRule("by", custody, Fraction(3), penalty="corrective_labour", source=BY_GENERAL),
        ]
    return [*rules, CreditRule("by", "administrative", Fraction(0), source=BY_GENERAL)]


def _russia() -> list[CreditRule]:
    better = {
        "general": Fraction(3, 2), "youth": Fraction(3, 2), "settlement": Fraction(2),
        "strict": Fraction(1), "special": Fraction(1), "prison": Fraction(1),
    }  # fmt: skip
    rules = []
    for custody in ("arrest", "remand"):
        rules += [
            CreditRule(
                "ru", custody, factor, regime=regime, valid_from=RU_SINCE, backwards=True,
                excluded=RU_EXCLUDED if factor > 1 else (), source=RU_LAW,
            )
            for regime, factor in better.items()
        ]  # fmt: skip
        rules += [
            CreditRule("ru", custody, Fraction(1), valid_until=RU_SINCE - dt.timedelta(days=1), source=RU_LAW),
            CreditRule("ru", custody, Fraction(2), penalty="restriction_home", source=RU_LAW),
            CreditRule("ru", custody, Fraction(2), penalty="restriction_open", source=RU_LAW),
            CreditRule("ru", custody, Fraction(2), penalty="arrest", source=RU_LAW),
            CreditRule("ru", custody, Fraction(3), penalty="corrective_labour", source=RU_LAW),
        ]
    return [
        *rules,
        CreditRule("ru", "house_arrest", Fraction(1), valid_until=RU_SINCE - dt.timedelta(days=1), source=RU_LAW),
        CreditRule("ru", "house_arrest", Fraction(1, 2), valid_from=RU_SINCE, source=RU_LAW),
    ]


RULES: tuple[CreditRule, ...] = (*_belarus(), *_russia())
