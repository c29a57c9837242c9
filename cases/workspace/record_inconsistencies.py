"""Inconsistent facts of one person or case, shown on their pages as warnings, never as refusals."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.domain.sentencing.calculation_notes import Note
from cases.domain.sentencing.inconsistencies import contradictions
from cases.models import Case, Defendant, Person, Record
from cases.models.date_conflicts import READ_AT_ONCE, case_rows, person_rows, prosecution_rows
from cases.models.note_messages import said
from cases.workspace.dashboard.items import named, page_of


@dataclass(frozen=True)
class Doubt:
    """One inconsistency: whose (empty if obvious), what, and where to correct it."""

    of: str
    what: str
    url: str


def warnings_of(record: Record, user: Any, today: dt.date) -> list[Doubt]:
    """Return the inconsistencies of a person, a case or a defendant that `user` may see.

    Of a person: the custody, and each prosecution visible to the user. Of a case: the case itself and each such
    defendant.
    """
    if isinstance(record, Person):
        notes = [(note, "", page_of(record)) for note in contradictions(person_rows(record), today)]
        return _told([*notes, *_of_defendants(_defendants(user).filter(person=record), today, of="case")])
    if isinstance(record, Case):
        notes = [(note, "", page_of(record)) for note in contradictions(case_rows(record), today)]
        return _told([*notes, *_of_defendants(_defendants(user).filter(case=record), today, of="person")])
    if isinstance(record, Defendant):
        return _told(_of_defendants(_defendants(user).filter(pk=record.pk), today, of=""))
    return []


def _defendants(user: Any) -> Any:
    defendants = Defendant.objects.visible_to(user).select_related("person", "case")
    return defendants.prefetch_related(*READ_AT_ONCE, "person__names").order_by("pk")


def _of_defendants(found: Iterable[Defendant], today: dt.date, *, of: str) -> list[tuple[Note, str, str]]:
    return [
        (note, named(getattr(defendant, of)) if of else "", page_of(defendant))
        for defendant in found
        for note in contradictions(prosecution_rows(defendant), today)
    ]


def _told(notes: list[tuple[Note, str, str]]) -> list[Doubt]:
    """Return each inconsistency once: those of the custody recur with every prosecution of the person."""
    doubts = [(note, Doubt(of, said(note), url)) for note, of, url in notes]
    own_notes = {note for note, doubt in doubts if not doubt.of}
    return [doubt for note, doubt in doubts if not doubt.of or note not in own_notes]
