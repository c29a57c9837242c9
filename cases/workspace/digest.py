"""Digest of events between two days, from approved values only: read from the register, so nothing else can appear."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.domain.vocabulary import (
    CustodyEnd,
    CustodyKind,
    HearingKind,
    Instance,
    PenaltyKind,
    RecognitionStatus,
    Regime,
)
from cases.public_site import addresses
from cases.public_site.edition import follow_file
from cases.public_site.models import (
    Published,
    PublishedCustody,
    PublishedDefendant,
    PublishedHearing,
    PublishedPenalty,
    PublishedPerson,
    PublishedRecognition,
    PublishedSentence,
)
from cases.workspace.published_releases import expected_releases, is_held

HEADINGS = (
    ("detained", gettext_noop("Taken into custody")),
    ("sentenced", gettext_noop("Sentenced")),
    ("recognised", gettext_noop("Recognised")),
    ("freed", gettext_noop("Released from custody")),
    ("died", gettext_noop("Died")),
    ("hearings", gettext_noop("Hearings")),
    ("expected", gettext_noop("Expected releases in the next 30 days (estimates)")),
    ("published", gettext_noop("New in the register")),
)
"""Sections in their order: code and English title."""
AHEAD = frozenset({"hearings", "expected"})
"""Sections that may include future days."""
AT_MOST = 500
"""Maximum of lines in a section."""


@dataclass(frozen=True)
class Line:
    """One event: its day, who or what, what happened, and its public address ("" for none)."""

    day: dt.date
    who: str
    what: str
    path: str = ""


@dataclass(frozen=True)
class Section:
    """Events of one kind, by day."""

    title: str
    lines: list[Line]


def sections_of(first: dt.date, last: dt.date, language: str) -> list[Section]:
    """Return the approved events between two days, both included, in one language; empty sections are left out.

    An event counts if all its possible days are in the period: "2022" is no news of a week. Future events have not
    happened; only hearings and expected releases are announced in advance.
    """
    follow_file()
    last_past = min(last, timezone.localdate())
    finders = {
        "detained": _detained, "sentenced": _sentenced, "recognised": _recognised, "freed": _freed, "died": _died,
        "hearings": _hearings, "expected": _expected, "published": _published,
    }  # fmt: skip
    with translation.override(language):
        sections = [
            Section(
                _(title),
                sorted(
                    finders[code](first, last if code in AHEAD else last_past, language),
                    key=lambda line: (line.day, line.who),
                ),
            )
            for code, title in HEADINGS
        ]
    return [section for section in sections if section.lines]


def _within(model: Any, name: str, first: dt.date, last: dt.date) -> Any:
    rows = model.objects.filter(**{f"{name}_lower__gte": first, f"{name}_upper__lte": last})
    return rows.order_by(f"{name}_lower", "id")[:AT_MOST]


def _label(choices: Any, code: str) -> str:
    return str(choices(code).label) if code in choices.values else ""


def _name(thing: Any, language: str) -> str:
    """Return the approved name in that language, or in English."""
    if thing is None:
        return ""
    return getattr(thing, f"name_{language}", "") or thing.name_en or thing.name_be or thing.name_ru


def _line(day: dt.date, person: PublishedPerson, parts: Iterable[str], language: str) -> Line:
    name = _name(person, language)
    return Line(day, name, ", ".join(filter(None, parts)), addresses.of(language, "person", person.id))


def _detained(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    """Starts of custody of people who were not in custody the day before."""
    rows = _within(PublishedCustody, "from_date", first, last).select_related("person", "facility")
    for row in rows.prefetch_related("person__custody"):
        if not is_held(row.person, row.from_date_lower - dt.timedelta(1)):
            parts = (_label(CustodyKind, row.kind), _name(row.facility, language))
            yield _line(row.from_date_lower, row.person, parts, language)


def _freed(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    """Ends of custody of people who are not in custody the day after."""
    rows = _within(PublishedCustody, "until", first, last).select_related("person").prefetch_related("person__custody")
    for row in rows:
        after = row.until_upper + dt.timedelta(1)
        if row.end not in (CustodyEnd.TRANSFER, CustodyEnd.DIED) and not is_held(row.person, after):
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
            if row.instance == Instance.ADDITION:  # never presented as the whole term
                terms = f"{_label(Instance, row.instance)}: {terms}"
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
        titles = {summary.language: summary.title for summary in row.case.summaries.all()}
        title = (
            titles.get(language)
            or titles.get("en")
            or _("Case %(number)s") % {"number": row.case.number or row.case_id}
        )
        details = ", ".join(filter(None, (_label(HearingKind, row.kind), _name(row.court, language))))
        yield Line(row.day_lower, title, details, addresses.of(language, "case", row.case_id))


def _expected(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    for release in expected_releases(last):
        days = (
            ""
            if release.earliest == release.latest
            else _("or later, until %(day)s") % {"day": release.latest.isoformat()}
        )
        yield _line(release.earliest, release.person, (_("estimate"), days), language)


def _published(first: dt.date, last: dt.date, language: str) -> Iterator[Line]:
    first_published = dict(
        Published.objects.filter(noun="person", first_on__range=(first, last)).values_list("id", "first_on")
    )
    defendants = set(PublishedDefendant.objects.filter(person__in=first_published).values_list("person", flat=True))
    for person in PublishedPerson.objects.filter(pk__in=first_published).order_by("sort_key", "id")[:AT_MOST]:
        details = _("a case is also public") if person.id in defendants else ""
        yield _line(first_published[person.id], person, (details,), language)


TITLE = gettext_noop("Events: %(first)s – %(last)s")
NOTE = gettext_noop("From the public register. Inexact dates are left out.")


def written(sections: list[Section], first: dt.date, last: dt.date, language: str, form: str, *, base: str = "") -> str:
    """Render the digest as "text", "html" or "markdown", ready to paste. `base`: public address for the links."""
    render = {"text": _text, "html": _html, "markdown": _markdown}[form]
    with translation.override(language):
        title = _(TITLE) % {"first": first.isoformat(), "last": last.isoformat()}
        empty_note = "" if sections else _("No published events in this period.")
        return render(title, sections, empty_note or _(NOTE), base)


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
    name = f'<a href="{escape(base + line.path)}">{escape(line.who)}</a>' if base and line.path else escape(line.who)
    return f"{name} ({escape(line.what)})" if line.what else name


def _markdown(title: str, sections: list[Section], note: str, base: str) -> str:
    parts = [f"# {_marked(title)}"]
    for section in sections:
        parts.append("\n".join([f"## {_marked(section.title)}", "", *(_bullet(line, base) for line in section.lines)]))
    return "\n\n".join([*parts, f"_{_marked(note)}_"]) + "\n"


def _bullet(line: Line, base: str) -> str:
    name = f"[{_marked(line.who)}]({base}{line.path})" if base and line.path else _marked(line.who)
    return f"- {line.day}: {name}" + (f" ({_marked(line.what)})" if line.what else "")


def _marked(text: str) -> str:
    """Escape all characters that have a meaning in Markdown or HTML."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in " ".join(text.split()))


LANGUAGES = tuple(code for code, _name_of in settings.LANGUAGES)
FORMS = ("text", "html", "markdown")
