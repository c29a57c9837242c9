"""The course of hearings."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Hearing
from cases.models.hearing_schedule import last_hearing, plan_next
from tests import factories


@pytest.mark.django_db
def test_last_hearing_is_that_of_the_latest_day() -> None:
    case = factories.case()
    late = factories.hearing(case, day="2022-05-09", time="10:00")
    for day in ("2021", "2022-05-08", "before 2022"):
        factories.hearing(case, day=day)
    factories.hearing(case, day="2022-05-09", time="09:00")
    assert last_hearing(case) == late
    assert last_hearing(factories.case()) is None


@pytest.mark.django_db
def test_plan_next_copies_and_links(editor: User) -> None:
    case = factories.case()
    hearing = factories.hearing(case, outcome="adjourned", room="7")
    factories.hearing_official(hearing, role="judge")
    factories.hearing_official(hearing, role="observer")
    factories.hearing_defendant(hearing)
    following = plan_next(hearing=hearing, day="2022-01-02", time=dt.time(9, 30), by=editor)
    hearing.refresh_from_db()
    assert hearing.adjourned_to == following
    assert (following.room, following.created_by, following.outcome) == ("7", editor, "")
    assert [row.role for row in following.officials.all()] == ["judge"]
    assert following.defendants.count() == 1


@pytest.mark.django_db
def test_plan_next_is_refused_without_adjournment_and_twice(editor: User) -> None:
    hearing = factories.hearing(factories.case(), outcome="held")
    with pytest.raises(Refused):
        plan_next(hearing=hearing, day="2022-01-02", by=editor)
    hearing.outcome = "adjourned"
    hearing.save(by=editor)
    plan_next(hearing=hearing, day="2022-01-02", by=editor)
    with pytest.raises(Refused):
        plan_next(hearing=hearing, day="2022-01-03", by=editor)


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "hour"), [("nonsense", None), ("", None), ("May 2022", dt.time(9))])
def test_plan_next_for_a_day_that_makes_no_sense_makes_nothing(editor: User, day: str, hour: dt.time | None) -> None:
    hearing = factories.hearing(factories.case(), outcome="adjourned")
    with pytest.raises(ValidationError):
        plan_next(hearing=hearing, day=day, time=hour, by=editor)
    assert Hearing.objects.count() == 1
