"""`manage.py verify_log`: check the chain of the log and print its head."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import verification


def _head(text: str) -> verification.Mark:
    try:
        return verification.parse_head(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class Command(BaseCommand):
    """Says what was altered, removed or inserted; exits with 1 when anything was."""

    help = "Check the log's chain and print its head, which is to be kept elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """A head printed earlier shows that the end was cut off or the chain written anew."""
        parser.add_argument(
            "--head", action="append", default=[], type=_head, metavar="NUMBER:DIGEST", help="a head printed earlier"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings and the head.

        Raises:
            CommandError: something was found.
        """
        findings = verification.verify(options["head"])
        for finding in findings:
            self.stderr.write(finding)
        number, digest = verification.current_head()
        if findings:
            raise CommandError(f"The log is not whole: {len(findings)} finding(s). Its head now: {number}:{digest}")
        self.stdout.write(f"The log is whole: {number} entries. Keep this head elsewhere:")
        self.stdout.write(f"{number}:{digest}")
