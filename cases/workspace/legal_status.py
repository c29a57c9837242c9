"""Legal status of one defendant: expected release, maximum sentence, days in custody; each with its inputs."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.sentencing.expected_release import Estimate
from cases.domain.sentencing.maximum_sentence import NO, YES, Exposure
from cases.domain.vocabulary import Instance
from cases.models import Defendant
from cases.models.note_messages import said
from cases.workspace import term_inputs

MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class Line:
    """One result: title, answer, inputs and doubts."""

    title: str
    answer: str
    inputs: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def standing_of(defendant: Defendant, today: dt.date) -> list[Line]:
    """Return release, maximum sentence and days in custody of a defendant; none of it is stored or public."""
    return [_release(defendant, today), _exposure(term_inputs.exposure(defendant)), _held(defendant, today)]


def _release(defendant: Defendant, today: dt.date) -> Line:
    estimate = term_inputs.release(defendant, today, term_inputs.sources_of(defendant))
    doubts = [said(note) for note in (*estimate.warnings, *estimate.withheld)]
    if any(sentence.instance == Instance.ADDITION and not sentence.addition for sentence in defendant.sentences.all()):
        doubts.append(str(term_inputs.READ_AS))
    if not settings.PUBLIC_RELEASES:
        doubts.append(_("The organisation does not publish expected releases."))
    return Line(_("Expected release (an estimate)"), _when(estimate), [said(step) for step in estimate.steps], doubts)


def _when(estimate: Estimate) -> str:
    if estimate.earliest is None or estimate.latest is None:
        return said(estimate.reason) if estimate.reason else _("unknown")
    first, last = (date_format(day, "DATE_FORMAT") for day in (estimate.earliest, estimate.latest))
    day = first if first == last else _("between %(first)s and %(last)s") % {"first": first, "last": last}
    return _("ended: %(day)s") % {"day": day} if estimate.ended else day


def _exposure(faced: Exposure) -> Line:
    longest = _("unknown") if faced.most is None else _length(faced.most)
    if faced.least is not None and faced.least != faced.most:
        longest = _("%(least)s to %(most)s") % {"least": _length(faced.least), "most": longest}
    parts = [longest]
    if faced.added is not None and faced.added != faced.most:
        parts.append(_("all charges combined: at most %(term)s") % {"term": _length(faced.added)})
    possible = {YES: _("possible"), NO: ""}
    for label, certainty in ((_("life imprisonment"), faced.life), (_("death penalty"), faced.death)):
        if certainty != NO:
            parts.append(f"{label}: {possible.get(certainty) or _('may be possible')}")
    return Line(
        _("Maximum possible sentence on pending charges"), "; ".join(parts), [said(note) for note in faced.notes]
    )


def _length(months: int) -> str:
    years, months_left = divmod(months, MONTHS_IN_YEAR)
    words = [ngettext("%(n)s year", "%(n)s years", years) % {"n": years}] if years else []
    if months_left or not years:
        words.append(ngettext("%(n)s month", "%(n)s months", months_left) % {"n": months_left})
    return " ".join(words)


def _held(defendant: Defendant, today: dt.date) -> Line:
    days = term_inputs.days_held(defendant.person, today)
    if days.most is None:
        answer = _("%(least)s days at least") % {"least": days.least}
    elif days.least == days.most:
        answer = ngettext("%(n)s day", "%(n)s days", days.least) % {"n": days.least}
    else:
        answer = _("%(least)s to %(most)s days") % {"least": days.least, "most": days.most}
    periods = [str(row) for row in defendant.person.custody.all() if row.kind in term_inputs.HELD]
    return Line(_("Days in custody so far"), answer, periods)


def ready(pk: int) -> Defendant:
    """Load the defendant with everything that `standing_of` reads, in a few queries."""
    defendant: Defendant = (
        Defendant.objects.select_related("person", "case__jurisdiction__country")
        .prefetch_related(*term_inputs.WITH_FACTS)
        .get(pk=pk)
    )
    return defendant
