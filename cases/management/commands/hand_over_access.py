"""`manage.py hand_over_access`: break-glass access to restricted records that nobody, or only the wrong account, can open."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Case, Intake, Person, Root, access_succession

KINDS: dict[str, type[Root]] = {"person": Person, "case": Case, "intake": Intake}


class Command(BaseCommand):
    """Adds one reader; removes nobody. Logged, and shown to all administrators on their home page."""

    help = "Make an account a reader of restricted records. Logged, and shown to all administrators on their home page."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which records, to whom, and why."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--record", metavar="KIND/ID", help="one record, such as person/x7k2m9q4w8ab")
        which.add_argument("--of", metavar="USERNAME", help="every restricted record that this account is a reader of")
        which.add_argument("--unreadable", action="store_true", help="every restricted record that nobody can open")
        parser.add_argument("--to", metavar="USERNAME", required=True, help="the account that gets access")
        parser.add_argument("--reason", required=True, help="why; kept in the audit log")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand over.

        Raises:
            CommandError: it was refused, or an account or record does not exist.
        """
        try:
            records = _chosen(options)
            count = access_succession.hand_over(records, to=_account(options["to"]), by=None, reason=options["reason"])
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            f"{options['to']} is now a reader of {count} restricted records. All administrators will see this."
        )


def _chosen(options: dict[str, Any]) -> list[Root]:
    if options["unreadable"]:
        return access_succession.unreadable()
    if options["of"]:
        of = _account(options["of"])
        return [one for model in KINDS.values() for one in model._base_manager.filter(restricted=True, readers=of)]
    noun, _slash, public_id = options["record"].partition("/")
    found = KINDS[noun]._base_manager.filter(public_id=public_id, restricted=True) if noun in KINDS else []
    if not found:
        raise CommandError(
            f"There is no restricted record {options['record']}. Write person/, case/ or intake/ and its id."
        )
    return list(found)


def _account(username: str) -> User:
    found: User | None = User.objects.filter(username=username).first()
    if found is None:
        raise CommandError(f"There is no account {username}.")
    return found
