"""Take in a data package: `manage.py import_package FILE --as USERNAME [--dry-run] [--update]`.

Prints what becomes of the rows of each table, each value that differs from what is here, and each row that is refused. All or
nothing. Exit 0 when it was taken in (or would be, with --dry-run), 1 otherwise.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from accounts.exceptions import Refused
from accounts.models import User
from cases.spreadsheets.package import take_in
from cases.spreadsheets.package.compare_package import Plan
from cases.spreadsheets.package.read_package import read_package


class Command(BaseCommand):
    help = "Take in a data package that export_package or the page Export wrote; all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, who takes it in, and how."""
        parser.add_argument("file", help="the package (zip)")
        parser.add_argument("--as", dest="username", required=True, help="the account that takes it in")
        parser.add_argument("--dry-run", action="store_true", help="only show what would become of each row")
        parser.add_argument(
            "--update", action="store_true", help="also change records that are here to what the package says"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, show, and unless --dry-run take in. Raises CommandError with a sentence; exit 1."""
        by = User.objects.filter(is_active=True).named(options["username"])
        if by is None:
            raise CommandError(f"There is no active account “{options['username']}”.")
        try:
            with Path(options["file"]).open("rb") as file:
                package = read_package(file)
                shown = take_in.preview(package, by=by, update=options["update"])
                self._print(shown)
                if shown.faults:
                    raise CommandError(f"{len(shown.faults)} rows are refused: nothing was taken in.")
                if options["dry_run"]:
                    self.stdout.write("Dry run: nothing was taken in.")
                    return
                take_in.take_in(package, by=by, digest=shown.digest, update=options["update"])
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        except OperationalError as busy:
            raise CommandError(f"The database is busy or does not answer: {busy}. Try again.") from busy
        except OSError as wrong:
            raise CommandError(f"{options['file']} cannot be read: {wrong.strerror}.") from wrong
        self.stdout.write("Taken in.")

    def _print(self, shown: Plan) -> None:
        for name in shown.package.changed:
            self.stdout.write(f"{name} was changed since the package was written.")
        for fault in shown.faults:
            self.stdout.write(f"{fault.table.file}, line {fault.line}  refused: {fault.sentence}")
        for each in shown.differences:
            becomes = "is changed to" if each.can_change and shown.update else "is kept; the package says"
            self.stdout.write(
                f"{each.table.file}, line {each.line}  {each.column}: “{each.here}” {becomes} “{each.package}”"
            )
        for count in shown.counts():
            told = f"{count.new} new, {count.same} unchanged, {count.changed} changed, {count.kept} kept, {count.refused} refused"
            self.stdout.write(f"{count.table.name}: {count.rows} rows = {told}")
