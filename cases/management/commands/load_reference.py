"""`manage.py load_reference`: courts, laws, places of detention, countries and the like, as they come with the project."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.reference.load_reference_data import load
from cases.reference.reference_rows import FILES, BadRow


class Command(BaseCommand):
    """Safe to repeat: adds what is missing and changes nothing that is there."""

    help = "Add the reference data of the project that are not in the database yet."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--folder`: files of an organisation's own, in the form of the project's."""
        parser.add_argument("--folder", type=Path, default=FILES, help="Where the files are (default: the project's).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add them.

        Raises:
            CommandError: a row of a file cannot be taken; nothing was added.
        """
        try:
            added = load(options["folder"])
        except BadRow as refusal:
            raise CommandError(f"{refusal} Nothing was added.") from refusal
        if options["verbosity"]:
            kinds = ", ".join(f"{count} {noun}" for noun, count in added.items())
            self.stdout.write(f"{added.total()} reference records added{f': {kinds}' if kinds else ''}.")
