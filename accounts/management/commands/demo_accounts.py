"""`manage.py demo_accounts`: accounts to try the program with, in demonstration mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import demonstration
from accounts.refusals import Refused


class Command(BaseCommand):
    """Prints names and passphrases, new ones at every run."""

    help = "Make or renew the demonstration accounts and print their passphrases. Refused outside demonstration mode."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them.

        Raises:
            CommandError: demonstration mode is off.
        """
        try:
            made = demonstration.make_accounts(allowed=settings.DEMO)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        for user, role, passphrase in made:
            self.stdout.write(f"{user.username:<12} {role:<15} {passphrase}")
