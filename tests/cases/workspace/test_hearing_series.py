"""Series of hearings: the days of a pattern, one transaction, and who may be named."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from accounts.encrypted_choices import choice_of
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Case, Hearing
from cases.models.hearing_schedule import plan_next
from cases.workspace.hearing_series import AT_MOST, days_of, plan_series
from cases.workspace.series_preview import preview
from tests import factories
from tests.access.world import account
from tests.cases.workspace.worlds import SECRET, restrict

FIRST = dt.date(2026, 11, 23)  # a Monday
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1))


@given(DATES, st.sets(st.integers(0, 6), min_size=1), st.integers(1, AT_MOST))
def test_days_are_as_many_as_asked_in_order_and_on_the_weekdays(first: dt.date, weekdays: set[int], count: int) -> None:
    days = days_of(first, weekdays, count=count)
    assert len(set(days)) == count and days == sorted(days) and days[0] >= first
    assert {day.weekday() for day in days} <= weekdays
    between = [days[0] + dt.timedelta(n) for n in range((days[-1] - days[0]).days)]
    assert [day for day in between if day.weekday() in weekdays] == days[:-1], "none was left out"


def test_days_end_with_the_last_day() -> None:
    assert days_of(FIRST, {0, 2}, until=dt.date(2026, 11, 30)) == [FIRST, dt.date(2026, 11, 25), dt.date(2026, 11, 30)]


@pytest.mark.parametrize("given", [
    {"weekdays": set(), "count": 1}, {"weekdays": {0}}, {"weekdays": {6}, "until": FIRST},
    {"weekdays": {0, 1, 2}, "until": dt.date(2030, 1, 1)}, {"weekdays": {0}, "until": dt.date(2020, 1, 1)},
])  # fmt: skip
def test_pattern_without_end_or_day_is_refused(given: dict) -> None:
    with pytest.raises(Refused):
        days_of(FIRST, **given)


def test_days_end_with_the_last_year_that_a_hearing_can_have() -> None:
    assert days_of(dt.date(2200, 12, 31), set(range(7)), count=3) == [dt.date(2200, 12, 31)]


@pytest.fixture
def case() -> Case:
    case = factories.case()
    last = factories.hearing(case, day="2026-11-01", time="10:00", room="12")
    factories.hearing_official(last, role="presiding")
    for name in ("Адзін", "Другі"):
        factories.defendant(case=case, person=factories.person(name))
    return case


@pytest.mark.django_db
def test_series_copies_officials_and_defendants_to_each_hearing(case: Case, editor: User) -> None:
    days = days_of(FIRST, {0, 3}, count=5)
    made = plan_series(
        case=case, days=days, by=editor, time=dt.time(10), court=case.court, defendants=list(case.defendants.all())
    )
    stored = Hearing.objects.filter(pk__in=[row.pk for row in made])
    assert [row.day_lower for row in stored] == days
    assert {(row.officials.count(), row.defendants.count(), row.created_by) for row in stored} == {(1, 2, editor)}


@pytest.mark.django_db
def test_series_over_a_hearing_that_is_there_is_refused_and_makes_nothing(case: Case, editor: User) -> None:
    there = factories.hearing(case, day="2026-11-30", time="10:00")
    days = days_of(FIRST, {0}, count=3)
    with pytest.raises(Refused, match="2026-11-30"):
        plan_series(case=case, days=days, by=editor, time=dt.time(10))
    assert case.hearings.count() == 2
    there.outcome = "cancelled"
    there.save(by=editor)
    assert len(plan_series(case=Case.objects.get(pk=case.pk), days=days, by=editor, time=dt.time(10))) == 3


@pytest.mark.django_db
def test_page_makes_the_series_and_never_names_the_hidden(as_editor: Client, case: Case) -> None:
    hidden = factories.defendant(case=case, person=factories.person(f"{SECRET} Схаваны"))
    restrict(account("keeper", "Editor"))
    address = reverse("desk_series", args=[case.pk])
    assert SECRET not in as_editor.get(address).content.decode()
    known = [choice_of(row) for row in case.defendants.exclude(pk=hidden.pk)]
    asked = {"first": "2026-11-23", "weekdays": ["0", "2"], "time": "10:00", "count": "10", "kind": "session",
             "court": choice_of(case.court), "defendants": known}  # fmt: skip
    assert as_editor.post(address, asked | {"defendants": [choice_of(hidden)]}).status_code == 422
    shown = as_editor.post(address, asked).content.decode()
    assert case.hearings.count() == 1, "looking makes nothing"
    days = re.findall(r'name="day" value="([0-9-]+)" checked', shown)
    assert len(days) == 10 and days[0] == "2026-11-23" and SECRET not in shown
    assert as_editor.post(address, asked | {"verb": "make", "day": days[1:]}).status_code == 302
    assert case.hearings.count() == 10
    again = as_editor.post(address, asked | {"verb": "make", "day": days})
    assert again.status_code == 422 and "already" in again.content.decode()
    assert case.hearings.count() == 10


@pytest.mark.django_db
def test_page_makes_nothing_without_a_ticked_day_or_of_a_day_outside_the_pattern(as_editor: Client, case: Case) -> None:
    address = reverse("desk_series", args=[case.pk])
    asked = {"first": "2026-11-23", "weekdays": ["0"], "count": "2", "kind": "session", "verb": "make"}
    for days in ([], ["2026-11-24"], ["x"]):
        response = as_editor.post(address, asked | {"day": days})
        assert response.status_code == 422 and "Select at least one date" in response.content.decode()
    assert case.hearings.count() == 1


@pytest.mark.django_db
def test_preview_warns_of_holidays_and_clashes_and_refuses_neither(case: Case, editor: User, as_editor: Client) -> None:
    court = factories.court(country=factories.country(code="BY"))
    busy = factories.defendant(person=case.defendants.first().person)
    factories.hearing_defendant(
        factories.hearing(busy.case, day="2026-12-28", time="10:30", court=court), defendant=busy
    )
    days = days_of(dt.date(2026, 12, 21), {0, 4}, count=4)
    common = {"time": dt.time(10), "court": court, "room": "12", "defendants": list(case.defendants.all())}
    told = {one.day.isoformat(): one.doubts for one in preview(editor, case, days, **common)}
    assert told["2026-12-21"] == []
    assert "Catholic Christmas" in told["2026-12-25"][0] and "Decree" in told["2026-12-25"][0]
    assert told["2026-12-28"] == ["Адзін is scheduled in two hearings at the same time"]
    assert "New Year" in told["2027-01-01"][0]
    with override("be"):
        assert "Новы год" in preview(editor, case, days, **common)[3].doubts[0]
    assert len(plan_series(case=case, days=days, by=editor, **common)) == 4


@pytest.mark.django_db
def test_preview_tells_nothing_of_what_one_may_not_see(case: Case, editor: User) -> None:
    keeper = account("keeper", "Editor")
    hidden = factories.defendant(case=factories.case(title=f"{SECRET} case"), person=case.defendants.first().person)
    factories.hearing_defendant(
        factories.hearing(hidden.case, day="2026-11-23", time="10:00", court=case.court), defendant=hidden
    )
    restrict(keeper)
    common = {"time": dt.time(10), "court": case.court, "room": "", "defendants": list(case.defendants.all())}
    assert preview(editor, case, [FIRST], **common)[0].doubts == []
    assert preview(keeper, case, [FIRST], **common)[0].doubts


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", ["moved", "recess", "adjourned"])
def test_hearing_that_goes_on_another_day_makes_the_next(case: Case, editor: User, outcome: str) -> None:
    moved = factories.hearing(case, day="2026-12-01", time="10:00", outcome=outcome)
    following = plan_next(hearing=moved, day="2026-12-08", time=dt.time(11), by=editor)
    assert Hearing.objects.get(pk=moved.pk).adjourned_to == following


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["look", "make"])
@pytest.mark.parametrize("first", ["0001-01-01", "1799-12-31", "2201-01-01", "9999-12-31"])
def test_series_in_a_year_that_no_hearing_can_have_is_refused_in_the_form(
    case: Case, as_editor: Client, first: str, verb: str
) -> None:
    sent = {"first": first, "weekdays": list(range(7)), "count": 2, "kind": "session", "verb": verb, "day": first}
    response = as_editor.post(reverse("desk_series", args=[case.pk]), sent)
    assert response.status_code == 422 and "first" in response.context["form"].errors
    assert Hearing.objects.count() == 1
