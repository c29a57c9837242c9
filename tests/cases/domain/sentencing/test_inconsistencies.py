"""What does not fit together in a prosecution is told in sentences."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.sentencing.chronology import Row
from cases.domain.sentencing.custody_periods import CustodyPeriod
from cases.domain.sentencing.inconsistencies import contradictions
from tests.cases.domain.sentencing.making import day, held


def row(noun: str, number: int = 0, codes: Mapping[str, str] | None = None, **dates: str) -> Row:
    """A row with these dates; the ones that are not given are not known."""
    return Row(f"{noun}/{number}", {name: day(text) for name, text in dates.items() if text}, codes or {})


def custody(*periods: CustodyPeriod) -> list[Row]:
    made = []
    for number, period in enumerate(periods):
        dates = {"from_date": period.begins, "until": period.until}
        known = {name: days for name, days in dates.items() if days.lower or days.upper}
        made.append(Row(f"custody/{number}", known, {"kind": period.kind, "end": period.end}))
    return made


def hearing(kind: str, on: str, outcome: str = "", number: int = 0) -> Row:
    return row("hearing", number, {"kind": kind, "outcome": outcome}, day=on)


def sentence(instance: str, decided: str, in_force: str = "", number: int = 0) -> Row:
    return row("sentence", number, {"instance": instance}, decided=decided, in_force=in_force)


SOUND: dict[str, list[Row]] = {
    "person": [row("person", born="1990")],
    "case": [row("case", opened="2022-01")],
    "defendant": [row("defendant", codes={"stage": "in_force"}, act_date="2021")],
    "custody": custody(held("2022-01-20", "2022-04-10", end="transfer"), held("2022-04-10", kind="serving")),
    "hearing": [hearing("session", "2022-03-01", "held"), hearing("verdict", "2022-03-16", "verdict", 1)],
    "sentence": [sentence("first", "2022-03-16", "2022-04-05"), sentence("appeal", "2022-04-05", "2022-04-05", 1)],
    "charge": [row("charge", charged_on="2022-01-28")],
}


def timeline(**changes: list[Row]) -> list[Row]:
    return [each for rows in (SOUND | changes).values() for each in rows]


def test_contradictions_sound_facts_have_none():
    assert contradictions(timeline(), dt.date(2022, 12, 1)) == []
    assert contradictions([]) == []


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("sentence_without_hearing", {"hearing": []}),
        ("hearing_without_sentence", {"sentence": [], "defendant": [row("defendant", codes={"stage": "trial"})]}),
        ("custody_end_unexplained", {"custody": custody(held("2022-01-20", "2022-04-10"))}),
        ("stage_needs_sentence", {"sentence": []}),
        ("stage_behind_sentence", {"defendant": [row("defendant", codes={"stage": "charged"})]}),
        ("stage_needs_charge", {"defendant": [row("defendant", codes={"stage": "trial"})], "charge": []}),
        ("ended_but_held", {"defendant": [row("defendant", codes={"stage": "ended"})]}),
        ("verdict_before_charge", {"charge": [row("charge", charged_on="May 2022")]}),
    ],
)
def test_contradictions_one_wrong_fact_is_told(code, changes):
    found = {note.code: note for note in contradictions(timeline(**changes))}
    assert code in found
    assert found[code].english.endswith(".")


def test_contradictions_possible_order_raises_no_warning():
    assert (
        contradictions(timeline(charge=[row("charge", charged_on="March 2022")], custody=custody(held("March 2022"))))
        == []
    )


DAYS = st.sampled_from(["", "2021", "2022-03", "2022-03-16", "2022-04-05~"])


@given(
    st.lists(st.builds(sentence, st.sampled_from(["first", "appeal", "cassation"]), DAYS, DAYS), max_size=3),
    st.lists(st.builds(hearing, st.sampled_from(["session", "verdict"]), DAYS), max_size=3),
    st.lists(st.builds(row, st.just("charge"), charged_on=DAYS), max_size=2),
    DAYS,
    DAYS,
    st.data(),
)
def test_contradictions_never_fail_and_ignore_the_order(sentences, hearings, charges, born, died, data):
    rows = [
        *sentences,
        *hearings,
        *charges,
        row("person", born=born, died=died),
        row("defendant", codes={"stage": "trial"}),
    ]
    rows = [dataclasses.replace(each, path=f"{each.noun}/{number}") for number, each in enumerate(rows)]
    assert contradictions(rows) == contradictions(data.draw(st.permutations(rows)))
