"""Rebuild the register from the approved submissions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.publication.publish import UNWRITABLE, publish_outstanding, rebuild


class Command(BaseCommand):
    help = (
        "Make the register again from the approved submissions; the same approvals give the same file, byte for byte."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="build it at this place and leave the register itself alone")
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only when it is missing, damaged, altered or made for older tables; else apply what is outstanding",
        )

    def handle(self, *args: Any, to: Path | None, if_needed: bool, **options: Any) -> None:
        """Build.

        Raises:
            CommandError: the register could not be written.
        """
        try:
            count = publish_outstanding() if if_needed else rebuild(to)
        except UNWRITABLE as error:
            raise CommandError(f"The register could not be written: {error}.") from error
        if if_needed and not count:
            self.stdout.write("The register is up to date.")
        else:
            self.stdout.write(f"{count} persons and cases were written to the register.")
