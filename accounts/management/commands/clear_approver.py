"""`manage.py clear_approver`: consent to an approver from the server, if no second administrator is left to consent."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clearances
from accounts.exceptions import Refused
from accounts.models import User


class Command(BaseCommand):
    """Consents; `--request` asks for clearance. Refused while an administrator could consent on the account's page."""

    help = (
        "Consent that an account may approve, where no administrator is left to consent. --request asks for clearance."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the account and the `--request` switch."""
        parser.add_argument("username")
        parser.add_argument("--request", action="store_true", help="ask for clearance instead of consenting to it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Request or consent.

        Raises:
            CommandError: there is no such account, or it was refused.
        """
        user = User.objects.named(options["username"])
        if user is None:
            raise CommandError("There is no such account.")
        try:
            (clearances.request if options["request"] else clearances.consent)(by=None, user=user)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        clearance = clearances.open_clearance(user)
        moment = clearance and clearance.effective_at
        self.stdout.write(f"Can approve from {clearances.in_words(moment)}." if moment else "Waiting for consent.")
