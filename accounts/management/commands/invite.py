"""`manage.py invite`: create an account from the server, in particular the first administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import administration
from accounts.exceptions import Refused
from accounts.roles import BY_NAME
from accounts.signin.invitations import LIFETIME


class Command(BaseCommand):
    """Prints the path of a one-time link."""

    help = "Make an account and print the one-time link by which its owner sets a passphrase."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the name and the roles."""
        parser.add_argument("username")
        parser.add_argument("--role", action="append", default=[], choices=sorted(BY_NAME), required=True)
        parser.add_argument("--display-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the account and print the link.

        Raises:
            CommandError: it was refused.
        """
        try:
            _user, token = administration.invite(
                by=None, username=options["username"], roles=options["role"], display_name=options["display_name"]
            )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        hours = int(LIFETIME.total_seconds() // 3600)
        self.stdout.write(f"Open once, within {hours} hours, on the private site:\n/accounts/invitation/{token}/")
