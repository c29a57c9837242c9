"""The course of hearings: the last one of a case, and the next one that an adjournment makes."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.refusals import Refused
from cases.models.base import lock_root
from cases.models.case import Case, Defendant
from cases.models.fields import compute
from cases.models.proceedings import Hearing, HearingDefendant, HearingOfficial
from cases.models.reference import Official
from cases.vocabulary import HearingOutcome, OfficialRole

HAS_A_NEXT = (HearingOutcome.ADJOURNED, HearingOutcome.MOVED, HearingOutcome.RECESS)
"""Outcomes after which the same hearing goes on, on another day."""
NOT_CARRIED = (OfficialRole.OBSERVER,)
"""Who was there by choice is not expected at the next hearing."""


def last_hearing(case: Case) -> Hearing | None:
    """The hearing of `case` with the latest day; one whose day is unknown only where there is no other."""
    latest = F("day_lower").desc(nulls_last=True), F("time").desc(nulls_last=True), F("pk").desc()
    return case.hearings.order_by(*latest).first()


def expected_officials(hearing: Hearing | None) -> list[tuple[Official, str]]:
    """Officials, with their roles, who are expected at the hearing after `hearing`."""
    if hearing is None:
        return []
    there = hearing.officials.select_related("official").exclude(role__in=NOT_CARRIED).order_by("pk")
    return [(row.official, row.role) for row in there]


def expected_defendants(case: Case, hearing: Hearing | None) -> list[Defendant]:
    """Defendants whom the next hearing will be about: those of the last one, or all of the case where there was none."""
    if hearing is not None:
        return [row.defendant for row in hearing.defendants.select_related("defendant").order_by("pk")]
    return list(case.defendants.order_by("pk"))


def check_may_plan_next(hearing: Hearing) -> None:
    """Raise Refused, with a sentence, unless an adjournment of `hearing` can make the next one."""
    if hearing.outcome not in HAS_A_NEXT:
        raise Refused(_("Only a hearing whose outcome is “adjourned”, “moved” or “recess” makes the next one."))
    if hearing.adjourned_to_id is not None:
        raise Refused(_("The hearing it was adjourned to is there already: change that one."))


@transaction.atomic
def plan_next(*, hearing: Hearing, day: str, time: dt.time | None = None, by: AbstractBaseUser | None) -> Hearing:
    """Make the hearing to which `hearing` was adjourned: same case, court, room, kind, officials and defendants.

    `day` is a partial date as typed, `time` the hour in local time of the court, which needs an exact day. Links the two.
    Raises Refused when the hearing was not adjourned or has its next one already, ValidationError for an unreadable day.
    """
    lock_root(hearing)
    check_may_plan_next(hearing)
    following = Hearing(
        case=hearing.case, court=hearing.court, room=hearing.room, kind=hearing.kind, openness=hearing.openness, day=day,
        time=time,
    )  # fmt: skip
    compute(following, "day")  # the constraint of the hour is over the computed bounds
    following.full_clean(exclude=("case", "court"))
    following.save(by=by)
    for official, role in expected_officials(hearing):
        HearingOfficial(hearing=following, official=official, role=role).save(by=by)
    for defendant in expected_defendants(hearing.case, hearing):
        HearingDefendant(hearing=following, defendant=defendant).save(by=by)
    hearing.adjourned_to = following
    hearing.save(by=by)
    return following
