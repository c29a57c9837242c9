"""Carrying out a preview: all of it or nothing, with history, sources and a record of every row.

What is new is written piece by piece, and nobody sees any of it (`unfinished`). What changes records that are there, and the
record of every row, is written in the last transaction, which lets everybody see the whole. Whatever goes wrong before it,
what was written is removed again; after it nothing is missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, OperationalError, connection

from accounts import switches
from accounts.audit import log
from accounts.exceptions import Refused
from cases.domain.vocabulary import Stance
from cases.models import (
    Case,
    ChangedMeanwhile,
    Citation,
    ImportBatch,
    ImportRow,
    Person,
    Record,
    Source,
    UnfinishedList,
)
from cases.spreadsheets.import_ import unfinished
from cases.spreadsheets.import_.bulk_create import add_ready, make_ready
from cases.spreadsheets.import_.changing import Changes
from cases.spreadsheets.import_.known_records import MODELS
from cases.spreadsheets.import_.no_longer_said import Answers
from cases.spreadsheets.import_.parsed_row import Term
from cases.spreadsheets.import_.preview import Preview, PreviewRow, preview, unwatched
from cases.spreadsheets.import_.reference_lookup import Vocabulary
from cases.spreadsheets.import_.resources import RESOURCES
from cases.spreadsheets.import_.row_diff import NOTES, PARENTS, Write
from cases.spreadsheets.import_.turns import Pieces, alone
from cases.spreadsheets.import_.undo_log import Traces, slices, versions
from cases.spreadsheets.mapping.schema import SECRETS, Mapping
from cases.spreadsheets.reading import Table
from casetracker.db.bulk_insert import add_rows

__all__ = ["Agreed", "Mapping", "Preview", "Table", "carry_out", "check_may_import", "preview"]

T = TypeVar("T")
OF_A_CASE = frozenset({"case", "defendant", "charge", "sentence", "penalty"})
# A full date of birth is never public; quoting it would put it where a reviewer may let it through.
NOT_QUOTED = frozenset({("person", "born"), ("person", "died"), *(("person", name) for name in SECRETS)})
LONGEST_QUOTE, LONGEST_SAYS = 2000, 300
REFUSED_BY_DATABASE = "The database refuses it."
CHANGED = "The records changed since the preview was made. Look at it again; nothing was taken in."
SAME_NUMBER = "A case of this list has the number of another case. Nothing was taken in."
ROW = (
    "batch", "number", "part", "key", "outcome", "reason", "cells", "written", "said", "person_version", "case_version", "person",
    "case",
)  # fmt: skip


def check_may_import(by: Any) -> None:
    """Raise Refused unless `by` may take in lists now."""
    switches.check_not_frozen()
    if not by.has_perm("cases.import_records"):
        raise Refused("Your role may not take in lists.")


@dataclass(frozen=True)
class Agreed:
    """What somebody agreed to when they saw a preview: enough to make it anew and compare."""

    mapping: Mapping
    table: Table
    file_name: str
    same_as: dict[tuple[int, int], str]
    answers: Answers
    digest: str


def carry_out(
    shown: Preview | Agreed,
    by: AbstractBaseUser,
    expected_sha256: str,
    *,
    leave_refused: bool = False,
    accept_fall: bool = False,
    progress: Callable[[int, int], None] = unwatched,
    ended: Callable[[ImportBatch], None] | None = None,
) -> ImportBatch:
    """Write what the preview `shown` says, as `by`, and return the batch; all of it or nothing.

    `expected_sha256`: of the file that was previewed. `leave_refused`: take the other rows although some are refused.
    `accept_fall`: the list is whole although many people of the last time are missing. `progress` is told rows done and all.
    `ended` is called with the batch in the last transaction, to write down what must be true exactly when the list is in.
    Raises Refused with a sentence when the file or the records are not those of the preview, when rows are refused, when
    the list fell sharply, when the database refuses a row, and while another list is taken in.
    """
    check_may_import(by)
    if shown.table.sha256 != expected_sha256:
        raise Refused("This is not the file that was previewed. Nothing was taken in.")
    with alone():
        for left in UnfinishedList.objects.order_by("pk"):  # by a process that died
            unfinished.remove(left, by=None)
        # Made anew: somebody may have changed the records, or taken in the list, since it was shown. It only reads, so
        # nobody waits for it; what changes from here on is met in the last transaction.
        now = preview(
            shown.mapping, shown.table, by, file_name=shown.file_name, same_as=shown.same_as, answers=shown.answers,
            compare_names=False,
        )  # fmt: skip
        if now.digest != shown.digest:
            raise Refused(CHANGED)
        _check_may_carry_out(now, leave_refused=leave_refused, accept_fall=accept_fall)
        return Carrying(now, by, progress).run(ended)


def _check_may_carry_out(now: Preview, *, leave_refused: bool, accept_fall: bool) -> None:
    if now.refused and not leave_refused:
        first = now.refused[0]
        more = f" and {len(now.refused) - 1} more" if len(now.refused) > 1 else ""
        raise Refused(f"Row {first.number}{more} cannot be taken: {first.reason} Nothing was taken in.")
    if now.fell_sharply and not accept_fall:
        raise Refused(
            f"The list names {sum(now.people.values())} people; the last time it named {now.last_count}. "
            "If it is whole all the same, say so. Nothing was taken in."
        )


class Carrying:
    """One run: the batch, and what has been made so far."""

    def __init__(self, now: Preview, by: AbstractBaseUser, progress: Callable[[int, int], None] = unwatched) -> None:
        self.now, self.by, self.progress = now, by, progress
        self.traces = Traces()
        self.words: Vocabulary = now.vocabulary
        self.unfinished: UnfinishedList
        self.cases: dict[int, Record] = {}  # row -> its case, which several people of the row share
        self.found = {  # (model, key) -> version of the persons and cases that are there, as the preview read them
            (type(root), root.pk): root.version
            for row in now.all_rows if row.touches and not row.is_new for root in (row.person, row.case) if root is not None
        }  # fmt: skip

    def run(self, ended: Callable[[ImportBatch], None] | None = None) -> ImportBatch:
        """Write every row. Raises Refused naming the row where the database or a model refuses; then nothing is left."""
        new = [row for row in self.now.rows if row.is_new]
        others = [row for row in self.now.all_rows if not row.is_new]
        try:
            with log.gathered():
                self.unfinished = UnfinishedList.objects.create(by_id=self.by.pk)
            self._add_new(new)
            self._make_words(others)
            self.progress(len(new), len(self.now.rows))
            changes = self._safely(others, self._plan_changes)
            kept = [self._kept(row) for row in self.now.all_rows]
            with log.gathered():
                batch = self._finish(others, changes, kept)
                if ended is not None:
                    ended(batch)
                return batch
        except BaseException:
            for left in UnfinishedList.objects.order_by("pk"):
                unfinished.remove(left, by=self.by)
            raise

    def _add_new(self, new: list[PreviewRow]) -> None:
        """Write what is new, piece by piece, seen by nobody."""
        pieces, start = Pieces(), 0
        while start < len(new):
            self.progress(start, len(self.now.rows))
            rows = _piece(new, start, pieces.size)
            start += len(rows)
            self._safely(rows, self._make_words)
            self._safely(rows, lambda rows: self._add(rows, pieces))

    def _make_words(self, rows: list[PreviewRow]) -> None:
        """Make the reference data that these rows speak of and that is not there yet, and note it as made for the list."""
        of_cases = any(write.noun == "case" for row in rows for write in row.writes)
        terms = {self.words.source, *([self.words.jurisdiction] if of_cases else [])}
        terms |= {
            value for row in rows for write in row.writes for value in write.values.values() if isinstance(value, Term)
        }
        terms |= {Term("link", link) for row in rows if row.plan is not None for link in row.plan.links}
        missing = sorted((term for term in terms if self.words.find(term) is None), key=repr)
        if missing:
            with log.gathered():
                for term in missing:
                    self.words.make(term, by=self.by)
                self.unfinished.words = self._words_made()
                self.unfinished.save(update_fields=["words"])

    def _words_made(self) -> str:
        return json.dumps([[word.noun(), word.pk, word.version] for word in self.words.made])

    def _finish(self, rows: list[PreviewRow], changes: Changes, kept: list[dict[str, Any]]) -> ImportBatch:
        """Change what is there, write down what became of every row, and let everybody see all of it: the last transaction."""
        check_may_import(self.by)
        self._check_as_found()
        batch = ImportBatch.objects.create(
            mapping=self.now.mapping.name, file_name=self.now.file_name[:200], file_sha256=self.now.table.sha256,
            source=self.source, by_id=self.by.pk, row_count=len(self.now.table.rows),
        )  # fmt: skip
        self._safely(rows, lambda _rows: changes.write())
        for row in rows:
            self._safely([row], self._remove)
            self.traces.close(row)
        try:
            unfinished.show_all(self.unfinished)
        except IntegrityError as wrong:
            raise Refused(SAME_NUMBER) from wrong
        self._keep(batch, kept, rows)
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.now.counts.items()))
        log.write(
            action="imported", by=self.by, kind="importbatch", key=batch.pk,
            note=f"{batch.mapping}, {batch.file_name}, SHA-256 {batch.file_sha256}: {told}",
        )  # fmt: skip
        return batch

    def _remove(self, rows: list[PreviewRow]) -> None:
        """Remove what these rows were decided to lose, children before their parents."""
        for row in rows:
            for record in row.removals:
                record.remove(by=self.by)

    @property
    def source(self) -> Source:
        """The list itself as a source."""
        source: Source = self.words.make(self.words.source, by=self.by)
        return source

    def _check_as_found(self) -> None:
        """The persons and cases that rows change are as the preview found them; locked until the end of the transaction."""
        for model in (Person, Case):
            wanted = {key: version for (kind, key), version in self.found.items() if kind is model}
            for some in slices(sorted(wanted)):
                rows = model.objects.visible_to(self.by).select_for_update(of=("self",)).filter(pk__in=some)
                there = dict(rows.order_by("pk").values_list("pk", "version"))
                if there != {key: wanted[key] for key in some}:
                    raise Refused(CHANGED)

    def _keep(self, batch: ImportBatch, kept: list[dict[str, Any]], others: list[PreviewRow]) -> None:
        """The rows with what each of them wrote, and the reference data that was made on the way."""
        wrote = {id(row): self._as_stored(written=written) for row in others if (written := self.traces.written(row))}
        left = [row for row in others if id(row) in wrote]
        persons = versions(Person, [row.person.pk for row in left if row.person is not None])
        cases = versions(Case, [row.case.pk for row in left if row.case is not None])
        for row, values in zip(self.now.all_rows, kept, strict=True):
            values["batch"] = batch.pk
            if not row.is_new:
                values.update(self._as_stored(said=row.said()))
            if id(row) in wrote:
                values.update(wrote[id(row)], person=row.person and row.person.pk, case=row.case and row.case.pk)
                values["person_version"] = persons.get(values["person"] or 0)
                values["case_version"] = cases.get(values["case"] or 0)
        add_rows(ImportRow, ROW, ([values[name] for name in ROW] for values in kept))
        batch.words = self._words_made()
        batch.save(update_fields=["words"])

    def _kept(self, row: PreviewRow) -> dict[str, Any]:
        """What is kept of a row, as the database takes it, so far as it is known before the last transaction: all of a new one."""
        cells = row.plan.cells if row.plan else {}
        written = self.traces.written(row)
        return self._as_stored(
            batch=None, number=row.number, part=row.part, key=row.key[:300], outcome=row.outcome.value,
            reason=" ".join(filter(None, (row.column and f"{row.column}:", row.reason))),
            cells=json.dumps(cells, ensure_ascii=False), written=written,
            said=row.said() if row.is_new else "",
            person_version=row.person.version if written and row.person else None,
            case_version=row.case.version if written and row.case else None,
            person=row.person and row.person.pk, case=row.case and row.case.pk,
        )  # fmt: skip

    def _as_stored(self, **values: Any) -> dict[str, Any]:
        fields: Any = ImportRow._meta
        return {name: fields.get_field(name).get_db_prep_save(value, connection) for name, value in values.items()}

    def _safely(self, rows: list[PreviewRow], work: Callable[[list[PreviewRow]], T]) -> T:
        """Work on these rows; what the database or a model refuses becomes a sentence, and everything is undone."""
        try:
            return work(rows)
        except OperationalError:  # it is busy or gone, and refuses nothing
            raise
        except (ValidationError, DatabaseError, ChangedMeanwhile) as wrong:
            said = " ".join(wrong.messages) if isinstance(wrong, ValidationError) else REFUSED_BY_DATABASE
            which = (
                f"Row {rows[0].number}" if len(rows) == 1 else f"One of the rows {rows[0].number} to {rows[-1].number}"
            )
            raise Refused(f"{which} cannot be taken: {said} Nothing was taken in.") from wrong

    def _add(self, rows: list[PreviewRow], pieces: Pieces) -> None:
        """Make the records of rows that speak of nobody who is there: together, wave by wave."""
        waves: dict[str, list[Record]] = {noun: [] for noun in (*MODELS, "citation")}
        for row in rows:
            made: dict[str, Any] = {"case": self.cases.get(row.number)}  # the first person of the row brought it
            for write in row.writes:
                done = self.cases.get(row.number) if write.noun == "case" else None
                if done is None:
                    done = MODELS[write.noun]()
                    RESOURCES[write.noun].fill(done, self._values(write, made))
                    waves[write.noun].append(done)
                    made[write.noun] = done
                    cited = self._citations(write, done, made) + self._own_sources(row, write, made)
                    waves["citation"] += cited
                    self.traces.note_made(row, done, *cited)
                made[write.noun] = write.done = done
            row.person, row.case = made["person"], made.get("case")
            if row.case is not None:
                self.cases[row.number] = row.case
        ready = list(waves.values())
        make_ready(ready, by=self.by)
        with pieces.turn(len(rows)), log.gathered():
            add_ready(ready, by=self.by, unfinished=self.unfinished)
        for row in rows:
            self.traces.close(row)

    def _plan_changes(self, rows: list[PreviewRow]) -> Changes:
        """What rows that speak of people who are there change and add, worked out before the last transaction."""
        waves: dict[str, list[Record]] = {noun: [] for noun in (*MODELS, "citation")}
        changes = Changes(self.by, list(waves.values()))
        for row in rows:
            self._safely([row], lambda rows: self._plan_row(rows[0], waves, changes))
        changes.make_ready()
        return changes

    def _plan_row(self, row: PreviewRow, waves: dict[str, list[Record]], changes: Changes) -> None:
        made: dict[str, Any] = {"person": row.person, "case": row.case or self.cases.get(row.number)}
        self.traces.note_versions(row, made)
        made |= {write.noun: write.record for write in row.facts if write.record is not None and not write.dropped}
        for write in row.writes:
            # The second person of a row has the case that the first one made.
            done = self.cases.get(row.number) if write.noun == "case" else None
            made[write.noun] = write.done = done or self._plan_write(row, write, made, waves, changes)
        for record in row.removals:
            self.traces.note_removed(row, record)
        row.person, row.case = made["person"], made["case"]
        if row.case is not None:
            self.cases[row.number] = row.case

    def _plan_write(
        self, row: PreviewRow, write: Write, made: dict[str, Any], waves: dict[str, list[Record]], changes: Changes
    ) -> Record:
        record: Any = write.record if write.record is not None else MODELS[write.noun]()
        if write.record is None:
            self.traces.note_made(row, record)
            RESOURCES[write.noun].fill(record, self._values(write, made))
            waves[write.noun].append(record)
        elif write.values:
            self.traces.note_changed(row, record, write.values)
            changes.begin(record)
            RESOURCES[write.noun].fill(record, self._values(write, made))
            changes.end(record)
        cited = self._citations(write, record, {**made, write.noun: record})
        if write.record is not None:
            cited = self._in_place(row, write, cited, changes)
        cited += self._own_sources(row, write, {**made, write.noun: record})
        waves["citation"] += cited
        self.traces.note_made(row, *cited)
        return record

    def _in_place(self, row: PreviewRow, write: Write, cited: list[Citation], changes: Changes) -> list[Citation]:
        """What this list cited for values that it gives anew is changed, or goes; returns what is cited for the first time."""
        assert write.record is not None, "a new record has no citations"
        wanted = {each.about: each for each in cited}
        names = [name for name in (*write.values, *write.contradicted) if name != NOTES]
        abouts = [f"{write.record.path}/{name}" for name in names]
        source = self.words.find(self.words.source)
        known = Citation.objects.filter(source=source, about__in=abouts).order_by("pk") if source and abouts else ()
        for citation in known:
            new = wanted.pop(citation.about, None)
            if new is None:
                row.removals.append(citation)
                continue
            self.traces.note_changed(row, citation, ("quote", "stance", "says"))
            changes.begin(citation)
            citation.quote, citation.stance, citation.says = new.quote, new.stance, new.says
            changes.end(citation)
        return [each for each in cited if wanted.get(each.about) is each]

    def _values(self, write: Write, made: dict[str, Any]) -> dict[str, Any]:
        values = {name: self._resolved(value) for name, value in write.values.items()}
        return values if write.record is not None else values | self._parents(write.noun, made)

    def _resolved(self, value: Any) -> Any:
        return self.words.make(value, by=self.by) if isinstance(value, Term) else value

    def _parents(self, noun: str, made: dict[str, Any]) -> dict[str, Any]:
        if noun == "person":
            return {}
        if noun == "case":
            return {"jurisdiction": self.words.make(self.words.jurisdiction, by=self.by)}
        if noun == "defendant":
            return {"case": made["case"], "person": made["person"]}
        parent = PARENTS.get(noun, "person")
        return {parent: made[parent]}

    def _citations(self, write: Write, record: Record, made: dict[str, Any]) -> list[Citation]:
        """The list as the source of every value taken from a cell, word for word; of a new record also as a whole."""
        of = {"case": made["case"]} if write.noun in OF_A_CASE else {"person": made["person"]}
        cited = [self._citation(of, "")] if write.record is None and write.noun in ("person", "case") else []
        for name in write.values if self.now.mapping.source.cite == "values" else ():
            column, quote = write.fact.cells.get(name, ("", ""))
            if column and (write.noun, name) not in NOT_QUOTED:
                cited.append(self._citation(of, f"{record.path}/{name}", quote=quote[:LONGEST_QUOTE]))
        for name, says in write.contradicted.items():
            about = f"{record.path}/{name}"
            cited.append(self._citation(of, about, stance=Stance.CONTRADICTS, says=says[:LONGEST_SAYS]))
        return cited

    def _own_sources(self, row: PreviewRow, write: Write, made: dict[str, Any]) -> list[Citation]:
        """The sources that the row itself names, for the person as a whole, unless they are cited already."""
        if write.noun != "person" or row.plan is None:
            return []
        person = made["person"]
        sources = [self.words.make(Term("link", link), by=self.by) for link in dict.fromkeys(row.plan.links)]
        known = set(person.citations.values_list("source", flat=True)) if person.pk and sources else set()
        return [Citation(source=each, about="", person=person) for each in sources if each.pk not in known]

    def _citation(self, of: dict[str, Any], about: str, **more: Any) -> Citation:
        return Citation(source=self.source, about=about, **of, **more)


def _piece(rows: list[PreviewRow], start: int, size: int) -> list[PreviewRow]:
    """About `size` rows from `start` on; the people of one row stay together."""
    end = min(start + size, len(rows))
    while end < len(rows) and rows[end].number == rows[end - 1].number:
        end += 1
    return rows[start:end]
