"""What a row would write: facts compared with the records that are there.

A list that comes again is compared three ways: what it said last time, what it says now, and what the record says. Only
where the list itself changed is a change proposed; a correction that an editor made since is never undone by the same row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.models import Record
from cases.spreadsheets.import_ import note_lines
from cases.spreadsheets.import_.known_records import MODELS, ONCE, Existing, agrees, empty_value, resolved
from cases.spreadsheets.import_.parsed_row import Fact, Term, notes_of
from cases.spreadsheets.import_.reference_lookup import Vocabulary
from cases.spreadsheets.import_.statements import Statement, same_value
from cases.spreadsheets.mapping.schema import REPEATED, SECRETS

PARENTS = {"charge": "defendant", "sentence": "defendant", "penalty": "sentence"}
# By what a fact of this edition is the successor of one of the last edition; the first that agrees wins.
SUCCEEDS_BY: dict[str, tuple[tuple[str, ...], ...]] = {
    "name": (("text", "kind", "language"), ("text",), ("slot",)),
    "occupation": (("occupation",), ("slot",)),
    "citizenship": (("country",), ("slot",)),
    "summary": (("language",), ("slot",)),
    "custody": (("kind", "from_date", "facility"), ("slot", "kind"), ("kind", "from_date"), ("kind",)),
    "violation": (("kind", "on_date"), ("slot", "kind"), ("kind",)),
    "charge": (("provision", "offence_stage"), ("provision",)),
    "penalty": (("slot", "kind"), ("kind",), ("slot",)),
    "recognition": (("organisation",),),
}  # fmt: skip
# One statement in several fields: where the list gives it anew, fields that it does not give any more are empty.
TOGETHER: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {
    "penalty": (
        ("kind", frozenset({"years", "months", "days", "regime", "amount", "currency"})),
        *((unit, frozenset({"years", "months", "days"})) for unit in ("years", "months", "days")),
    ),
    "name": (("text", frozenset({"given", "patronymic", "family"})),),
}  # fmt: skip
NOTES = "internal_notes"


@dataclass(slots=True)
class Change:
    """One value that a row would change: where, from what, to what, in words."""

    noun: str
    field: str
    before: str
    after: str


@dataclass(slots=True)
class Write:
    """What one fact writes: a record to be made (`record` is None), changed, or left as it is. `values` holds only what is set.

    `dropped`: nothing, since an editor removed the record and the list says nothing new. `done`: the record once it is made.
    """

    fact: Fact
    record: Record | None
    values: dict[str, Any]
    changes: list[Change] = field(default_factory=list)
    contradicted: dict[str, str] = field(default_factory=dict)  # field -> what the list says instead
    dropped: bool = False
    kept: dict[str, Any] = field(default_factory=dict)  # values that the list no longer gives and that stay
    kept_notes: list[str] = field(default_factory=list)
    done: Record | None = None

    @property
    def noun(self) -> str:
        """The noun of the fact."""
        return self.fact.noun

    @property
    def is_needed(self) -> bool:
        """Whether anything has to be written."""
        return not self.dropped and (self.record is None or bool(self.values or self.contradicted))

    def statement(self) -> Statement:
        """What is kept of the fact for the next edition."""
        record = self.done or self.record
        values, notes = {**self.fact.values, **self.kept}, [*self.fact.notes, *self.kept_notes]
        said = Fact(self.noun, self.fact.slot, values, notes=notes)
        return Statement(said, None if record is None else record.pk, kept=set(self.kept), kept_notes=self.kept_notes)


@dataclass(slots=True)
class Comparison:
    """What the facts of one person write, in order, and what the list said last time and does not say any more."""

    writes: list[Write] = field(default_factory=list)
    left: list[tuple[Statement, Record]] = field(
        default_factory=list
    )  # facts without a successor, whose record is there
    emptied: list[tuple[Write, str, Any]] = field(default_factory=list)  # values: (write, field, what the list said)
    unsaid: list[tuple[Write, list[str]]] = field(default_factory=list)  # lines of notes


def compare(
    facts: Sequence[Fact], *, existing: Existing | None, last: Sequence[Statement], vocabulary: Vocabulary,
    again: bool = False,
) -> Comparison:  # fmt: skip
    """What has to be written for one person of a row, parents first. `last`: what the list said of them last time.

    `again`: what the list says is a change of what is there, also where it says it for the first time.
    """
    order = list(MODELS)
    facts = sorted(facts, key=lambda fact: order.index(fact.noun))
    comparison = Comparison()
    if existing is None:
        comparison.writes = [Write(fact, None, _new_values(fact)) for fact in facts]
        return comparison
    pairs, rest = _paired(facts, last)
    records = {id(each): existing.of(each, vocabulary) for each in last}
    for fact, statement in pairs:
        comparison.writes.append(_write(fact, statement, records, existing, vocabulary, comparison, again=again))
    for statement in rest:
        record = records[id(statement)]
        if record is not None and not any(write.record is record for write in comparison.writes):
            comparison.left.append((statement, record))
    _bring_parents(comparison.writes)
    return comparison


def _paired(
    facts: Sequence[Fact], last: Sequence[Statement]
) -> tuple[list[tuple[Fact, Statement | None]], list[Statement]]:
    """Every fact with the one it succeeds, and those of the last edition that none succeeds."""
    found: dict[int, Statement] = {}
    rest = list(last)
    for noun in dict.fromkeys(fact.noun for fact in facts):
        rounds: tuple[tuple[str, ...], ...] = SUCCEEDS_BY.get(noun, ()) or (() if noun in REPEATED else ((),))
        for names in rounds:
            for fact in facts:
                if fact.noun != noun or id(fact) in found:
                    continue
                for statement in rest:
                    if statement.fact.noun == noun and _successor(fact, statement.fact, names):
                        found[id(fact)] = statement
                        rest = [each for each in rest if each is not statement]
                        break
    return [(fact, found.get(id(fact))) for fact in facts], rest


def _successor(fact: Fact, earlier: Fact, names: tuple[str, ...]) -> bool:
    return all(
        fact.slot == earlier.slot if name == "slot"
        else same_value(fact.noun, name, fact.values.get(name), earlier.values.get(name))
        for name in names
    )  # fmt: skip


def _write(
    fact: Fact, statement: Statement | None, records: dict[int, Record | None], existing: Existing, vocabulary: Vocabulary,
    comparison: Comparison, *, again: bool,
) -> Write:  # fmt: skip
    """The write that brings a record to what the fact says."""
    if statement is None:
        record = existing.take(fact, vocabulary)
        if record is None:
            return Write(fact, None, _new_values(fact))
        write = Write(fact, record, {})
        for name, value in fact.values.items():
            _set_new(write, name, value, vocabulary, again=again)
        _set_notes(write, fact.notes, [])
        return write
    record = records[id(statement)]
    if record is not None and not agrees(record, fact, ONCE.get(fact.noun, ()), vocabulary):
        record = existing.twin(fact, vocabulary) or record
    if record is None:
        write = Write(fact, None, _new_values(fact))
        write.dropped = not statement.gone and _says_the_same(fact, statement.fact)
        return write
    write = Write(fact, record, {})
    said = statement.fact.values
    changed = set()
    for name, value in fact.values.items():
        if name in said and same_value(fact.noun, name, said[name], value):
            continue
        if name in said:
            changed.add(name)
            set_value(write, name, value, vocabulary)
        else:
            _set_new(write, name, value, vocabulary, again=again)
            changed.add(name)
    _empty(write, statement, changed, comparison, vocabulary)
    _compare_notes(write, statement, comparison)
    return write


def _empty(
    write: Write, statement: Statement, changed: set[str], comparison: Comparison, vocabulary: Vocabulary
) -> None:
    """Values that the list gave and does not give any more: emptied with what they belong to, or told."""
    noun, fact = write.noun, write.fact
    with_others = {each for name, group in TOGETHER.get(noun, ()) if name in changed for each in group}
    for name, value in statement.fact.values.items():
        if name in fact.values or not same_value(noun, name, getattr(write.record, name), resolved(value, vocabulary)):
            continue
        if name in with_others:
            set_value(write, name, empty_value(noun, name), vocabulary)
            continue
        if name in statement.kept:
            write.kept[name] = value
        else:
            comparison.emptied.append((write, name, value))


def _compare_notes(write: Write, statement: Statement, comparison: Comparison) -> None:
    """Lines that the list changed are replaced; lines that it gives no longer are told."""
    said, now = statement.fact.notes, write.fact.notes
    gone = [note for note in said if note not in now]
    replaced = [note for note in gone if note_lines.heading(note) in {note_lines.heading(each) for each in now}]
    _set_notes(write, [note for note in now if note not in said], replaced)
    unsaid = [note for note in gone if note not in replaced and note not in statement.kept_notes]
    write.kept_notes += [note for note in gone if note in statement.kept_notes and note not in replaced]
    present = getattr(write.record, NOTES, "")
    unsaid = [note for note in unsaid if note_lines.holds(present, note)]
    if unsaid:
        comparison.unsaid.append((write, unsaid))


def _set_notes(write: Write, fresh: Sequence[str], replaced: Sequence[str]) -> None:
    """Notes of this edition in place of those they replace, or behind what the record has."""
    if not hasattr(write.record, NOTES) or not notes_of(Fact(write.noun, 0, notes=[*fresh, *replaced])):
        return
    before = getattr(write.record, NOTES)
    after = note_lines.changed(before, fresh, replaced)
    if after != before:
        write.values[NOTES] = after
        write.changes.append(Change(write.noun, NOTES, before, after))


def forget_value(write: Write, name: str, vocabulary: Vocabulary) -> None:
    """Empty a value that the list no longer gives."""
    set_value(write, name, empty_value(write.noun, name), vocabulary)


def forget_notes(write: Write, lines: Sequence[str]) -> None:
    """Take out notes that the list no longer gives, behind what the write changes already."""
    before = getattr(write.record, NOTES)
    after = note_lines.changed(write.values.get(NOTES, before), [], lines)
    write.changes = [change for change in write.changes if change.field != NOTES]
    write.values[NOTES] = after
    write.changes.append(Change(write.noun, NOTES, before, after))


def _bring_parents(writes: list[Write]) -> None:
    """A record to be made brings back the parent that an editor removed: there is no charge without its defendant."""
    for write in reversed(writes):
        if write.record is None and not write.dropped:
            for parent in writes:
                if parent.noun == PARENTS.get(write.noun):
                    parent.dropped = False


def _set_new(write: Write, name: str, value: Any, vocabulary: Vocabulary, *, again: bool) -> None:
    """A value that the list gives for the first time fills a gap; against a value that is there it is kept as disagreement."""
    current = getattr(write.record, name)
    if again or current in (None, "") or same_value(write.noun, name, current, empty_value(write.noun, name)):
        set_value(write, name, value, vocabulary)
    elif write.noun == "person" and name in SECRETS:
        if str(value) not in str(current):  # encrypted: never quoted as a disagreement, and never lost
            set_value(write, name, f"{current}\n{value}", vocabulary)
    elif not same_value(write.noun, name, current, resolved(value, vocabulary)):
        write.contradicted[name] = said_in_words(value)


def set_value(write: Write, name: str, value: Any, vocabulary: Vocabulary) -> None:
    """Set a value of a record that is there, unless it holds it already."""
    current = getattr(write.record, name)
    wanted = resolved(value, vocabulary)
    if (current is not None or value is None) and same_value(write.noun, name, current, wanted):
        return
    write.values[name] = value
    hidden = write.noun == "person" and name in SECRETS
    before = "…" if hidden and current else said_in_words(current)
    write.changes.append(Change(write.noun, name, before, said_in_words(value) if not current or not hidden else "…"))


def _says_the_same(fact: Fact, earlier: Fact) -> bool:
    return fact.values.keys() == earlier.values.keys() and all(
        same_value(fact.noun, name, earlier.values[name], value) for name, value in fact.values.items()
    )


def said_in_words(value: Any) -> str:
    """A value in words, for the preview."""
    if isinstance(value, Term):
        return " ".join(filter(None, (value.article, value.part))) or value.name
    return "" if value is None else str(value)


def _new_values(fact: Fact) -> dict[str, Any]:
    notes = notes_of(fact)
    return {**fact.values, NOTES: notes} if notes else dict(fact.values)
