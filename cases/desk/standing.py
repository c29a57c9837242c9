"""Where one defendant stands in legal time: expected release, the most they face, days held; each with its inputs."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk import bridge
from cases.desk.says import said
from cases.models import Defendant
from cases.terms.exposure import NO, YES, Exposure
from cases.terms.release import Estimate
from cases.vocabulary import Instance

MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class Line:
    """One result: what it is, the answer, what it was made of, what is doubtful in it."""

    title: str
    answer: str
    inputs: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def standing_of(defendant: Defendant, today: dt.date) -> list[Line]:
    """Release, exposure and days held of a defendant; nothing of it is stored, and none of it is public."""
    return [_release(defendant, today), _exposure(bridge.exposure(defendant)), _held(defendant, today)]


def _release(defendant: Defendant, today: dt.date) -> Line:
    estimate = bridge.release(defendant, today, bridge.sources_of(defendant))
    doubts = [said(note) for note in (*estimate.warnings, *estimate.withheld)]
    if any(one.instance == Instance.ADDITION and not one.addition for one in defendant.sentences.all()):
        doubts.append(str(bridge.READ_AS))
    if not settings.PUBLIC_RELEASES:
        doubts.append(_("The organisation tells no expected release in public."))
    return Line(_("Expected release (an estimate)"), _when(estimate), [said(step) for step in estimate.steps], doubts)


def _when(estimate: Estimate) -> str:
    if estimate.earliest is None or estimate.latest is None:
        return said(estimate.reason) if estimate.reason else _("not known")
    first, last = (date_format(day, "j E Y") for day in (estimate.earliest, estimate.latest))
    day = first if first == last else _("between %(first)s and %(last)s") % {"first": first, "last": last}
    return _("ended: %(day)s") % {"day": day} if estimate.ended else day


def _exposure(faced: Exposure) -> Line:
    answer = _("not known") if faced.most is None else _length(faced.most)
    if faced.least is not None and faced.least != faced.most:
        answer = _("%(least)s to %(most)s") % {"least": _length(faced.least), "most": answer}
    parts = [answer]
    if faced.added is not None and faced.added != faced.most:
        parts.append(_("all charges added: %(term)s at most") % {"term": _length(faced.added)})
    possible = {YES: _("possible"), NO: ""}
    for word, how in ((_("life imprisonment"), faced.life), (_("death penalty"), faced.death)):
        if how != NO:
            parts.append(f"{word}: {possible.get(how) or _('perhaps possible')}")
    return Line(
        _("The most that the pending charges can bring"), "; ".join(parts), [said(note) for note in faced.notes]
    )


def _length(months: int) -> str:
    years, rest = divmod(months, MONTHS_IN_YEAR)
    words = [ngettext("%(n)s year", "%(n)s years", years) % {"n": years}] if years else []
    if rest or not years:
        words.append(ngettext("%(n)s month", "%(n)s months", rest) % {"n": rest})
    return " ".join(words)


def _held(defendant: Defendant, today: dt.date) -> Line:
    days = bridge.days_held(defendant.person, today)
    if days.most is None:
        answer = _("%(least)s days at least") % {"least": days.least}
    elif days.least == days.most:
        answer = ngettext("%(n)s day", "%(n)s days", days.least) % {"n": days.least}
    else:
        answer = _("%(least)s to %(most)s days") % {"least": days.least, "most": days.most}
    periods = [str(row) for row in defendant.person.custody.all() if row.kind in bridge.HELD]
    return Line(_("Days behind walls so far"), answer, periods)


def ready(pk: int) -> Defendant:
    """The defendant with everything that `standing_of` reads, in a few queries."""
    found: Defendant = (
        Defendant.objects.select_related("person", "case__jurisdiction__country")
        .prefetch_related(*bridge.WITH_FACTS)
        .get(pk=pk)
    )
    return found
