"""Dashboard panels on courts: hearings, missing outcomes, appeal deadlines."""

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.sentencing.appeal_deadlines import appeal_deadline
from cases.domain.vocabulary import HearingOutcome, Instance, Stage
from cases.models import Hearing, Sentence
from cases.workspace.dashboard.items import Found, Item, capped, cut, named, page_of
from cases.workspace.rule_tables import code_of, tables
from cases.workspace.term_inputs import dated

DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
OVERDUE_SINCE = 366 * DAY
"""Older hearings without an outcome belong to the archive, not to the dashboard."""
LONGEST_APPEAL = 30 * DAY
NOT_TAKING_PLACE = (HearingOutcome.MOVED, HearingOutcome.CANCELLED)


def _hearings(user: Any) -> QuerySet:
    return Hearing.objects.visible_to(user).select_related("case", "court")


def hearings_today(user: Any, today: dt.date) -> Found:
    """Hearings on this day, by time."""
    return capped(_ahead(user, today, today), _hearing)


def hearings_this_week(user: Any, today: dt.date) -> Found:
    """Hearings on the six days after this one."""
    return capped(_ahead(user, today + DAY, today + WEEK - DAY), _hearing)


def _ahead(user: Any, first: dt.date, last: dt.date) -> QuerySet:
    hearings = _hearings(user).filter(day_lower__range=(first, last), day_upper__lte=last)
    return hearings.exclude(outcome__in=NOT_TAKING_PLACE).order_by("day_lower", F("time").asc(nulls_last=True), "pk")


def _hearing(hearing: Hearing) -> Item:
    day: dt.date = hearing.day_lower  # type: ignore[attr-defined]
    hour = hearing.time.strftime("%H:%M") if hearing.time else ""
    return Item(
        named(hearing.case), page_of(hearing), f"{date_format(day, 'D j E')} {hour}".strip(),
        ", ".join(filter(None, [hearing.get_kind_display(), named(hearing.court), hearing.room])), about=(hearing.case,),
    )  # fmt: skip


def outcomes_missing(user: Any, today: dt.date) -> Found:
    """Past hearings without an outcome, latest first."""
    hearings = _hearings(user).filter(outcome="", day_upper__lt=today, day_lower__gte=today - OVERDUE_SINCE)
    return capped(hearings.order_by("-day_lower", "-pk"), lambda hearing: _over(hearing, today))


def _over(hearing: Hearing, today: dt.date) -> Item:
    days = (today - hearing.day_upper).days  # type: ignore[attr-defined]
    age = ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    return Item(
        named(hearing.case),
        f"{page_of(hearing)}#id_outcome",
        age,
        f"{hearing.get_kind_display()} {hearing.day}",
        days > 3,
        (hearing.case,),
    )


def appeals(user: Any, today: dt.date) -> Found:
    """Verdicts that can still be appealed, by the strict deadline (cases.domain.sentencing.appeal_deadlines)."""
    sentences = (
        Sentence.objects.visible_to(user)
        .filter(instance=Instance.FIRST, in_force="", decided_upper__gte=today - LONGEST_APPEAL)
        .filter(decided_lower__lte=today, replaced_by=None)
        .exclude(defendant__stage__in=(Stage.APPEAL, Stage.IN_FORCE, Stage.ENDED))
        .select_related("defendant__person", "defendant__case__jurisdiction__country")
        .prefetch_related("defendant__person__names")
    )
    due, rule_tables = [], tables()
    for sentence in sentences:
        place = sentence.defendant.case.jurisdiction
        deadline = appeal_deadline(dated(sentence, "decided"), code_of(place), rule_tables.appeals_of(place))
        if deadline is not None and deadline.last.upper is not None and deadline.last.upper >= today:
            due.append((deadline, sentence))
    due.sort(key=lambda pair: (pair[0].last.upper, pair[1].pk))
    return cut([_appeal(deadline, sentence, today) for deadline, sentence in due])


def _appeal(deadline: Any, sentence: Sentence, today: dt.date) -> Item:
    last = deadline.last.upper
    note = _("verdict of %(day)s; earliest possible deadline") % {"day": sentence.decided}
    if deadline.last != deadline.moved:
        note = f"{note}; {_('moved to a working day: %(day)s') % {'day': deadline.moved.written()}}"
    return Item(
        named(sentence.defendant),
        page_of(sentence),
        date_format(last, "D j E"),
        note,
        (last - today).days <= 3,
        (sentence.defendant,),
    )
