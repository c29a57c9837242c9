"""Take back a list as a whole: `manage.py take_back_list undo LIST --as USERNAME --reason TEXT [--dry-run]`.

LIST is the number that `import_list` printed. `withdraw` withdraws its submissions, `unpublish` unpublishes its records, `undo`
does both for what nobody else changed since and then undoes the list. Exit 0 when all of it was done, 1 otherwise; what was
done stays done, and the command can be given again for the rest.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.exceptions import Refused
from accounts.models import User
from cases.models import ImportBatch
from cases.review.models import UnpublishReason
from cases.spreadsheets.import_ import list_withdrawal

REASONS = [reason.value for reason in UnpublishReason if reason != UnpublishReason.MERGED]


class Command(BaseCommand):
    help = "Withdraw, unpublish or undo a list as a whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, with which list, as whom, and why."""
        parser.add_argument("step", choices=("withdraw", "unpublish", "undo"))
        parser.add_argument("list", type=int, help="the number of the list, as import_list printed it")
        parser.add_argument("--as", dest="username", required=True, help="the account that does it")
        parser.add_argument("--reason", required=True, help="why; kept in the audit log")
        parser.add_argument(
            "--because", choices=REASONS, default="wrong", help="why it is unpublished (default: wrong)"
        )
        parser.add_argument("--dry-run", action="store_true", help="only show what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show the counts, and do it unless --dry-run. Raises CommandError with a sentence; exit 1."""
        by = User.objects.filter(is_active=True).named(options["username"])
        batch = ImportBatch.objects.filter(pk=options["list"]).first()
        if by is None:
            raise CommandError(f"There is no active account “{options['username']}”.")
        if batch is None:
            raise CommandError(f"There is no list {options['list']}.")
        try:
            self._print(batch, by, undo=options["step"] == "undo")
            if options["dry_run"]:
                self.stdout.write("Dry run: nothing was changed.")
                return
            self._carry_out(batch, by, options)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused

    def _print(self, batch: ImportBatch, by: User, *, undo: bool) -> None:
        seen = list_withdrawal.outlook(batch, by, as_listed=undo)
        self.stdout.write(f"{batch}: {seen.pending} submissions awaiting review, {seen.public} records public.")
        if undo:
            self.stdout.write(
                f"{seen.taken_back} persons and cases are taken back; {seen.staying} stay as others changed them."
            )

    def _carry_out(self, batch: ImportBatch, by: User, options: dict[str, Any]) -> None:
        because, reason = UnpublishReason(options["because"]), options["reason"]
        if options["step"] == "undo":
            stays, ended = list_withdrawal.undo_list(batch=batch, by=by, reason=reason, because=because)
            self.stdout.write(f"Undone. {ended} submissions withdrawn or unpublished, {stays} persons and cases stay.")
        elif options["step"] == "unpublish":
            self._print_outcome(
                "unpublished", *list_withdrawal.unpublish_list(batch=batch, by=by, reason=reason, because=because)
            )
        else:
            self._print_outcome("withdrawn", *list_withdrawal.withdraw_list(batch=batch, by=by, reason=reason))

    def _print_outcome(self, what: str, count: int, refused: Counter[str]) -> None:
        self.stdout.write(f"{count} {what}.")
        if refused:
            raise CommandError("Not all: " + " ".join(f"{number} × {sentence}" for sentence, number in refused.items()))
