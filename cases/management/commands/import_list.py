"""Take in a list from the command line: `manage.py import_list MAPPING FILE --as USERNAME [--dry-run] [--submit]`.

Prints what becomes of each row that is made, changed or refused (row, column, reason) and counts that add up to the rows
of the file. All or nothing: with a refused row nothing is taken in unless --leave-refused says so. Exit 0 when the list
was taken (or would be, with --dry-run), 1 otherwise.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from accounts.refusals import Refused
from cases.imports import mapping_file
from cases.imports.importing import Preview, carry_out, check_may_import, preview
from cases.imports.keys import MappingError
from cases.imports.preview import PreviewRow
from cases.imports.reading import Unreadable, read_table
from cases.imports.vocabulary import label
from cases.models import Case, ImportBatch, Outcome, Person
from cases.review import transitions

MOST_LIKENESSES = 50  # printed; a list with more is compared in the admin


class Command(BaseCommand):
    help = "Take in a list of persons (CSV, XLSX, ODS) under a mapping; previews every row, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The mapping, the file, who takes it in, and how."""
        parser.add_argument("mapping", help=f"one of {', '.join(mapping_file.names())}, or the path of a TOML file")
        parser.add_argument("file", help="the list: CSV, XLSX or ODS")
        parser.add_argument("--as", dest="username", required=True, help="the account that takes the list in")
        parser.add_argument("--dry-run", action="store_true", help="only show what would become of each row")
        parser.add_argument("--submit", action="store_true", help="submit each person and case made for review")
        parser.add_argument(
            "--leave-refused", action="store_true", help="take the other rows although some are refused"
        )
        parser.add_argument(
            "--accept-fall", action="store_true", help="the list is whole although many people are missing"
        )
        parser.add_argument("--encoding", default="", help="of a text file, where the guess is wrong")
        parser.add_argument("--delimiter", default="", help="of a text file, where the guess is wrong")
        parser.add_argument("--sheet", default="", help="of a workbook with several sheets")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, preview, and unless --dry-run carry out. Raises CommandError with a sentence; exit 1."""
        by = User.objects.filter(username=options["username"], is_active=True).first()
        if by is None:
            raise CommandError(f"There is no active account “{options['username']}”.")
        try:
            check_may_import(by)
            shown = self._preview(by, options)
            self._print(shown)
            if shown.refused and not options["leave_refused"]:
                raise CommandError(f"{len(shown.refused)} rows are refused: nothing was taken in.")
            if options["dry_run"]:
                self.stdout.write("Dry run: nothing was taken in.")
                return
            self._carry_out(shown, by, options)
        except (Unreadable, MappingError) as refused:
            raise CommandError(str(refused)) from refused
        except Refused as refused:
            raise CommandError(refused.sentence) from refused

    def _preview(self, by: User, options: dict[str, Any]) -> Preview:
        mapping = mapping_file.load(options["mapping"])
        path = Path(options["file"])
        table = read_table(
            path,
            encoding=options["encoding"] or mapping.encoding,
            delimiter=options["delimiter"] or mapping.delimiter,
            sheet=options["sheet"],
            fill_short_rows=mapping.fill_short_rows,
        )
        read_as = [table.encoding, table.delimiter and f"divided by {table.delimiter!r}", table.sheet]
        self.stdout.write(f"{path.name}: {len(table.rows)} rows, {', '.join(filter(None, read_as))}.")
        for note in table.notes:
            self.stdout.write(f"  {note}")
        return preview(mapping, table, by, file_name=path.name)

    def _print(self, shown: Preview) -> None:
        for row in shown.rows:
            if row.outcome not in (Outcome.UNCHANGED, Outcome.LEFT_OUT):
                self.stdout.write(_line(row))
            for change in row.changes:
                self.stdout.write(f"    {change.noun}.{change.field}: “{change.before}” -> “{change.after}”")
        for number, doubt in shown.doubts:
            self.stdout.write(f"row {number}  look at: {doubt}")
        for term in shown.new_words:
            self.stdout.write(f"new word, to be verified: {label(term)}")
        for each in shown.likenesses[:MOST_LIKENESSES]:
            other = f"the person {each.public_id}" if each.public_id else f"row {each.other_row}"
            self.stdout.write(f"row {each.row}  {each.answer}: “{each.name}” and “{each.other_name}” ({other})")
        if len(shown.likenesses) > MOST_LIKENESSES:
            self.stdout.write(f"and {len(shown.likenesses) - MOST_LIKENESSES} more pairs of like names.")
        for key in shown.went:
            self.stdout.write(f"no longer in the list: {key}")
        counts = shown.counts
        told = ", ".join(f"{counts.get(outcome, 0)} {outcome.label}" for outcome in Outcome)
        self.stdout.write(f"Rows: {len(shown.table.rows)} = {told}.")
        people = ", ".join(f"{count} {Outcome(outcome).label}" for outcome, count in sorted(shown.people.items()))
        self.stdout.write(f"People: {sum(shown.people.values())}{f' = {people}' if people else ''}.")

    def _carry_out(self, shown: Preview, by: User, options: dict[str, Any]) -> None:
        # One transaction with the submissions: a list whose records cannot be submitted is not taken in half.
        with transaction.atomic():
            batch = carry_out(
                shown, by, shown.table.sha256,
                leave_refused=options["leave_refused"], accept_fall=options["accept_fall"],
            )  # fmt: skip
            submitted = self._submit(batch, by) if options["submit"] else 0
        self.stdout.write(f"Taken in as list {batch.pk}." + (f" {submitted} records submitted." if submitted else ""))

    def _submit(self, batch: ImportBatch, by: User) -> int:
        """Submit each person and case that the batch made; returns how many."""
        made = batch.rows.filter(outcome=Outcome.MADE).select_related("person", "case").order_by("pk")
        persons = {row.person.pk: row.person for row in made if row.person}
        cases = {row.case.pk: row.case for row in made if row.case}
        records: list[Person | Case] = [*persons.values(), *cases.values()]
        for record in records:
            transitions.submit(record=record, by=by)
        return len(records)


def _line(row: PreviewRow) -> str:
    column = f"{row.column}: " if row.column else ""
    told = f"  {column}{row.reason}" if row.reason else ""
    return f"row {row.number}  {row.outcome.label}{f'  {row.name}' if row.name else ''}{told}"
