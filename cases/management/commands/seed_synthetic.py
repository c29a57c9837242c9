"""`manage.py seed_synthetic`: invented, approved records in any number, for measuring, in demonstration mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.exceptions import Refused
from cases.demonstration.synthetic import seed

MOST = 1_000_000


class Command(BaseCommand):
    """The register is brought up to date by `manage.py rebuild_register` afterwards."""

    help = "Add invented, approved persons and cases. Refused outside demonstration mode."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, and which."""
        parser.add_argument("--persons", type=int, default=1000, help=f"how many persons, 1 to {MOST}")
        parser.add_argument("--seed", type=int, default=1, help="the same number gives the same records")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add them.

        Raises:
            CommandError: demonstration mode is off, or the number makes no sense.
        """
        if not 1 <= options["persons"] <= MOST:
            raise CommandError(f"--persons must lie between 1 and {MOST}.")
        try:
            count = seed(persons=options["persons"], seed=options["seed"], allowed=settings.DEMO)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        if options["verbosity"]:
            self.stdout.write(f"{count} invented persons and cases added. Now run: manage.py rebuild_register")
