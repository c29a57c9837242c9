"""`manage.py demo_accounts`: create accounts to try the program, in demonstration mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import demo_accounts
from accounts.exceptions import Refused


class Command(BaseCommand):
    """Prints names and passphrases; each run makes new passphrases."""

    help = "Make or renew the demonstration accounts and print their passphrases. Refused outside demonstration mode."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the accounts and print them.

        Raises:
            CommandError: demonstration mode is off.
        """
        try:
            accounts = demo_accounts.make_accounts(allowed=settings.DEMO)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        for user, role, passphrase in accounts:
            self.stdout.write(f"{user.username:<12} {role:<15} {passphrase}")
