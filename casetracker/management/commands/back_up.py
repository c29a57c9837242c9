"""`manage.py back_up FILE`: back up what cannot be recreated to one file; `--check` verifies a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from casetracker import backup
from casetracker.backup_contents import BackupError, check


class Command(BaseCommand):
    """Safe to run while people work."""

    help = "Write the private database and the evidence to one file. Keys are not in it: keep them elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and the `--check` switch."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="write nothing: read this backup through")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check the backup.

        Raises:
            CommandError: a sentence on what went wrong; no partial file is left.
        """
        file: Path = options["file"].absolute()
        try:
            contents = check(file) if options["check"] else backup.make(file, connection=connection, data=settings.DATA)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: the database and {len(contents.evidence)} files of evidence, whole.")
        if contents.head:
            self.stdout.write("Head of the log in it; note it down and keep it elsewhere, with the name of the file:")
            self.stdout.write(contents.head)
