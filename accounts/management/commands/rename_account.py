"""`manage.py rename_account`: repair names that predate the name checks, or change one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import administration
from accounts.exceptions import Refused
from accounts.models import User


class Command(BaseCommand):
    """Renames one account; `--check` lists accounts with faulty names."""

    help = "Give an account another username or display name. --check lists accounts whose names need repair."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the account and its new names."""
        parser.add_argument("account", nargs="?", default="", help="present username")
        parser.add_argument("--username", help="new username")
        parser.add_argument("--display-name", help="new name shown to colleagues")
        parser.add_argument(
            "--check", action="store_true", help="list accounts whose names need repair, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rename, or list.

        Raises:
            CommandError: there is no such account, or the name was refused.
        """
        if options["check"]:
            self._list()
            return
        user = User.objects.named(options["account"])
        if user is None:
            raise CommandError("There is no such account.")
        if options["username"] is None and options["display_name"] is None:
            raise CommandError("Give --username, --display-name or both.")
        try:
            administration.rename(
                by=None, user=user, username=options["username"], display_name=options["display_name"]
            )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write("Done. Tell the person the new name.")

    def _list(self) -> None:
        faulty = [(user, administration.faulty_names(user)) for user in User.objects.all()]
        faulty = [(user, problems) for user, problems in faulty if problems]
        self.stdout.write(f"{len(faulty)} accounts need repair.")
        for user, problems in faulty:
            for problem in problems:
                self.stdout.write(f"{user.username!r} ({user.display_name!r}): {problem}")
