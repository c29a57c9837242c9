"""Expected release in worked examples, each with its reasoning in words."""

import datetime as dt
from fractions import Fraction
from typing import NamedTuple

import pytest

from cases.domain.sentencing.credit import CreditRule
from cases.domain.sentencing.credit_table import RULES
from cases.domain.sentencing.custody_periods import CustodyPeriod
from cases.domain.sentencing.decisions import Link
from cases.domain.sentencing.expected_release import expected_release
from tests.cases.domain.sentencing.making import held, link, span, verdict


class Example(NamedTuple):
    """Why, the chain, the custody, the expected days ("" for none), and what must be said about it."""

    why: str
    chain: list[Link]
    custody: list[CustodyPeriod]
    earliest: str
    latest: str = ""
    says: str = ""
    jurisdiction: str = "by"
    articles: tuple[tuple[str, str], ...] = ()


A = verdict("2022-03-16", "P1Y")
A_HELD = [held("2022-01-20")]
# 60 days from 20 January 2022 until the verdict is in force: 12 of January, 28 of February, 20 of March.
SIXTY = verdict("2022-03-10", "P1Y", in_force="2022-03-21")

EXAMPLES = [
    # The check file: sentences of real length of which the release is known.
    Example("Check A. One year from 20 Jan 2022 ends 20 Jan 2023; in force 27 March (verdict 16 March + 10 days), so 66 "
            "days of remand gain 33: 18 December 2022.", [A], A_HELD, "2022-12-18", says="in_force_by_rule"),
    Example("Check B. 2 y 6 m from 12 Nov 2020 ends 12 May 2023; 326 days of remand gain 163.",
            [verdict("2021-07-16", "P2Y6M", in_force="2021-10-04")], [held("2020-11-12")], "2022-11-30"),
    Example("Check C. The verdict has no date, the entry into force has: 242 days gain 121, all before the law of 2021.",
            [verdict("", "P2Y6M", in_force="2021-06-13")], [held("2020-10-14")], "2022-12-14"),
    Example("Check D. 1 y 6 m from 20 July 2021 ends 20 Jan 2023; 182 days gain 91.",
            [verdict("2021-10-14", "P1Y6M", in_force="2022-01-18")], [held("2021-07-20")], "2022-10-21"),
    # Credit in Belarus.
    Example("As A under reinforced regime: the law names general and reinforced alike.",
            [verdict("2022-03-16", "P1Y", "reinforced")], A_HELD, "2022-12-18"),
    Example("As A under strict regime: one for one, so only the calendar counts.",
            [verdict("2022-03-16", "P1Y", "strict")], A_HELD, "2023-01-20", says="unverified_rule"),
    Example("As A without a known regime: unknown counts one for one, and it is said.",
            [verdict("2022-03-16", "P1Y", "")], A_HELD, "2023-01-20", says="unknown_factor"),
    Example("As A with an appeal ruling of 20 May: 120 days gain 60, and 20 Jan 2023 less 60 days is 21 Nov 2022.",
            [A, link("appeal", "2022-05-20")], A_HELD, "2022-11-21", says="in_force_by_appeal"),
    Example("As A, an appeal pending without a ruling: at most the remand lasts 243 days, when the credit has eaten the "
            "rest; at least until the verdict, 55 days, which gain 27 full days.",
            [verdict("2022-03-16", "P1Y", appealed=True)], A_HELD, "2022-09-20", "2022-12-24", "appeal_open"),
    Example("As A arrested one day later: 65 days gain 32 and a half; the rounding is not known, so two days remain.",
            [A], [held("2022-01-21")], "2022-12-19", "2022-12-20"),
    Example("Arrested some day of January 2022: from 1 Jan 85 days gain 42.5, from 31 Jan 55 days gain 27.5.",
            [A], [held("January 2022")], "2022-11-19", "2023-01-04"),
    Example("A verdict of some day of March 2022 is in force from 12 March to 11 April: 51 to 81 days of remand.",
            [verdict("March 2022", "P1Y")], A_HELD, "2022-12-10", "2022-12-26"),
    Example("Served wholly before 19 June 2021, so the law came too late: one for one.",
            [verdict("2019-03-01", "P1Y", in_force="2019-03-11")], [held("2019-01-10")], "2020-01-10"),
    Example("Still serving on 19 June 2021 with a credit that exceeds the rest: nobody is freed by a law before that law.",
            [verdict("2020-08-08", "P1Y", in_force="2020-08-18")], [held("2020-06-19")], "2021-06-19"),
    Example("Fifteen days of administrative arrest right before the remand are not credited: as A.",
            [A], [held("2022-01-05", "2022-01-19", "administrative"), *A_HELD], "2022-12-18"),
    Example("Two years of restriction of freedom: 60 days of remand count double; 20 Jan 2024 less 60 days.",
            [verdict("2022-03-10", "P2Y", "", penalty="restriction_open", in_force="2022-03-21")],
            [held("2022-01-20", "2022-03-20", end="transfer"), held("2022-03-21", kind="restriction")], "2023-11-21"),
    Example("Three months of arrest as a penalty: remand counts one for one.",
            [verdict("2022-03-10", "P3M", "", penalty="arrest", in_force="2022-03-21")], A_HELD, "2022-04-20"),
    # Interrupted custody.
    Example("Ten days in August 2020, freed on bail, then as A: the ten days count 15 on top.",
            [A], [held("2020-08-10", "2020-08-19", end="bail"), *A_HELD], "2022-12-03"),
    Example("On bail until the sentence is served from 1 June 2022: a year from then, less 15 for ten days of arrest.",
            [verdict("2022-03-16", "P1Y")],
            [held("2022-01-20", "2022-01-29", end="bail"), held("2022-06-01", kind="serving")], "2023-05-17"),
    Example("A transfer on an unknown day of February does not interrupt custody: as A.",
            [A], [held("2022-01-20", "February 2022", end="transfer"), held("February 2022")], "2022-12-18"),
    Example("Until 10 February, and again since some day of February: perhaps interrupted. Unbroken it is as A; with the "
            "longest pause a year from 28 Feb less 13.5 days and less 18 certain ones; months leave 3 days of doubt.",
            [A], [held("2022-01-20", "2022-02-10", end="released"), held("February 2022")], "2022-12-15", "2023-01-28",
            "gap_unclear"),
    Example("Two records of the same days (an overlap) do not count twice: as A.",
            [A], [*A_HELD, held("2022-02-01")], "2022-12-18"),
    # The calendar.
    Example("A year from 29 February 2020, strict regime, ends on the last of February 2021.",
            [verdict("2020-05-01", "P1Y", "strict")], [held("2020-02-29")], "2021-02-28"),
    Example("Six months from 31 August end on 28 February.",
            [verdict("2021-10-01", "P6M", "strict")], [held("2021-08-31")], "2022-02-28"),
    Example("Two months and ten days: months first, then days. 20 Jan, 20 March, 30 March; but not before the verdict.",
            [verdict("2022-03-16", "P2M10D", "strict")], A_HELD, "2022-03-30"),
    Example("Three months from 20 Jan, verdict 1 April, in force 12 April: 82 days gain 41, more than was left, so the "
            "release is due with the verdict.", [verdict("2022-04-01", "P3M")], A_HELD, "2022-04-01",
            says="served_already"),
    # Russia.
    Example("Russia, general regime: 60 days gain 30; 20 Jan 2023 less 30.", [SIXTY], A_HELD, "2022-12-21",
            jurisdiction="ru"),
    Example("Russia, colony-settlement: 60 days gain 60.",
            [verdict("2022-03-10", "P1Y", "settlement", in_force="2022-03-21")], A_HELD, "2022-11-21", jurisdiction="ru"),
    Example("Russia, strict regime: one for one.", [verdict("2022-03-10", "P1Y", "strict", in_force="2022-03-21")],
            A_HELD, "2023-01-20", jurisdiction="ru"),
    Example("Russia, art. 205.2 part 2 is listed (terrorism): one for one even under general regime.", [SIXTY], A_HELD,
            "2023-01-20", says="excluded_article", jurisdiction="ru", articles=(("205.2", "2"),)),
    Example("Russia, art. 228 part 1 is not listed, only parts 2 and 3 are.", [SIXTY], A_HELD, "2022-12-21",
            jurisdiction="ru", articles=(("228", "1"),)),
    Example("Russia, 60 days of house arrest count 30, so the end is 30 days later than by the calendar.", [SIXTY],
            [held("2022-01-20", "2022-03-20", "house_arrest", "transfer"), held("2022-03-21", kind="serving")],
            "2023-02-19", jurisdiction="ru"),
    Example("Russia before 14 July 2018: a day of house arrest was a day.",
            [verdict("2017-03-10", "P1Y", in_force="2017-03-21")],
            [held("2017-01-20", "2017-03-20", "house_arrest", "transfer"), held("2017-03-21", kind="serving")],
            "2018-01-20", jurisdiction="ru"),
    Example("A country without any rule: one for one, and it is said.", [SIXTY], A_HELD, "2023-01-20",
            says="unknown_factor", jurisdiction="az"),
    # Higher courts.
    Example("The appeal of 20 May cuts a year to nine months: 20 Oct 2022 less 60 days (120 days of remand).",
            [A, link("appeal", "2022-05-20", "P9M")], A_HELD, "2022-08-21"),
    Example("The appeal leaves the term and orders strict regime: the better credit is lost.",
            [A, link("appeal", "2022-05-20", regime="strict")], A_HELD, "2023-01-20"),
    Example("Cassation in September cuts the year to ten months; the entry into force stays: 20 Nov less 33.",
            [A, link("cassation", "2022-09-01", "P10M")], A_HELD, "2022-10-18"),
    Example("The appeal replaces prison with a fine: no day of release follows.",
            [A, link("appeal", "2022-05-20", penalty="fine")], A_HELD, "", says="no_date_penalty"),
    # Further sentences.
    Example("Art. 411, one year added in full to what is left of A.",
            [A, link("addition", "2022-11-01", "P1Y", how="full")], A_HELD, "2023-12-18"),
    Example("One year added in part: at least a year from the new verdict, at most all of it.",
            [A, link("addition", "2022-11-01", "P1Y", how="partial")], A_HELD, "2023-11-01", "2023-12-18"),
    Example("Six months that absorb the rest of A, from the new verdict.",
            [A, link("addition", "2022-11-01", "P6M", how="absorption")], A_HELD, "2023-05-01"),
    Example("The new court fixes the final term: 1 y 3 m counted from its verdict.",
            [A, link("addition", "2022-11-01", "P1Y3M", how="total")], A_HELD, "2024-02-01"),
    Example("Two sentences under art. 411, one after the other, both in full.",
            [A, link("addition", "2022-11-01", "P1Y", how="full"), link("addition", "2023-06-01", "P1Y", how="full")],
            A_HELD, "2024-12-18"),
    Example("A new sentence after the old one had run out adds to nothing: it counts from its own day.",
            [A, link("addition", "2023-02-01", "P1Y", how="full")], A_HELD, "2024-02-01"),
    Example("A further sentence that is for life takes the date away.",
            [A, link("addition", "2022-11-01", penalty="life", how="total")], A_HELD, "", says="no_date_penalty"),
    # Reductions, replacement, regime, ends.
    Example("Two years (21 Dec 2023 after credit), an amnesty takes off six months.",
            [verdict("2022-03-10", "P2Y", in_force="2022-03-21"), link("amnesty", "2022-12-01", "P6M")], A_HELD,
            "2023-06-21"),
    Example("An amnesty of one year with less than that left frees on its own day.",
            [verdict("2022-03-10", "P2Y", in_force="2022-03-21"), link("amnesty", "2023-09-01", "P1Y")], A_HELD,
            "2023-09-01"),
    Example("The rest replaced with eight months of restriction at home from 10 Jan 2023.",
            [verdict("2022-03-10", "P2Y"), link("replacement", "2023-01-10", "P8M", penalty="restriction_home")], A_HELD,
            "2023-09-10"),
    Example("Toughened to prison regime in August: the credit of the verdict stays.",
            [A, link("regime", "2022-08-01", regime="prison")], A_HELD, "2022-12-18", says="regime_changed"),
    Example("Pardoned: the release is a fact, not an estimate.", [A, link("pardon", "2022-09-05")], A_HELD, "2022-09-05",
            says="ended"),
    Example("Paroled in some day of September.", [A, link("parole", "September 2022")], A_HELD, "2022-09-01", "2022-09-30"),
    Example("Expelled: ended on that day.", [A, link("expulsion", "2022-09-11")], A_HELD, "2022-09-11"),
    Example("Acquitted on appeal: ended on that day.", [A, link("acquittal", "2022-05-20")], A_HELD, "2022-05-20"),
    Example("Died in custody: no date is shown.", [A, link("death", "2022-08-02")], A_HELD, "", says="after_death"),
    Example("Set aside and sent back: there is no sentence to serve.", [A, link("set_aside", "2022-06-01")], A_HELD, "",
            says="set_aside"),
    # No date.
    Example("Life: no day of release.", [verdict("2022-03-16", penalty="life")], A_HELD, "", says="no_date_penalty"),
    Example("Death: no day of release.", [verdict("2022-03-16", penalty="death")], A_HELD, "", says="no_date_penalty"),
    Example("Suspended: not served.", [verdict("2022-03-16", "P2Y", penalty="suspended")], A_HELD, "",
            says="no_date_penalty"),
    Example("A fine: nothing to be released from.", [verdict("2022-03-16", penalty="fine")], A_HELD, "",
            says="no_date_penalty"),
    Example("A term of unknown length.", [verdict("2022-03-16")], A_HELD, "", says="no_term"),
    Example("“3 to 8 years”: both ends, each less 30 days of gain.",
            [verdict("2022-03-10", "P3Y", in_force="2022-03-21", longest="P8Y")], A_HELD, "2024-12-21", "2029-12-21"),
    Example("No custody on record.", [A], [], "", says="no_custody"),
    Example("Custody on record without any date.", [A], [held("")], "", says="no_custody"),
    Example("No sentence yet.", [], A_HELD, "", says="no_sentence"),
    Example("Neither verdict nor entry into force has a date.", [verdict("", "P1Y")], A_HELD, "", says="no_decision_date"),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.why[:60])
