"""What came and what changed between two editions, and what was said on each day."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.publication.editions import changes, shelf


class Command(BaseCommand):
    help = (
        "Print as JSON which persons and cases came and changed from the edition in OLDER to the one in NEWER. With one folder: "
        "the number, day, digest and figures of every edition up to that one."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("older", type=Path)
        parser.add_argument("newer", type=Path, nargs="?")

    def handle(self, *args: Any, older: Path, newer: Path | None, **options: Any) -> None:
        """Compare.

        Raises:
            CommandError: a folder has no edition, or they are in the wrong order.
        """
        try:
            first = shelf.at(older)
            second = shelf.at(newer) if newer else None
        except shelf.EditionError as error:
            raise CommandError(str(error)) from error
        if second and second.manifest.number < first.manifest.number:
            raise CommandError("Name the older edition first.")
        self.stdout.write(json.dumps(changes.between(first, second) if second else first.history(), indent=2))
