"""The sequence of hearings: the last one of a case, and the next one after an adjournment."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from cases.domain.vocabulary import HearingKind, HearingOutcome, OfficialRole
from cases.models.case import Case, Defendant
from cases.models.fields import compute
from cases.models.proceedings import Hearing, HearingDefendant, HearingOfficial
from cases.models.record import lock_root
from cases.models.reference import Official

HAS_A_NEXT = (HearingOutcome.ADJOURNED, HearingOutcome.MOVED, HearingOutcome.RECESS)
"""Outcomes after which the same hearing goes on, on another day."""
HELD_ONCE = (HearingKind.VERDICT,)
"""Kinds of hearings that the next one is not by default: nobody should record a verdict without meaning it."""
NOT_CARRIED = (OfficialRole.OBSERVER,)
"""Who was there by choice is not expected at the next hearing."""


def outcomes_with_a_next() -> str:
    """The outcomes in HAS_A_NEXT by their labels: “adjourned”, “rescheduled”, “recess”."""
    return ", ".join(f"“{outcome.label}”" for outcome in HAS_A_NEXT)


def last_hearing(case: Case) -> Hearing | None:
    """The hearing of `case` with the latest day; one on an unknown day only if there is no other."""
    latest = F("day_lower").desc(nulls_last=True), F("time").desc(nulls_last=True), F("pk").desc()
    return case.hearings.order_by(*latest).first()


def expected_officials(hearing: Hearing | None) -> list[tuple[Official, str]]:
    """Officials, with their roles, who are expected at the hearing after `hearing`."""
    if hearing is None:
        return []
    participants = hearing.officials.select_related("official").exclude(role__in=NOT_CARRIED).order_by("pk")
    return [(row.official, row.role) for row in participants]


def expected_defendants(case: Case, hearing: Hearing | None) -> list[Defendant]:
    """Defendants expected at the next hearing: those of the last one, or all of the case if there was none."""
    if hearing is not None:
        return [row.defendant for row in hearing.defendants.select_related("defendant").order_by("pk")]
    return list(case.defendants.order_by("pk"))


def check_may_plan_next(hearing: Hearing) -> None:
    """Raise Refused, with a sentence, unless `hearing` was adjourned and has no next hearing yet."""
    if hearing.outcome not in HAS_A_NEXT:
        raise Refused(
            _("A next hearing can be created only after one of these outcomes: %(outcomes)s.")
            % {"outcomes": outcomes_with_a_next()}
        )
    if hearing.adjourned_to_id is not None:
        raise Refused(_("The next hearing already exists. Change that one."))


@transaction.atomic
def plan_next(*, hearing: Hearing, day: str, time: dt.time | None = None, by: AbstractBaseUser | None) -> Hearing:
    """Create the hearing to which `hearing` was adjourned: same case, court, room, kind, officials and defendants.

    `day` is a partial date as typed, `time` the local time of the court, which needs an exact day. Links the two hearings.
    Raises Refused if the hearing was not adjourned or already has a next one, ValidationError for an unreadable day.
    """
    lock_root(hearing)
    check_may_plan_next(hearing)
    following = Hearing(
        case=hearing.case, court=hearing.court, room=hearing.room, kind=hearing.kind, openness=hearing.openness, day=day,
        time=time,
    )  # fmt: skip
    compute(following, "day")  # the constraint of the time uses the computed bounds
    following.court_is_meant = True  # as for the previous hearing
    following.full_clean(exclude=("case", "court"))
    following.save(by=by)
    for official, role in expected_officials(hearing):
        HearingOfficial(hearing=following, official=official, role=role).save(by=by)
    for defendant in expected_defendants(hearing.case, hearing):
        HearingDefendant(hearing=following, defendant=defendant).save(by=by)
    hearing.adjourned_to = following
    hearing.save(by=by)
    return following
