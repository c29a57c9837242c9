"""What happened between two days, out of approved values alone: read from the register, so that nothing else can get in."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.desk.forecast import expected_releases
from cases.register import addresses
from cases.register.edition import follow_file
from cases.register.models import (
    Published,
    PublishedCustody,
    PublishedDefendant,
    PublishedHearing,
    PublishedPenalty,
    PublishedPerson,
    PublishedRecognition,
    PublishedSentence,
)
from cases.vocabulary import CustodyEnd, CustodyKind, HearingKind, PenaltyKind, RecognitionStatus, Regime

HEADINGS = (
    ("detained", gettext_noop("Deprived of liberty")),
    ("sentenced", gettext_noop("Sentenced")),
    ("recognised", gettext_noop("Recognised")),
    ("freed", gettext_noop("Left custody")),
    ("died", gettext_noop("Died")),
    ("hearings", gettext_noop("Hearings")),
    ("expected", gettext_noop("Expected releases in the next 30 days (estimates)")),
    ("published", gettext_noop("New in the register")),
)
"""The sections in their order: code and English title."""
AT_MOST = 500
"""Lines of a section."""


@dataclass(frozen=True)
class Line:
    """One event: the day it happened on, who or what, what happened, and its public address ("" for none)."""

    day: dt.date
    who: str
    what: str
    path: str = ""


@dataclass(frozen=True)
class Section:
    """The events of one kind, in the order of their days."""

    title: str
    lines: list[Line]


def sections_of(first: dt.date, last: dt.date, language: str) -> list[Section]:
    """The approved events between two days, both included, in one language; sections without an event are left out.

    An event counts where all its possible days lie between the two: "2022" is no news of a week.
    """
    follow_file()
    find = {
        "detained": _detained, "sentenced": _sentenced, "recognised": _recognised, "freed": _freed, "died": _died,
        "hearings": _hearings, "expected": _expected, "published": _published,
    }  # fmt: skip
    with translation.override(language):
        made = [
            Section(_(title), sorted(find[code](first, last, language), key=lambda line: (line.day, line.who)))
            for code, title in HEADINGS
        ]
    return [section for section in made if section.lines]


def _within(model: Any, name: str, first: dt.date, last: dt.date) -> Any:
    found = model.objects.filter(**{f"{name}_lower__gte": first, f"{name}_upper__lte": last})
    return found.order_by(f"{name}_lower", "id")[:AT_MOST]


def _label(choices: Any, code: str) -> str:
    return str(choices(code).label) if code in choices.values else ""


def _name(thing: Any, language: str) -> str:
    """The approved name in that language, or in English."""
    if thing is None:
        return ""
    return getattr(thing, f"name_{language}", "") or thing.name_en or thing.name_be or thing.name_ru


def _line(day: dt.date, person: PublishedPerson, parts: Iterable[str], language: str) -> Line:
    who = _name(person, language)
    return Line(day, who, ", ".join(filter(None, parts)), addresses.of(language, "person", person.id))


def _detained(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    """The beginning of custody that does not follow upon other custody."""
    for row in _within(PublishedCustody.objects.model, "from_date", first, last).select_related("person", "facility"):
        before = row.person.custody.filter(
            end=CustodyEnd.TRANSFER, until_upper__gte=row.from_date_lower - dt.timedelta(3)
        )
        if not before.exclude(pk=row.pk).filter(until_lower__lte=row.from_date_upper).exists():
            parts = (_label(CustodyKind, row.kind), _name(row.facility, language))
            yield _line(row.from_date_lower, row.person, parts, language)


def _freed(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    rows = _within(PublishedCustody, "until", first, last).select_related("person")
    for row in rows:
        if row.end not in (CustodyEnd.TRANSFER, CustodyEnd.DIED):
            yield _line(row.until_lower, row.person, (_label(CustodyEnd, row.end),), language)


def _died(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    for person in _within(PublishedPerson, "died", first, last):
        yield _line(person.died_lower, person, (), language)


def _recognised(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    for row in _within(PublishedRecognition, "from_date", first, last).select_related("person", "organisation"):
        parts = (_label(RecognitionStatus, row.status), _name(row.organisation, language))
        yield _line(row.from_date_lower, row.person, parts, language)


def _sentenced(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    rows = _within(PublishedSentence, "decided", first, last).select_related("defendant__person", "court")
    for row in rows.prefetch_related("penalties"):
        if row.defendant.person is not None:
            terms = "; ".join(_penalty(penalty) for penalty in row.penalties.all())
            yield _line(row.decided_lower, row.defendant.person, (terms, _name(row.court, language)), language)


def _penalty(row: PublishedPenalty) -> str:
    length = " ".join(
        text for number, text in (
            (row.years, _("%(n)s y.")), (row.months, _("%(n)s mo.")), (row.days, _("%(n)s d.")),
        ) if number for text in [text % {"n": number}]
    )  # fmt: skip
    parts = (_label(PenaltyKind, row.kind), length, _label(Regime, row.regime))
    return " ".join(filter(None, parts))


def _hearings(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    rows = _within(PublishedHearing, "day", first, last).select_related("court")
    for row in rows.prefetch_related("case__summaries"):
        titles = {one.language: one.title for one in row.case.summaries.all()}
        who = (
            titles.get(language)
            or titles.get("en")
            or _("Case %(number)s") % {"number": row.case.number or row.case_id}
        )
        what = ", ".join(filter(None, (_label(HearingKind, row.kind), _name(row.court, language))))
        yield Line(row.day_lower, who, what, addresses.of(language, "case", row.case_id))


def _expected(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    for one in expected_releases(last):
        days = "" if one.earliest == one.latest else _("or later, until %(day)s") % {"day": one.latest.isoformat()}
        yield _line(one.earliest, one.person, (_("estimate"), days), language)


def _published(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    news = dict(Published.objects.filter(noun="person", first_on__range=(first, last)).values_list("id", "first_on"))
    tried = set(PublishedDefendant.objects.filter(person__in=news).values_list("person", flat=True))
    for person in PublishedPerson.objects.filter(pk__in=news).order_by("sort_key", "id")[:AT_MOST]:
        what = _("a case is public as well") if person.id in tried else ""
        yield _line(news[person.id], person, (what,), language)


TITLE = gettext_noop("What happened: %(first)s – %(last)s")
NOTE = gettext_noop("From the public register, as approved. Dates that are not known exactly are left out.")


def written(sections: list[Section], first: dt.date, last: dt.date, language: str, form: str, *, base: str = "") -> str:
    """The digest as "text", "html" or "markdown", ready to paste. `base`: the address of the public site, for links."""
    write = {"text": _text, "html": _html, "markdown": _markdown}[form]
    with translation.override(language):
        title = _(TITLE) % {"first": first.isoformat(), "last": last.isoformat()}
        nothing = "" if sections else _("Nothing was approved of these days.")
        return write(title, sections, nothing or _(NOTE), base)


def _text(title: str, sections: list[Section], note: str, base: str) -> str:
    parts = [title]
    for section in sections:
        parts.append("\n".join([section.title.upper(), *(_plain(line, base) for line in section.lines)]))
    return "\n\n".join([*parts, note]) + "\n"


def _plain(line: Line, base: str) -> str:
    link = f" {base}{line.path}" if base and line.path else ""
    return f"- {line.day}: {_joined(line.who, line.what)}{link}"


def _joined(who: str, what: str) -> str:
    return f"{who} ({what})" if what else who


def _html(title: str, sections: list[Section], note: str, base: str) -> str:
    parts = [f"<h1>{escape(title)}</h1>"]
    for section in sections:
        lines = "".join(f"<li>{line.day}: {_linked(line, base)}</li>" for line in section.lines)
        parts.append(f"<h2>{escape(section.title)}</h2>\n<ul>{lines}</ul>")
    return "\n".join([*parts, f"<p>{escape(note)}</p>"]) + "\n"


def _linked(line: Line, base: str) -> str:
    who = f'<a href="{escape(base + line.path)}">{escape(line.who)}</a>' if base and line.path else escape(line.who)
    return f"{who} ({escape(line.what)})" if line.what else who


def _markdown(title: str, sections: list[Section], note: str, base: str) -> str:
    parts = [f"# {_marked(title)}"]
    for section in sections:
        parts.append("\n".join([f"## {_marked(section.title)}", "", *(_bullet(line, base) for line in section.lines)]))
    return "\n\n".join([*parts, f"_{_marked(note)}_"]) + "\n"


def _bullet(line: Line, base: str) -> str:
    who = f"[{_marked(line.who)}]({base}{line.path})" if base and line.path else _marked(line.who)
    return f"- {line.day}: {who}" + (f" ({_marked(line.what)})" if line.what else "")


def _marked(text: str) -> str:
    """Text in which no sign of Markdown or HTML means anything."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in " ".join(text.split()))


LANGUAGES = tuple(code for code, _name_of in settings.LANGUAGES)
FORMS = ("text", "html", "markdown")