def test_release_worked_example_comes_out(example):
    estimate = expected_release(
        example.chain, example.custody, jurisdiction=example.jurisdiction, articles=example.articles
    )
    if example.earliest:
        assert (estimate.earliest, estimate.latest) == span(example.earliest, example.latest)
        assert estimate.reason is None
    else:
        assert (estimate.earliest, estimate.latest) == (None, None)
        assert estimate.reason.english.endswith(".")
        assert not estimate.publishable
    said = {note.code for note in (*estimate.steps, *estimate.warnings, *filter(None, [estimate.reason]))}
    assert not example.says or example.says in said


def test_release_explains_every_input_in_sentences():
    estimate = expected_release([A], A_HELD, jurisdiction="by")
    assert [step.english for step in estimate.steps] == [
        "The verdict of 2022-03-16 gives 1 year.",
        "The verdict of 2022-03-16 enters into force on 2022-03-27, after 10 days for an appeal.",
        "Unbroken custody runs from 2022-01-20.",
        "Without credit the term ends on 2023-01-20.",
        "66 days of remand count 3/2 for one (Law 112-Z of 26 May 2021, in force 19 June 2021: belsat.eu, "
        "24 June 2021): 33 days beyond the calendar.",
        "Expected release on 2022-12-18.",
    ]
    assert estimate.steps[4].values["factor"] == "3/2"


