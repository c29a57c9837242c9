"""`manage.py back_up FILE`: what cannot be made again, in one file; `--check` reads one through."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from casetracker import backup


class Command(BaseCommand):
    """Safe to run while people work."""

    help = "Write the private database and the evidence to one file. Keys are not in it: keep them elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what to do with it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="write nothing: read this backup through")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or read it.

        Raises:
            CommandError: a sentence on what went wrong; nothing half done is left.
        """
        file: Path = options["file"].absolute()
        try:
            names = (
                backup.check(file) if options["check"] else backup.make(file, connection=connection, data=settings.DATA)
            )
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        evidence = sum(name.startswith(f"{backup.EVIDENCE}/") for name in names)
        self.stdout.write(f"{file}: the database and {evidence} files of evidence, whole.")
