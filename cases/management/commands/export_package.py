"""Write persons and cases as a data package: `manage.py export_package FILE --as USERNAME [--sensitive] [--files]`."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.exceptions import Refused
from accounts.models import User
from cases.spreadsheets.export.export import take_out_package

PIECE = 1 << 20


class Command(BaseCommand):
    help = "Write all persons and cases that an account may see as a data package (zip); logged like every export."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, who takes it out, and what goes along."""
        parser.add_argument("file", help="the package to write; it must not exist yet")
        parser.add_argument("--as", dest="username", required=True, help="the account that takes the records out")
        parser.add_argument("--sensitive", action="store_true", help="with contacts, health and relatives")
        parser.add_argument("--files", action="store_true", help="with photos and evidence files")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, readable by this account alone. Raises CommandError with a sentence."""
        by = User.objects.filter(is_active=True).named(options["username"])
        if by is None:
            raise CommandError(f"There is no active account “{options['username']}”.")
        path = Path(options["file"])
        if path.exists():
            raise CommandError(f"{path} exists already. Choose another name.")
        try:
            made = take_out_package(by=by, filtered_by="", sensitive=options["sensitive"], with_files=options["files"])
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        try:
            with made.file, os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                while piece := made.file.read(PIECE):
                    file.write(piece)
        except OSError as wrong:
            raise CommandError(f"{path} cannot be written: {wrong.strerror}.") from wrong
        for noun, count in sorted(made.rows.items()):
            self.stdout.write(f"{noun}: {count}")
        self.stdout.write(f"Files: {made.files}, missing: {made.missing}. Written to {path}.")
