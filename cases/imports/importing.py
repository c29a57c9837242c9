"""Carrying out a preview: one transaction, all or nothing, with history, sources and a record of every row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

from accounts import log, switches
from accounts.refusals import Refused
from cases.imports.adding import add_all
from cases.imports.changes import MODELS, Write
from cases.imports.mapping import Mapping
from cases.imports.plans import Term
from cases.imports.preview import Preview, PreviewRow, preview, unwatched
from cases.imports.reading import Table
from cases.imports.resources import RESOURCES
from cases.imports.traces import Traces
from cases.imports.vocabulary import Vocabulary
from cases.models import ChangedMeanwhile, Citation, ImportBatch, ImportRow, Record, Source
from cases.vocabulary import Stance

__all__ = ["Agreed", "Mapping", "Preview", "Table", "carry_out", "check_may_import", "preview"]

PARENTS = {"charge": "defendant", "sentence": "defendant", "penalty": "sentence"}
OF_A_CASE = frozenset({"case", "defendant", "charge", "sentence", "penalty"})
# A full date of birth is never public; quoting it would put it where a reviewer may let it through.
NOT_QUOTED = frozenset({("person", "born"), ("person", "died")})
LONGEST_QUOTE, LONGEST_SAYS = 2000, 300
PORTION = 250  # rows
REFUSED_BY_DATABASE = "The database refuses it."
LOCK = 0x11575  # any number that nothing else locks


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
    digest: str


def carry_out(
    shown: Preview | Agreed,
    by: AbstractBaseUser,
    expected_sha256: str,
    *,
    leave_refused: bool = False,
    accept_fall: bool = False,
    progress: Callable[[int, int], None] = unwatched,
) -> ImportBatch:
    """Write what the preview `shown` says, as `by`, and return the batch; all of it or nothing.

    `expected_sha256`: of the file that was previewed. `leave_refused`: take the other rows although some are refused.
    `accept_fall`: the list is whole although many people of the last time are missing. `progress` is told rows done and all.
    Raises Refused with a sentence when the file or the records are not those of the preview, when rows are refused, when
    the list fell sharply, and when the database refuses a row.
    """
    check_may_import(by)
    if shown.table.sha256 != expected_sha256:
        raise Refused("This is not the file that was previewed. Nothing was taken in.")
    with log.gathered():
        _one_at_a_time()
        # Made anew inside the transaction: somebody may have changed the records, or taken in the list, since it was shown.
        now = preview(
            shown.mapping, shown.table, by, file_name=shown.file_name, same_as=shown.same_as, compare_names=False
        )
        if now.digest != shown.digest:
            raise Refused("The records changed since the preview was made. Look at it again; nothing was taken in.")
        _check_may_carry_out(now, leave_refused=leave_refused, accept_fall=accept_fall)
        return Carrying(now, by, progress).run()


def _one_at_a_time() -> None:
    """SQLite has one writer anyway; PostgreSQL is told, so that one list taken in twice at once is made once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


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
        self.source: Source = self.words.make(self.words.source, by=by)
        self.cases: dict[int, Record] = {}  # row -> its case, which several people of the row share

    def run(self) -> ImportBatch:
        """Write every row. Raises Refused naming the row where the database or a model refuses."""
        batch = ImportBatch.objects.create(
            mapping=self.now.mapping.name, file_name=self.now.file_name[:200], file_sha256=self.now.table.sha256,
            source=self.source, by_id=self.by.pk, row_count=len(self.now.table.rows),
        )  # fmt: skip
        done = 0
        for rows in _portions(self.now.rows):
            self.progress(done, len(self.now.rows))
            done += len(rows)
            new = [row for row in rows if row.is_new]
            for portion, write in ((new, self._add), *(([row], self._carry) for row in rows if not row.is_new)):
                self._safely(portion, write)
        self._keep(batch)
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.now.counts.items()))
        log.write(
            action="imported", by=self.by, kind="importbatch", key=batch.pk,
            note=f"{batch.mapping}, {batch.file_name}, SHA-256 {batch.file_sha256}: {told}",
        )  # fmt: skip
        return batch

    def _keep(self, batch: ImportBatch) -> None:
        """The rows with what each of them wrote, and the reference data that was made on the way."""
        kept = [self._kept(batch, row) for row in self.now.rows]
        self.traces.put_versions(kept)
        ImportRow.objects.bulk_create(kept, batch_size=PORTION)
        batch.words = json.dumps([[word.noun(), word.pk, word.version] for word in self.words.made])
        batch.save(update_fields=["words"])

    def _safely(self, rows: list[PreviewRow], write: Callable[[list[PreviewRow]], None]) -> None:
        """Write these rows; what the database or a model refuses becomes a sentence, and everything is rolled back."""
        try:
            write(rows)
        except (ValidationError, DatabaseError, ChangedMeanwhile) as wrong:
            said = " ".join(wrong.messages) if isinstance(wrong, ValidationError) else REFUSED_BY_DATABASE
            which = (
                f"Row {rows[0].number}" if len(rows) == 1 else f"One of the rows {rows[0].number} to {rows[-1].number}"
            )
            raise Refused(f"{which} cannot be taken: {said} Nothing was taken in.") from wrong

    def _add(self, rows: list[PreviewRow]) -> None:
        """Make the records of rows that speak of nobody who is there: together, wave by wave."""
        waves: dict[str, list[Record]] = {noun: [] for noun in (*MODELS, "citation")}
        for row in rows:
            made: dict[str, Any] = {}
            for write in row.writes:
                done = self.cases.get(row.number) if write.noun == "case" else None
                if done is None:
                    done = MODELS[write.noun]()
                    RESOURCES[write.noun].fill(done, self._values(write, made))
                    waves[write.noun].append(done)
                    made[write.noun] = done
                    cited = self._citations(write, done, made)
                    waves["citation"] += cited
                    self.traces.note_made(row, done, *cited)
                made[write.noun] = done
            row.person, row.case = made["person"], made.get("case")
            if row.case is not None:
                self.cases[row.number] = row.case
        add_all(list(waves.values()), by=self.by)
        for row in rows:
            self.traces.close(row)

    def _carry(self, rows: list[PreviewRow]) -> None:
        """Write rows that speak of people who are there, record by record."""
        for row in rows:
            made: dict[str, Any] = {"person": row.person, "case": row.case or self.cases.get(row.number)}
            self.traces.note_versions(row, made)
            for write in row.writes:
                # The second person of a row finds the case as the first one left it.
                done = self.cases.get(row.number) if write.noun == "case" else None
                made[write.noun] = done or self._write(row, write, made)
            self.traces.close(row)
            row.person, row.case = made["person"], made["case"]
            if row.case is not None:
                self.cases[row.number] = row.case

    def _write(self, row: PreviewRow, write: Write, made: dict[str, Any]) -> Record:
        record: Any = write.record if write.record is not None else MODELS[write.noun]()
        if write.record is None:
            self.traces.note_made(row, record)
        elif write.values:
            self.traces.note_changed(row, record, write.values)
        if write.values or write.record is None:
            RESOURCES[write.noun].fill(record, self._values(write, made))
            RESOURCES[write.noun].store(record, by=self.by)
        for citation in self._citations(write, record, {**made, write.noun: record}):
            citation.save(by=self.by)
            self.traces.note_made(row, citation)
        return record

    def _values(self, write: Write, made: dict[str, Any]) -> dict[str, Any]:
        values = {name: self._resolved(value) for name, value in write.values.items()}
        return values if write.record is not None else values | self._parents(write.noun, made)

    def _kept(self, batch: ImportBatch, row: PreviewRow) -> ImportRow:
        cells = row.plan.cells if row.plan else {}
        return ImportRow(
            batch=batch, number=row.number, part=row.part, key=row.key[:300], outcome=row.outcome, person=row.person,
            case=row.case, cells=json.dumps(cells, ensure_ascii=False), written=self.traces.written(row),
            reason=" ".join(filter(None, (row.column and f"{row.column}:", row.reason))),
        )  # fmt: skip

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

    def _citation(self, of: dict[str, Any], about: str, **more: Any) -> Citation:
        return Citation(source=self.source, about=about, **of, **more)


def _portions(rows: list[PreviewRow]) -> Iterator[list[PreviewRow]]:
    """The rows in portions of about PORTION; the people of one row stay together."""
    portion: list[PreviewRow] = []
    for row in rows:
        if len(portion) >= PORTION and row.number != portion[-1].number:
            yield portion
            portion = []
        portion.append(row)
    if portion:
        yield portion
