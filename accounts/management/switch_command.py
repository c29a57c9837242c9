"""Base of the three commands of the emergency switches."""

from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import switches
from accounts.exceptions import Refused
from accounts.models import User


class SwitchCommand(BaseCommand):
    """Turns one switch on; `--off` turns it off."""

    switch: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--off`, and for the lock the administrator who can still work."""
        parser.add_argument("--off", action="store_true", help="take the switch back")
        if self.switch == "lock":
            parser.add_argument("--keeper", default="", help="sign-in name of the administrator who can still work")

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn the switch on or off and report it.

        Raises:
            CommandError: it was refused.
        """
        keeper = None
        if options.get("keeper"):
            keeper = User.objects.named(options["keeper"])
            if keeper is None:
                raise CommandError("There is no such account.")
        try:
            switches.throw(self.switch, on=not options["off"], by=None, keeper=keeper)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{self.switch}: {'off' if options['off'] else 'on'}.")
