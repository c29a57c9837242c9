"""The agenda: which days, what clashes, in whose time zone, and only what the reader may see."""

import datetime as dt

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.encrypted_choices import choice_of
from accounts.models import Entry, User
from cases.workspace.agenda import PERIODS, by_day, entries, moment, span
from tests import factories
from tests.access.world import account, client_of
from tests.cases.workspace.worlds import SECRET, TODAY, all_due, day, restrict

pytestmark = pytest.mark.django_db(databases=["default", "register"])
AGENDA = "/admin/desk/agenda/"


@given(st.sampled_from(PERIODS), st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_span_holds_its_day_and_the_next_span_begins_after_it(period: str, within: dt.date) -> None:
    first, last = span(period, within)
    assert first <= within <= last
    assert span(period, last + dt.timedelta(days=1))[0] == last + dt.timedelta(days=1)


def test_agenda_of_others_holds_nothing_restricted(editor: User) -> None:
    keeper = account("keeper", "Editor")
    case, _person = all_due("Вядомы")
    hidden = factories.defendant(case=case, person=factories.person(f"{SECRET} Схаваны"))
    factories.hearing_defendant(case.hearings.first(), defendant=hidden)
    all_due(SECRET, by=keeper)
    restrict(keeper)
    address = f"{AGENDA}?period=month&day={TODAY}"
    assert SECRET not in client_of(editor).get(address).content.decode()
    assert "Вядомы case" in client_of(editor).get(address).content.decode()
    assert f"{SECRET} case" in client_of(keeper).get(address).content.decode()
    read = Entry.objects.filter(action="read restricted", by=keeper)
    assert sorted(read.values_list("kind", flat=True)) == ["case", "person", "person"], "each once"
    assert not Entry.objects.filter(action="read restricted").exclude(by=keeper).exists()


def test_clash_of_a_hidden_person_is_not_told(editor: User) -> None:
    person = factories.person(f"{SECRET} Схаваны")
    for number in range(2):
        row = factories.hearing(factories.case(), day=day(0), time="10:00", room=str(number))
        factories.hearing_defendant(row, defendant=factories.defendant(case=row.case, person=person))
    assert all(entry.clashes for entry in entries(editor, TODAY, TODAY))
    restrict(account("keeper", "Editor"))
    assert not any(entry.clashes or entry.persons for entry in entries(editor, TODAY, TODAY))


@pytest.mark.parametrize(("time", "room", "outcome", "clash"), [
    ("10:30", "2", "", True), ("11:00", "2", "", False), ("10:30", "2", "moved", False),
])  # fmt: skip
def test_lawyer_in_two_courts_within_an_hour_is_a_clash(
    editor: User, time: str, room: str, outcome: str, clash: bool
) -> None:
    lawyer = factories.official(name_en="Counsel Invented")
    for hour, where, came_out in (("10:00", "1", ""), (time, room, outcome)):
        row = factories.hearing(factories.case(), day=day(0), time=hour, room=where, outcome=came_out)
        factories.hearing_official(row, official=lawyer, role="counsel")
    found = entries(editor, TODAY, TODAY)
    assert [bool(entry.clashes) for entry in found] == [clash, clash]


def test_clash_goes_by_the_moment_and_not_by_the_clock_on_the_wall(editor: User) -> None:
    lawyer = factories.official()
    for zone, hour in (("Europe/Minsk", "10:00"), ("Europe/Warsaw", "08:00"), ("Europe/Vilnius", "10:00")):
        court = factories.court(time_zone=zone)
        row = factories.hearing(factories.case(court=court), day=day(0), time=hour, court=court)
        factories.hearing_official(row, official=lawyer)
    told = {entry.zone: bool(entry.clashes) for entry in entries(editor, TODAY, TODAY)}
    assert told == {"Europe/Minsk": True, "Europe/Warsaw": True, "Europe/Vilnius": False}


def test_hearing_without_an_exact_day_stands_apart_and_has_no_moment(editor: User) -> None:
    factories.hearing(factories.case(), day="November 2026")
    factories.hearing(factories.case(), day="2026")
    found = entries(editor, *span("month", TODAY))
    assert [(when, len(rows)) for when, rows in by_day(found)] == [(None, 1)]
    assert moment(found[0].hearing) is None


def test_agenda_is_filtered_by_court_and_by_who_acts(as_editor: Client) -> None:
    one, other = (factories.hearing(factories.case(title=f"Справа {n}"), day=day(0)) for n in (1, 2))
    judge = factories.hearing_official(other).official
    for query, shown in ((f"court={choice_of(one.court)}", "Справа 1"), (f"official={choice_of(judge)}", "Справа 2")):
        told = as_editor.get(f"{AGENDA}?day={TODAY}&{query}").content.decode()
        assert shown in told and {"Справа 1": "Справа 2", "Справа 2": "Справа 1"}[shown] not in told


@pytest.mark.parametrize(
    "query",
    [
        "day=2026-02-30",
        "day=0001-01-01",
        "day=9999-12-31",
        "period=year",
        "court=x",
        "official=99999",
        "day=%00",
        "court=1%27",
    ],
)
def test_bad_question_is_answered_with_a_sentence(as_editor: Client, query: str) -> None:
    assert as_editor.get(f"{AGENDA}?{query}").status_code == 400
