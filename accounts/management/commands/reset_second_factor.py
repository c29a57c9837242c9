"""`manage.py reset_second_factor`: for a user who lost every factor and every recovery code."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import administration
from accounts.models import User


class Command(BaseCommand):
    """Available only here, not in the admin: see `administration.remove_second_factors`."""

    help = "Forget the second factors of an account; its owner enrols anew after the next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the account."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove the factors.

        Raises:
            CommandError: there is no such account.
        """
        user = User.objects.named(options["username"])
        if user is None:
            raise CommandError("There is no such account.")
        administration.remove_second_factors(user=user)
        self.stdout.write("Done. The account has no second factor until its owner enrols one at the next sign-in.")
