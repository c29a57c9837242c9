"""The table of dates: every rule with a history that breaks it, and the histories that only look as if they did."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.sentencing.chronology import HAPPENED, MAY_LIE_AHEAD, OLDEST, RULES, Check, Row, by_kind, findings
from tests.cases.domain.sentencing.making import held
from tests.cases.domain.sentencing.test_inconsistencies import custody, hearing, row, sentence, timeline

TODAY = dt.date(2022, 12, 1)


def person(**dates: str) -> list[Row]:
    return [row("person", **({"born": "1990"} | dates))]


def defendant(**dates: str) -> list[Row]:
    return [row("defendant", codes={"stage": "in_force"}, **dates)]


# One broken history a rule; the table has no rule that is not here.
BROKEN: dict[str, dict[str, list[Row]]] = {
    "no_such_day": {"person": [Row("person/0", {}, {}, frozenset({"died"}))]},
    "in_the_future": {"custody": custody(held("2022-01-20", "2030-03-01"))},
    "outcome_in_the_future": {"hearing": [hearing("verdict", "2023-03-16", "verdict")]},
    "too_old": {"person": person(born="1890")},
    "death_before_birth": {"person": person(died="1985")},
    "born_after_arrest": {"person": person(born="2023")},
    "born_after_release": {"person": person(born="2023"), "custody": custody(held("", "2022-04-10"))},
    "born_after_violation": {"person": person(born="2022"), "violation": [row("violation", on_date="2021")]},
    "born_after_recognition": {"person": person(born="2022"), "recognition": [row("recognition", from_date="2021")]},
    "born_after_act": {"person": person(born="2022"), "defendant": defendant(act_date="2021")},
    "born_after_charge": {"person": person(born="2023")},
    "born_after_sentence": {"person": person(born="2023")},
    "custody_after_death": {"person": person(died="2021")},
    "released_after_death": {"person": person(died="2022-02-01")},
    "violation_after_death": {"person": person(died="2021"), "violation": [row("violation", on_date="2022")]},
    "charge_after_death": {"person": person(died="2021")},
    "sentence_after_death": {"person": person(died="2021")},
    "custody_not_ended_by_death": {"person": person(died="2022-08-02")},
    "very_young": {"person": person(born="2010")},
    "release_before_arrest": {"custody": custody(held("2022-01-20", "2022-01-10", end="bail"))},
    "recognition_ends_before_it_begins": {"recognition": [row("recognition", from_date="2022-02", until="2022-01")]},
    "consent_ends_before_it_begins": {"consent": [row("consent", given_on="2022-02", until="2022-01")]},
    "court_closed_before_opened": {"court": [row("court", opened="2022", closed="2021")]},
    "facility_closed_before_opened": {"facility": [row("facility", opened="2022", closed="2021")]},
    "address_ends_before_it_begins": {"address": [row("facilityaddress", valid_from="2022", valid_until="2021")]},
    "provision_ends_before_it_begins": {"provision": [row("provision", valid_from="2022", valid_until="2021")]},
    "factor_ends_before_it_begins": {"factor": [row("creditfactor", valid_from="2022", valid_until="2021")]},
    "in_two_places": {
        "custody": custody(held("2022-01-20", "2022-05-01", end="bail"), held("2022-02-01", kind="house_arrest"))
    },
    "overlapping_custody": {"custody": custody(held("2022-01-20", "2022-05-01", end="bail"), held("2022-02-01"))},
    "hearing_before_case": {"case": [row("case", opened="2022-03-02")]},
    "sentence_before_case": {"case": [row("case", opened="2022-03-20")]},
    "charge_before_case": {"case": [row("case", opened="2022-02-01")]},
    "status_before_charge": {"charge": [row("charge", charged_on="2022-01-28", status_date="2021")]},
    "stage_before_act": {"defendant": defendant(act_date="2022", stage_date="2021")},
    "sentence_before_act": {"defendant": defendant(act_date="2022-06")},
    "verdict_before_charge": {"charge": [row("charge", charged_on="May 2022")]},
    "in_force_before_verdict": {"sentence": [sentence("first", "2022-03-16", "2022-02")]},
    "appeal_before_verdict": {"sentence": [sentence("first", "2022-03-16"), sentence("appeal", "2021", number=1)]},
    "decision_before_verdict": {"sentence": [sentence("first", "2022-03-16"), sentence("pardon", "2021", number=1)]},
    "verdict_before_arrest": {"custody": custody(held("2022-05-20"))},
    "serving_before_verdict": {"custody": custody(held("2022-01-20", kind="serving"))},
    "session_after_verdict": {
        "hearing": [hearing("verdict", "2022-03-16"), hearing("session", "2022-06-01", number=1)]
    },
}


def codes(found) -> set[str]:
    return {finding.note.code for finding in found}


def test_every_rule_has_a_history_that_breaks_it():
    assert [rule.code for rule in RULES] == list(dict.fromkeys(rule.code for rule in RULES))
    assert set(BROKEN) == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_finds_what_breaks_it_and_nothing_in_a_sound_history(rule):
    assert list(rule.broken(by_kind(timeline()), TODAY)) == []
    found = list(rule.broken(by_kind(timeline(**BROKEN[rule.code])), TODAY))
    assert found, rule.code
    for finding in found:
        assert finding.impossible is rule.impossible and finding.note.english.endswith(".")
        assert finding.paths and bool(finding.leave_out) <= finding.impossible
        assert finding.leave_out or not finding.impossible, "what cannot be is not published"


@pytest.mark.parametrize("rule", [rule for rule in RULES if not isinstance(rule, Check)], ids=lambda rule: rule.code)
def test_order_that_is_still_possible_breaks_no_rule(rule):
    """The same dates, of which only the year is known, may have come in the right order."""
    vague = [
        Row(each.path, {name: _year(days) for name, days in each.dates.items()}, each.codes) for each in timeline()
    ]
    assert list(rule.broken(by_kind(vague), TODAY)) == []


def _year(days):
    return row("person", born=str(days.lower.year)).day("born")


def test_date_of_today_does_not_lie_ahead_and_one_of_tomorrow_does():
    for on, ahead in (
        ("2022-12-01", False),
        ("2022-12-02", True),
        ("December 2022", False),
        ("2022", False),
        ("2023", True),
    ):
        found = findings(timeline(custody=custody(held("2022-01-20", on))), TODAY)
        assert ("in_the_future" in codes(found)) is ahead, on


def test_end_that_lies_ahead_takes_with_it_how_the_custody_ends_but_not_that_it_began():
    (finding,) = [
        one for one in findings(timeline(custody=custody(held("2022-01-20", "2030-03-01"))), TODAY) if one.impossible
    ]
    assert finding.leave_out == ("custody/0/until", "custody/0/end")


def test_end_that_is_no_day_is_left_out():
    rows = [
        Row("custody/0", {"from_date": row("custody", from_date="2022").day("from_date")}, {}, frozenset({"until"}))
    ]
    (finding,) = [one for one in findings(timeline(custody=rows), TODAY) if one.impossible]
    assert finding.leave_out == ("custody/0/until",)


def test_charge_whose_day_is_not_known_may_have_been_the_first():
    charges = [row("charge", charged_on="May 2022"), row("charge", 1)]
    assert "verdict_before_charge" not in codes(findings(timeline(charge=charges), TODAY))


def test_administrative_arrest_within_a_sentence_is_odd_and_not_impossible():
    periods = custody(held("2022-01-20", kind="serving"), held("2022-06-01", "2022-06-15", kind="administrative"))
    found = {finding.note.code: finding.impossible for finding in findings(timeline(custody=periods), TODAY)}
    assert found["overlapping_custody"] is False and "in_two_places" not in found


def test_end_that_nobody_recorded_makes_no_later_period_impossible():
    periods = custody(held("2022-01-20", kind="house_arrest"), held("2022-06-01"))
    found = {finding.note.code: finding.impossible for finding in findings(timeline(custody=periods), TODAY)}
    assert "in_two_places" not in found


def test_somebody_who_is_sought_may_be_sentenced_before_an_arrest():
    rows = timeline(custody=custody(held("2022-05-20")), defendant=[row("defendant", codes={"stage": "sought"})])
    assert "verdict_before_arrest" not in codes(findings(rows, TODAY))


@pytest.mark.parametrize(
    ("born", "old"), [("1899-12-02", False), ("1899-12-01", True), ("1899", False), ("1898", True)]
)
def test_nobody_alive_has_completed_that_many_years(born: str, old: bool):
    assert OLDEST == 123
    assert ("too_old" in codes(findings(timeline(person=person(born=born)), TODAY))) is old


def test_lists_of_what_happened_and_what_may_lie_ahead_are_apart():
    assert not HAPPENED & MAY_LIE_AHEAD.keys()


DAYS = st.sampled_from(["", "1980", "2021", "2022-03", "2022-03-16", "2022-04-05~", "2030", "../2021", "2022/.."])


@given(
    DAYS,
    DAYS,
    st.lists(st.tuples(DAYS, DAYS, st.sampled_from(["remand", "serving", "house_arrest"])), max_size=3),
    st.data(),
)
def test_what_is_left_out_heals_the_history(born, died, periods, data):
    """Without the values that are left out nothing impossible remains: what is published fits together."""
    held_rows = [row("custody", n, {"kind": kind}, from_date=a, until=b) for n, (a, b, kind) in enumerate(periods)]
    rows = [row("person", born=born, died=died), *held_rows, sentence("first", data.draw(DAYS), data.draw(DAYS))]
    left = {path for finding in findings(rows, TODAY) if finding.impossible for path in finding.leave_out}
    kept = [
        Row(each.path, {n: d for n, d in each.dates.items() if f"{each.path}/{n}" not in left}, each.codes)
        for each in rows if each.path not in left
    ]  # fmt: skip
    assert [one for one in findings(kept, TODAY) if one.impossible] == []
