"""`manage.py sync_roles`: write the roles into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import role_groups
from accounts.exceptions import Refused


class Command(BaseCommand):
    """Idempotent; run after every migrate."""

    help = "Write the roles of accounts/roles.py into the database. Running it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what changed.

        Raises:
            CommandError: a role names a permission that does not exist.
        """
        try:
            changes = role_groups.sync_roles()
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        for change in changes or ["The roles are as they should be."]:
            self.stdout.write(change)