def test_release_given_by_one_source_is_not_publishable():
    one = verdict("2022-03-16", "P1Y", sources=frozenset({"news report"}))
    estimate = expected_release([one], A_HELD, jurisdiction="by")
    assert estimate.exact
    assert not estimate.publishable
    assert [reason.english for reason in estimate.withheld] == ["Only one source gives the verdict of 2022-03-16."]
    assert expected_release([A], A_HELD, jurisdiction="by").publishable


def test_release_superseded_term_needs_no_second_source():
    one = verdict("2022-03-16", "P1Y", sources=frozenset({"news report"}))
    assert expected_release([one, link("appeal", "2022-05-20", "P9M")], A_HELD, jurisdiction="by").publishable


def test_release_added_sentence_by_one_source_is_not_publishable():
    added = link("addition", "2022-11-01", "P1Y", how="full", sources=frozenset({"relative"}))
    assert not expected_release([A, added], A_HELD, jurisdiction="by").publishable


def test_release_own_table_replaces_ours():
    own = [CreditRule("by", "remand", Fraction(2), regime="strict", source="our lawyers", verified=True)]
    chain = [verdict("2022-03-10", "P1Y", "strict", in_force="2022-03-21")]
    estimate = expected_release(chain, A_HELD, jurisdiction="by", rules=own)
    assert estimate.earliest == dt.date(2022, 11, 21)
    assert "our lawyers" in " ".join(step.english for step in estimate.steps)


def test_release_in_the_past_is_warned_of():
    estimate = expected_release([A], A_HELD, jurisdiction="by", today=dt.date(2023, 1, 1))
    assert "past_due" in {warning.code for warning in estimate.warnings}


def test_release_undated_addition_is_left_out_with_a_warning():
    estimate = expected_release([A, link("addition", "", "P1Y", how="full")], A_HELD, jurisdiction="by")
    assert estimate.earliest == dt.date(2022, 12, 18)
    assert "link_undated" in {warning.code for warning in estimate.warnings}


def test_release_about_a_day_is_warned_of():
    estimate = expected_release([verdict("2022-03-16~", "P1Y")], A_HELD, jurisdiction="by")
    assert "approximate" in {warning.code for warning in estimate.warnings}


def test_rules_all_name_their_source():
    assert all(rule.source for rule in RULES)
    assert {rule.factor for rule in RULES if rule.verified} == {Fraction(3, 2)}
