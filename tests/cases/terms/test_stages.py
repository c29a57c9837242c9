"""Contradictions in the facts of a prosecution are told in sentences."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.terms.stages import Facts, HearingFact, SentenceFact, contradictions
from tests.cases.terms.making import day, held

SOUND = Facts(
    custody=(held("2022-01-20", "2022-04-10", end="transfer"), held("2022-04-10", kind="serving")),
    hearings=(HearingFact("session", day("2022-03-01"), "held"), HearingFact("verdict", day("2022-03-16"), "verdict")),
    sentences=(
        SentenceFact("first", day("2022-03-16"), day("2022-04-05")),
        SentenceFact("appeal", day("2022-04-05"), day("2022-04-05")),
    ),
    charged=(day("2022-01-28"),),
    stage="in_force",
    born=day("1990"),
)


def codes(facts: Facts) -> set[str]:
    return {note.code for note in contradictions(facts)}


def test_contradictions_sound_facts_have_none():
    assert contradictions(SOUND, dt.date(2022, 12, 1)) == []
    assert contradictions(Facts()) == []


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("sentence_without_hearing", {"hearings": ()}),
        ("hearing_without_sentence", {"sentences": (), "stage": "trial"}),
        ("release_before_arrest", {"custody": (held("2022-01-20", "2022-01-10", end="bail"),)}),
        ("overlapping_custody", {"custody": (held("2022-01-20", "2022-05-01", end="bail"), held("2022-02-01"))}),
        ("verdict_before_charge", {"charged": (day("May 2022"),)}),
        ("verdict_before_arrest", {"custody": (held("2022-05-20"),)}),
        ("in_force_before_verdict", {"sentences": (SentenceFact("first", day("2022-03-16"), day("2022-02")),)}),
        (
            "appeal_before_verdict",
            {"sentences": (SentenceFact("first", day("2022-03-16")), SentenceFact("appeal", day("2021")))},
        ),
        ("session_after_verdict", {"hearings": (*SOUND.hearings, HearingFact("session", day("2022-06-01")))}),
        ("serving_before_verdict", {"custody": (held("2022-01-20", kind="serving"),)}),
        ("custody_after_death", {"died": day("2021")}),
        ("custody_not_ended_by_death", {"died": day("2022-08-02")}),
        ("custody_end_unexplained", {"custody": (held("2022-01-20", "2022-04-10"),)}),
        ("born_after_arrest", {"born": day("2023")}),
        ("very_young", {"born": day("2010")}),
        ("stage_needs_sentence", {"sentences": ()}),
        ("stage_behind_sentence", {"stage": "charged"}),
        ("stage_needs_charge", {"stage": "trial", "charged": ()}),
        ("ended_but_held", {"stage": "ended"}),
    ],
)
def test_contradictions_one_wrong_fact_is_told(code, changes):
    facts = dataclasses.replace(SOUND, **changes)
    found = {note.code: note for note in contradictions(facts)}
    assert code in found
    assert found[code].english.endswith(".")


def test_contradictions_possible_order_raises_no_warning():
    facts = dataclasses.replace(SOUND, charged=(day("March 2022"),), custody=(held("March 2022"),))
    assert contradictions(facts) == []


def test_contradictions_facts_of_the_future_are_told():
    found = contradictions(SOUND, dt.date(2022, 3, 1))
    assert {note.values["what"] for note in found} == {"custody", "sentence"}


DAYS = st.sampled_from(["", "2021", "2022-03", "2022-03-16", "2022-04-05~"]).map(day)


@given(
    st.lists(st.builds(SentenceFact, st.sampled_from(["first", "appeal", "cassation"]), DAYS, DAYS), max_size=3),
    st.lists(st.builds(HearingFact, st.sampled_from(["session", "verdict"]), DAYS), max_size=3),
    st.lists(DAYS, max_size=2),
    DAYS,
    DAYS,
    st.data(),
)
def test_contradictions_never_fail_and_ignore_the_order(sentences, hearings, charged, born, died, data):
    facts = Facts((), tuple(hearings), tuple(sentences), tuple(charged), "trial", born, died)
    shuffled = dataclasses.replace(
        facts,
        sentences=tuple(data.draw(st.permutations(sentences))),
        hearings=tuple(data.draw(st.permutations(hearings))),
        charged=tuple(data.draw(st.permutations(charged))),
    )
    assert contradictions(facts) == contradictions(shuffled)
