"""Facts of one person or case that do not fit together, told on their pages: warnings, never refusals."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.desk import bridge
from cases.desk.item import named, page_of
from cases.desk.says import said
from cases.models import Case, Defendant, Person, Record
from cases.terms.notes import Note
from cases.terms.stages import contradictions


@dataclass(frozen=True)
class Doubt:
    """One contradiction: of whom (empty where that is clear), what, and where it is mended."""

    of: str
    what: str
    url: str


def warnings_of(record: Record, user: Any, today: dt.date) -> list[Doubt]:
    """What does not fit together in a person, a case or a defendant, as far as `user` may know of it.

    Of a person: the custody, and each prosecution that the user may know of. Of a case: each such defendant.
    """
    if isinstance(record, Person):
        own = [(note, "", page_of(record)) for note in contradictions(bridge.facts_of_person(record), today)]
        return _told([*own, *_of_defendants(_defendants(user).filter(person=record), today, of="case")])
    if isinstance(record, Case):
        return _told(_of_defendants(_defendants(user).filter(case=record), today, of="person"))
    if isinstance(record, Defendant):
        return _told(_of_defendants(_defendants(user).filter(pk=record.pk), today, of=""))
    return []


def _defendants(user: Any) -> Any:
    found = Defendant.objects.visible_to(user).select_related("person", "case")
    return found.prefetch_related(*bridge.WITH_HEARINGS).order_by("pk")


def _of_defendants(found: Iterable[Defendant], today: dt.date, *, of: str) -> list[tuple[Note, str, str]]:
    return [
        (note, named(getattr(defendant, of)) if of else "", page_of(defendant))
        for defendant in found
        for note in contradictions(bridge.facts(defendant), today)
    ]


def _told(notes: list[tuple[Note, str, str]]) -> list[Doubt]:
    """Each contradiction once: those of the custody come back with every prosecution of the person."""
    told = [(note, Doubt(of, said(note), url)) for note, of, url in notes]
    of_nobody = {note for note, doubt in told if not doubt.of}
    return [doubt for note, doubt in told if not doubt.of or note not in of_nobody]
