"""What a list gave last time and does not give any more: told for every row, and kept, ended or removed as somebody decides.

Nothing goes by itself: without an answer everything stays, and is not asked again when the next edition comes.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.domain.dates import parse_typed
from cases.models import Citation, Person, PersonName, Record, Source
from cases.spreadsheets.import_.known_records import MODELS
from cases.spreadsheets.import_.parsed_row import Fact
from cases.spreadsheets.import_.reference_lookup import Vocabulary
from cases.spreadsheets.import_.row_diff import (
    NOTES,
    Comparison,
    Write,
    forget_notes,
    forget_value,
    said_in_words,
    set_value,
)
from cases.spreadsheets.import_.statements import Statement

KEEP, REMOVE, END = "keep", "remove", "end"
ALL = "*"  # the answer for whatever has none of its own
ENDS = frozenset({"custody", "recognition"})  # what has a day on which it ends
NEVER_REMOVED = frozenset({"person", "case"})
STAYS = gettext_noop("An import does not delete persons and cases.")
REFERRED = gettext_noop("Cannot be removed: other records or sources refer to it.")
ONLY_NAME = gettext_noop("Cannot be removed: a person needs a name.")
REQUIRED = gettext_noop("Cannot be removed: this field is required.")
Answers = MappingType[str, str]


@dataclass(slots=True)
class Unsaid:
    """One thing that the list no longer gives: a record (`field` is ""), or a value of one. `answer`: what becomes of it."""

    noun: str
    record: Record
    field: str
    value: str
    answer: str = KEEP
    reason: str = ""  # why it cannot be removed

    @property
    def key(self) -> str:
        """By which an answer names it."""
        return f"{self.noun}.{self.record.public_id}.{self.field}"

    @property
    def answers(self) -> list[str]:
        """What may be answered."""
        may_end = self.noun in ENDS and not self.field and not getattr(self.record, "until", "")
        return [KEEP, *([END] if may_end else []), *([] if self.reason else [REMOVE])]


@dataclass
class Settled:
    """What the answers come to: everything that is told, the records that go, and what the next edition is to know."""

    unsaid: list[Unsaid]
    removals: list[Record]
    statements: list[Statement]
    writes: list[Write]


def check_answer(answer: str) -> str:
    """The answer in one form: "keep", "remove" or "end 2024-05-06". Raises ValueError with a sentence."""
    how, _space, day = answer.strip().partition(" ")
    if how in (KEEP, REMOVE) and not day:
        return how
    if how != END:
        raise ValueError(
            _("“%(answer)s” is not an answer: choose keep, remove, or end with a date.") % {"answer": answer}
        )
    if not day.strip():
        raise ValueError(_("Enter the date on which it ended."))
    partial = parse_typed(day)
    if not partial.dated:
        raise ValueError(_("“%(day)s” is not a date in the calendar.") % {"day": day.strip()})
    return f"{END} {partial.text}"


def settle(
    comparison: Comparison,
    answers: Answers,
    *,
    vocabulary: Vocabulary,
    person: Person | None,
    row_is_gone: bool = False,
) -> Settled:
    """Apply the answers to what the list no longer gives. Changed values become writes, removed records are named."""
    settled = Settled([], [], [], [])
    own = vocabulary.find(vocabulary.source)
    going: set[tuple[str, int]] = set()
    order = list(MODELS)
    for statement, record in sorted(comparison.left, key=lambda each: -order.index(each[0].fact.noun)):
        noun = statement.fact.noun
        if statement.gone or (row_is_gone and noun in ("person", "case", "name")):
            statement.gone = statement.gone or not row_is_gone
            settled.statements.append(statement)
            continue
        unsaid = Unsaid(noun, record, "", _in_words(record))
        unsaid.reason = _why_not_removed(record, noun, going, own, person)
        _answer(unsaid, answers)
        settled.unsaid.append(unsaid)
        if unsaid.answer == REMOVE:
            going.add((noun, record.pk))
            settled.removals += [*_citations(record, own), record]
            continue
        if unsaid.answer.startswith(END):
            write = Write(Fact(noun, statement.fact.slot), record, {})
            set_value(write, "until", unsaid.answer.partition(" ")[2], vocabulary)
            settled.writes.append(write)
        statement.gone = True
        settled.statements.append(statement)
    for write, name, value in comparison.emptied:
        settled.unsaid.append(_settle_value(write, name, value, answers, vocabulary))
    for write, lines in comparison.unsaid:
        settled.unsaid.append(_settle_notes(write, lines, answers))
    settled.unsaid.reverse()
    return settled


def _settle_value(write: Write, name: str, value: Any, answers: Answers, vocabulary: Vocabulary) -> Unsaid:
    assert write.record is not None, "only of a record that is there can a value be emptied"
    field: Any = write.record._meta.get_field(name)
    unsaid = Unsaid(write.noun, write.record, name, said_in_words(value))
    unsaid.reason = "" if field.blank or field.null or field.has_default() else REQUIRED
    _answer(unsaid, answers)
    if unsaid.answer == REMOVE:
        forget_value(write, name, vocabulary)
    else:
        write.kept[name] = value
    return unsaid


def _settle_notes(write: Write, lines: Sequence[str], answers: Answers) -> Unsaid:
    assert write.record is not None, "only a record that is there has notes of an earlier edition"
    unsaid = Unsaid(write.noun, write.record, NOTES, "\n".join(lines))
    _answer(unsaid, answers)
    if unsaid.answer == REMOVE:
        forget_notes(write, lines)
    else:
        write.kept_notes += lines
    return unsaid


def _answer(unsaid: Unsaid, answers: Answers) -> None:
    answer = answers.get(unsaid.key) or answers.get(ALL, KEEP)
    unsaid.answer = answer if answer.partition(" ")[0] in unsaid.answers else KEEP


def _why_not_removed(
    record: Record, noun: str, going: set[tuple[str, int]], own: Source | None, person: Person | None
) -> str:
    """Why the record cannot be removed; "" where it can. `going`: nouns and keys of what is removed before it."""
    if noun in NEVER_REMOVED:
        return STAYS
    if noun == "name":
        removed = [key for kind, key in going if kind == "name"]
        if not PersonName.objects.filter(person=person).exclude(pk__in=[*removed, record.pk]).exists():
            return ONLY_NAME
    for relation in record._meta.related_objects:
        model: Any = relation.related_model
        if not issubclass(model, Record):
            continue
        below = model._base_manager.filter(**{relation.field.name: record.pk}).values_list("pk", flat=True)
        kind = next((each for each, of in MODELS.items() if of is model), "")
        if any((kind, key) not in going for key in below):
            return REFERRED
    others = Citation.objects.filter(_about(record))
    return REFERRED if others.exclude(source=own).exists() else ""


def _citations(record: Record, own: Source | None) -> list[Record]:
    """What the list itself cites for the record: it goes first."""
    return list(Citation.objects.filter(_about(record), source=own).order_by("pk"))


def _about(record: Record) -> Q:
    return Q(about=record.path) | Q(about__startswith=f"{record.path}/")


def _in_words(record: Any) -> str:
    kind = getattr(record, "provision", None) or getattr(record, "occupation", None) or record
    return str(kind)
