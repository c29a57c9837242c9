"""Carrying out a preview: one transaction, all or nothing, with history, sources and a record of every row."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.db.models import prefetch_related_objects

from accounts import log, switches
from accounts.refusals import Refused
from cases.imports.changes import MODELS, Write
from cases.imports.mapping import Mapping
from cases.imports.plans import Term
from cases.imports.preview import Preview, PreviewRow, preview
from cases.imports.reading import Table
from cases.imports.resources import RESOURCES
from cases.imports.vocabulary import Vocabulary
from cases.models import ChangedMeanwhile, Citation, ImportBatch, ImportRow, Record, Source
from cases.vocabulary import Stance

__all__ = ["Mapping", "Preview", "Table", "carry_out", "check_may_import", "preview"]

PARENTS = {"charge": "defendant", "sentence": "defendant", "penalty": "sentence"}
OF_A_CASE = frozenset({"case", "defendant", "charge", "sentence", "penalty"})
# A full date of birth is never public; quoting it would put it where a reviewer may let it through.
NOT_QUOTED = frozenset({("person", "born"), ("person", "died")})
LONGEST_QUOTE, LONGEST_SAYS = 2000, 300
REFUSED_BY_DATABASE = "The database refuses it."
LOCK = 0x11575  # any number that nothing else locks


def check_may_import(by: Any) -> None:
    """Raise Refused unless `by` may take in lists now."""
    switches.check_not_frozen()
    if not by.has_perm("cases.import_records"):
        raise Refused("Your role may not take in lists.")


def carry_out(
    shown: Preview,
    by: AbstractBaseUser,
    expected_sha256: str,
    *,
    leave_refused: bool = False,
    accept_fall: bool = False,
) -> ImportBatch:
    """Write what the preview `shown` says, as `by`, and return the batch; all of it or nothing.

    `expected_sha256`: of the file that was previewed. `leave_refused`: take the other rows although some are refused.
    `accept_fall`: the list is whole although many people of the last time are missing.
    Raises Refused with a sentence when the file or the records are not those of the preview, when rows are refused, when
    the list fell sharply, and when the database refuses a row.
    """
    check_may_import(by)
    if shown.table.sha256 != expected_sha256:
        raise Refused("This is not the file that was previewed. Nothing was taken in.")
    with log.gathered():
        _one_at_a_time()
        # Made anew inside the transaction: somebody may have changed the records, or taken in the list, since it was shown.
        now = preview(shown.mapping, shown.table, by, file_name=shown.file_name, same_as=shown.same_as)
        if now.digest != shown.digest:
            raise Refused("The records changed since the preview was made. Look at it again; nothing was taken in.")
        _check_may_carry_out(now, leave_refused=leave_refused, accept_fall=accept_fall)
        return Carrying(now, by).run()


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

    def __init__(self, now: Preview, by: AbstractBaseUser) -> None:
        self.now, self.by = now, by
        self.words: Vocabulary = now.vocabulary
        self.source: Source = self.words.make(self.words.source, by=by)
        self.cases: dict[int, Record] = {}  # row -> its case, which several people of the row share

    def run(self) -> ImportBatch:
        """Write every row. Raises Refused naming the row where the database or a model refuses."""
        batch = ImportBatch.objects.create(
            mapping=self.now.mapping.name, file_name=self.now.file_name[:200], file_sha256=self.now.table.sha256,
            source=self.source, by=self.by, row_count=len(self.now.table.rows),
        )  # fmt: skip
        rows = []
        for row in self.now.rows:
            try:
                self._carry(row)
            except (ValidationError, DatabaseError, ChangedMeanwhile) as wrong:
                said = " ".join(wrong.messages) if isinstance(wrong, ValidationError) else REFUSED_BY_DATABASE
                raise Refused(f"Row {row.number} cannot be taken: {said} Nothing was taken in.") from wrong
            rows.append(self._kept(batch, row))
        ImportRow.objects.bulk_create(rows, batch_size=500)
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.now.counts.items()))
        log.write(
            action="imported", by=self.by, kind="importbatch", key=batch.pk,
            note=f"{batch.mapping}, {batch.file_name}, SHA-256 {batch.file_sha256}: {told}",
        )  # fmt: skip
        return batch

    def _kept(self, batch: ImportBatch, row: PreviewRow) -> ImportRow:
        cells = row.plan.cells if row.plan else {}
        return ImportRow(
            batch=batch, number=row.number, part=row.part, key=row.key[:300], outcome=row.outcome, person=row.person,
            case=row.case, cells=json.dumps(cells, ensure_ascii=False),
            reason=" ".join(filter(None, (row.column and f"{row.column}:", row.reason))),
        )  # fmt: skip

    def _carry(self, row: PreviewRow) -> None:
        made: dict[str, Any] = {"person": row.person, "case": row.case or self.cases.get(row.number)}
        for write in row.writes:
            # The second person of a row finds the case as the first one left it.
            done = self.cases.get(row.number) if write.noun == "case" else None
            made[write.noun] = done or self._write(write, made)
            if write.noun == "name":  # the log tells every later record by the person's name: read it once
                prefetch_related_objects([made["person"]], "names")
        row.person, row.case = made["person"], made["case"]
        if row.case is not None:
            self.cases[row.number] = row.case

    def _write(self, write: Write, made: dict[str, Any]) -> Record:
        record: Any = write.record if write.record is not None else MODELS[write.noun]()
        values = {name: self._resolved(value) for name, value in write.values.items()}
        if write.record is None:
            values |= self._parents(write.noun, made)
        if values or write.record is None:
            RESOURCES[write.noun].fill(record, values)
            RESOURCES[write.noun].store(record, by=self.by)
        self._cite(write, record, made)
        return record

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

    def _cite(self, write: Write, record: Record, made: dict[str, Any]) -> None:
        """The list as the source of every value taken from a cell, word for word; of a new record also as a whole."""
        about_case = write.noun in OF_A_CASE
        of = {"case": made.get("case") or record} if about_case else {"person": made.get("person") or record}
        if write.record is None and write.noun in ("person", "case"):
            self._citation(of, "")
        for name in write.values:
            column, quote = write.fact.cells.get(name, ("", ""))
            if column and (write.noun, name) not in NOT_QUOTED:
                self._citation(of, f"{record.path}/{name}", quote=quote[:LONGEST_QUOTE])
        for name, says in write.contradicted.items():
            self._citation(of, f"{record.path}/{name}", stance=Stance.CONTRADICTS, says=says[:LONGEST_SAYS])

    def _citation(self, of: dict[str, Any], about: str, **more: Any) -> None:
        Citation(source=self.source, about=about, **of, **more).save(by=self.by)
