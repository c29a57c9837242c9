"""`manage.py load_demo`: invented people and the founding case, to try the program with, in demonstration mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.exceptions import Refused
from cases.demonstration.build_records import Mistake
from cases.demonstration.load_demonstration import load
from cases.demonstration.lookup import NotThere


class Command(BaseCommand):
    """Does nothing when the demonstration is there already, so what was entered since stays."""

    help = "Load the demonstration data once. Refused outside demonstration mode."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them.

        Raises:
            CommandError: demonstration mode is off, or the data cannot be loaded; nothing was entered.
        """
        try:
            count = load(allowed=settings.DEMO, today=timezone.localdate())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        except (Mistake, NotThere) as reason:
            raise CommandError(str(reason)) from reason
        if options["verbosity"]:
            told = f"{count} persons and cases loaded." if count else "The demonstration data are there already."
            self.stdout.write(told)
