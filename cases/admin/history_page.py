"""History of a record as a page: one line a change, grouped by save, filtered by person and field."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.audit import labels
from accounts.encrypted_choices import choice_of
from accounts.models import Entry
from accounts.request_user import user_of
from cases.models import Record, record_history
from cases.models.record_history import Words

LINES_A_PAGE = 100
DIGEST = re.compile(r"[0-9a-f]{64}")
SYSTEM = "system"
WHOLE_ROWS = ("added", "removed")
"""Actions whose entries, one for each field, make up one line: the whole row came or went."""

Choice = tuple[str, str, bool]
"""Value, label and whether it is chosen."""


@dataclass(frozen=True)
class Part:
    """One field of a line: its label, the values before and after, and the digests that are kept behind a link."""

    field: str
    before: str
    after: str
    note: str
    digests: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One change: what was done to what, and the fields that it touched."""

    action: str
    what: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Save:
    """Everything that one person saved at one moment."""

    at: datetime
    who: str
    lines: Sequence[Line]


def build_context(request: HttpRequest, record: Record) -> dict[str, Any]:
    """Return what the page shows of `record` to the user of `request`, filtered by `by` and `field` of the address."""
    visible = record_history.visible_entries(record.root, record_history.entries_of(record), user=user_of(request))
    entries = [entry for entry in visible if not record_history.says_only_whose(entry)]
    by, field = request.GET.get("by", ""), request.GET.get("field", "")
    wanted = [entry for entry in entries if by in ("", _person(entry)) and field in ("", f"{entry.kind}.{entry.field}")]
    page: Page[list[Entry]] = Paginator(_lines(wanted), LINES_A_PAGE).get_page(request.GET.get("p"))
    return {
        "saves": _saves(list(page)),
        "page": page,
        "people": _people(entries, by),
        "fields": _fields(entries, field),
        "filtered": bool(by or field),
        "older": _address(request, page.number + 1),
        "newer": _address(request, page.number - 1),
    }


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["p"] = str(number)
    return f"?{query.urlencode()}"


def _person(entry: Entry) -> str:
    return choice_of(entry.by) if entry.by else SYSTEM


def _people(entries: Iterable[Entry], chosen: str) -> list[Choice]:
    people = {entry.by_id: entry for entry in entries}
    named = {_person(entry): str(entry.by) if entry.by else _("system") for entry in people.values()}
    return [(value, label, value == chosen) for value, label in sorted(named.items(), key=lambda pair: pair[1])]


def _fields(entries: Iterable[Entry], chosen: str) -> list[Choice]:
    """Return the fields that were ever changed, as "period of custody: from"."""
    first = {f"{entry.kind}.{entry.field}": entry for entry in entries if entry.field}
    words = record_history.in_words(list(first.values()))
    named = [
        (value, f"{labels.kind_in_words(entry.kind)}: {told.field}")
        for (value, entry), told in zip(first.items(), words, strict=True)
    ]
    return [(value, label, value == chosen) for value, label in sorted(named, key=lambda pair: pair[1])]


def _moment(entry: Entry) -> tuple[Any, ...]:
    """Return what the entries of one save have in common."""
    return entry.at, entry.by_id, entry.batch


def _lines(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Group entries to lines: a row that came or went is one line, any other entry is one of its own."""

    def key(entry: Entry) -> tuple[Any, ...]:
        whole = entry.action in WHOLE_ROWS and entry.field
        return (*_moment(entry), entry.action, entry.kind, entry.key, "" if whole else entry.sequence)

    return [list(group) for _key, group in groupby(entries, key)]


def _saves(lines: Sequence[list[Entry]]) -> list[Save]:
    entries = [entry for line in lines for entry in line]
    words = dict(zip((entry.sequence for entry in entries), record_history.in_words(entries), strict=True))
    saves = []
    for _moment_of_save, group in groupby(lines, lambda line: _moment(line[0])):
        saved = list(group)
        first = words[saved[0][0].sequence]
        saves.append(Save(first.at, first.who, [_line(line, words) for line in saved]))
    return saves


def _line(entries: Sequence[Entry], words: dict[int, Words]) -> Line:
    first = words[entries[0].sequence]
    # The log is listed newest first, the fields of a row in the order of its form.
    in_order = sorted(entries, key=lambda entry: entry.sequence)
    what = first.what if record_history.model_of(entries[0].kind) else labels.kind_in_words(entries[0].kind)
    return Line(first.action, str(capfirst(what)), [_part(words[entry.sequence]) for entry in in_order])


def _part(told: Words) -> Part:
    digests = tuple(value for value in (told.before, told.after) if DIGEST.fullmatch(value))
    before, after = ("" if value in digests else value for value in (told.before, told.after))
    return Part(told.field, before, after, told.note, digests)
