"""Take in a list from the command line: `manage.py import_list MAPPING FILE --as USERNAME [--dry-run] [--submit]`.

Prints what becomes of each row that is made, changed or refused (row, column, reason) and counts that add up to the rows
of the file. All or nothing: with a refused row nothing is taken in unless --leave-refused says so. With --submit what it made
is submitted once the list is in, each record for itself. Exit 0 when the list was taken (or would be, with --dry-run) and all
of it submitted where that was asked for, 1 otherwise.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from accounts.exceptions import Refused
from accounts.models import User
from cases.models import ImportBatch, Outcome
from cases.spreadsheets.import_.apply_import import Preview, carry_out, check_may_import, preview
from cases.spreadsheets.import_.no_longer_said import ALL, check_answer
from cases.spreadsheets.import_.preview import PreviewRow
from cases.spreadsheets.import_.preview_storage import disagreements, made_records
from cases.spreadsheets.import_.reference_lookup import label
from cases.spreadsheets.import_.submitting import check_may_submit_lists, submit_batch
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.mapping.toml_reader import MappingError
from cases.spreadsheets.reading import Unreadable, read_table

MOST_LIKENESSES = 50  # printed; a list with more is compared in the admin


class Command(BaseCommand):
    help = "Take in a list of persons (CSV, XLSX, ODS) under a mapping; previews every row, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The mapping, the file, who takes it in, and how."""
        parser.add_argument("mapping", help=f"one of {', '.join(parse_mapping.names())}, or the path of a TOML file")
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
        parser.add_argument(
            "--no-longer-listed",
            dest="unsaid",
            default="keep",
            metavar="ANSWER",
            help="what becomes of values and records that the list no longer gives: keep (default), remove, or “end DATE”",
        )
        parser.add_argument("--encoding", default="", help="of a text file, where the guess is wrong")
        parser.add_argument("--delimiter", default="", help="of a text file, where the guess is wrong")
        parser.add_argument("--sheet", default="", help="of a workbook with several sheets")
        parser.add_argument("--hidden", action="store_true", help="take hidden rows and columns of a workbook too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, preview, and unless --dry-run carry out. Raises CommandError with a sentence; exit 1."""
        by = User.objects.filter(is_active=True).named(options["username"])
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
        except OperationalError as busy:
            raise CommandError(f"The database is busy or does not answer: {busy}. Try again.") from busy

    def _preview(self, by: User, options: dict[str, Any]) -> Preview:
        mapping = parse_mapping.load(options["mapping"])
        path = Path(options["file"])
        table = read_table(
            path,
            encoding=options["encoding"] or mapping.encoding,
            delimiter=options["delimiter"] or mapping.delimiter,
            sheet=options["sheet"],
            fill_short_rows=mapping.fill_short_rows,
            hidden=options["hidden"],
        )
        read_as = [table.encoding, table.delimiter and f"divided by {table.delimiter!r}", table.sheet]
        self.stdout.write(f"{path.name}: {len(table.rows)} rows, {', '.join(filter(None, read_as))}.")
        for note in table.notes:
            self.stdout.write(f"  {note}")
        try:
            answers = {ALL: check_answer(options["unsaid"])}
        except ValueError as wrong:
            raise CommandError(str(wrong)) from wrong
        return preview(mapping, table, by, file_name=path.name, answers=answers)

    def _print(self, shown: Preview) -> None:
        for row in shown.all_rows:
            if row.outcome not in (Outcome.UNCHANGED, Outcome.LEFT_OUT, Outcome.JOINED) or row.unsaid:
                self.stdout.write(_line(row))
            self._print_row(row)
        for number, doubt in shown.doubts:
            self.stdout.write(f"row {number}  look at: {doubt}")
        for term in shown.new_words:
            self.stdout.write(f"new word, to be verified: {label(term)}")
        for each in shown.likenesses[:MOST_LIKENESSES]:
            other = f"the person {each.public_id}" if each.public_id else f"row {each.other_row}"
            self.stdout.write(f"row {each.row}  {each.answer}: “{each.name}” and “{each.other_name}” ({other})")
        if len(shown.likenesses) > MOST_LIKENESSES:
            self.stdout.write(f"and {len(shown.likenesses) - MOST_LIKENESSES} more pairs of like names.")
        counts = shown.counts
        told = ", ".join(
            f"{counts.get(outcome, 0)} {outcome.label}" for outcome in Outcome
            if outcome in counts or outcome not in (Outcome.JOINED, Outcome.GONE)
        )  # fmt: skip
        self.stdout.write(f"Rows: {len(shown.table.rows)} = {told}.")
        people = ", ".join(f"{count} {Outcome(outcome).label}" for outcome, count in sorted(shown.people.items()))
        self.stdout.write(f"People: {sum(shown.people.values())}{f' = {people}' if people else ''}.")

    def _print_row(self, row: PreviewRow) -> None:
        """Everything that carrying out would do with the row: values changed, records added and removed, and what it leaves."""
        for change in row.changes:
            self.stdout.write(f"    {change.noun}.{change.field}: “{change.before}” -> “{change.after}”")
        for noun, values in made_records(row):
            told = ", ".join(f"{field} “{value}”" for field, value in values)
            self.stdout.write(f"    + {noun}{f': {told}' if told else ''}")
        for record in row.removals:
            if record.noun() != "citation":
                self.stdout.write(f"    - {record._meta.verbose_name}: {record}")
        for what, recorded, says in disagreements(row):
            self.stdout.write(f"    {what}: “{recorded}” is kept; the list says “{says}”")
        for unsaid in row.unsaid:
            what = f"{unsaid.noun}.{unsaid.field}" if unsaid.field else unsaid.noun
            self.stdout.write(f"    no longer in the list: {what} “{unsaid.value}”: {unsaid.answer}")

    def _carry_out(self, shown: Preview, by: User, options: dict[str, Any]) -> None:
        if options["submit"]:
            check_may_submit_lists(by)
        batch = carry_out(
            shown, by, shown.table.sha256, leave_refused=options["leave_refused"], accept_fall=options["accept_fall"]
        )
        self.stdout.write(f"Taken in as list {batch.pk}.")
        if options["submit"]:
            self._submit(batch, by)

    def _submit(self, batch: ImportBatch, by: User) -> None:
        """Submit each person and case that the batch made. Raises CommandError where some are refused; the others are in."""
        submitted, refused = submit_batch(batch=batch, by=by, outcomes=[Outcome.MADE])
        self.stdout.write(f"{submitted} records submitted.")
        if refused:
            told = " ".join(f"{count} × {sentence}" for sentence, count in refused.items())
            raise CommandError(f"The list is taken in, but not all of it could be submitted: {told}")


def _line(row: PreviewRow) -> str:
    column = f"{row.column}: " if row.column else ""
    told = f"  {column}{row.reason}" if row.reason else ""
    if row.outcome == Outcome.GONE:
        return f"no longer in the list: {row.key}  {row.name}"
    return f"row {row.number}  {row.outcome.label}{f'  {row.name}' if row.name else ''}{told}"
