"""Dates of private records as timelines for `sentencing.chronology`: for a person, a prosecution, a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from cases.domain.dates import UnreadableDate, parse
from cases.domain.sentencing.chronology import Finding, Row, Timeline, findings
from cases.domain.sentencing.day_ranges import Range
from cases.models.case import Case, Defendant
from cases.models.fields import bounds, partial_date_names
from cases.models.person import Person
from cases.models.proceedings import Hearing, Sentence
from cases.models.record import Record

CODES = ("kind", "end", "instance", "outcome", "stage")
OF_A_PERSON = ("citizenships", "recognitions", "consents", "custody", "violations")
OF_A_DEFENDANT = ("charges", "sentences")
OF_OTHERS = ("addresses", "evidence")


def row_of(record: Record) -> Row:
    """One record with its partial dates as stored."""
    names = [field for field in partial_date_names(type(record)) if getattr(record, field)]
    dates = {name: Range(*bounds(record, name)) for name in names if getattr(record, f"{name}_edtf")}
    codes = {name: str(getattr(record, name)) for name in CODES if getattr(record, name, "")}
    return Row(record.path, dates, codes, frozenset(name for name in names if _is_no_day(record, name)))


def _is_no_day(record: Record, name: str) -> bool:
    """Whether a stored date has the form of a date but does not exist. Unreadable text counts as neither."""
    if getattr(record, f"{name}_edtf"):
        return False
    try:
        return parse(getattr(record, name)).impossible
    except UnreadableDate:
        return False


def rows_of(records: Iterable[Record]) -> list[Row]:
    """The rows of many records."""
    return [row_of(record) for record in records]


def person_rows(person: Person) -> list[Row]:
    """A person with all their dated records."""
    return [row_of(person), *(row for name in OF_A_PERSON for row in rows_of(getattr(person, name).all()))]


def prosecution_rows(defendant: Defendant) -> list[Row]:
    """A prosecution: the person, the case, and the records of this defendant."""
    hearings = [link.hearing for link in defendant.hearings.all()]
    defendant_rows = [row for name in OF_A_DEFENDANT for row in rows_of(getattr(defendant, name).all())]
    return [
        *person_rows(defendant.person),
        row_of(defendant.case),
        row_of(defendant),
        *defendant_rows,
        *rows_of(hearings),
    ]


def case_rows(case: Case) -> list[Row]:
    """A case and its hearings, for all defendants."""
    return rows_of([case, *case.hearings.all()])


def timelines_of(record: Record, user: Any = None) -> Iterator[Timeline]:
    """The timelines to check when `record` changes, limited to what `user` may see (None: everything)."""
    root = record.root
    if not isinstance(root, (Person, Case)):
        yield [
            row_of(root),
            *(row for name in OF_OTHERS if hasattr(root, name) for row in rows_of(getattr(root, name).all())),
        ]
        return
    yield person_rows(root) if isinstance(root, Person) else case_rows(root)
    prosecutions = Defendant.objects.filter(**{root.noun(): root})
    if user is not None:
        prosecutions = prosecutions.visible_to(user)
    if isinstance(record, (Defendant, Sentence)):
        prosecutions = prosecutions.filter(pk=record.pk if isinstance(record, Defendant) else record.defendant_id)
    elif isinstance(record, Hearing):
        prosecutions = prosecutions.filter(hearings__hearing=record)
    for defendant in prosecutions.select_related("person", "case").prefetch_related(*READ_AT_ONCE).order_by("pk"):
        yield prosecution_rows(defendant)


def impossible_in(record: Record, today: date, user: Any = None) -> dict[Finding, None]:
    """The impossible combinations in everything that a change of `record` can affect, each once, in order."""
    all_findings = (finding for timeline in timelines_of(record, user) for finding in findings(timeline, today))
    return {finding: None for finding in all_findings if finding.impossible}


READ_AT_ONCE = (*(f"person__{name}" for name in OF_A_PERSON), *OF_A_DEFENDANT, "hearings__hearing")
"""The rows of many prosecutions, read with a few queries."""
