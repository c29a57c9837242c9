"""`manage.py verify_log`: check the hash chain of the log and print its head."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.audit import verify


def _head(text: str) -> verify.Mark:
    try:
        return verify.parse_head(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class Command(BaseCommand):
    """Reports what was altered, removed or inserted; exits with 1 if anything was."""

    help = "Check the log's chain and print its head, which is to be kept elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--head`: an earlier head reveals a truncated log or a rewritten chain."""
        parser.add_argument(
            "--head", action="append", default=[], type=_head, metavar="NUMBER:DIGEST", help="a head printed earlier"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings and the head.

        Raises:
            CommandError: something was found.
        """
        findings = verify.verify(options["head"])
        for finding in findings:
            self.stderr.write(finding)
        number, digest = verify.current_head()
        if findings:
            raise CommandError(f"The log is not whole: {len(findings)} finding(s). Its head now: {number}:{digest}")
        self.stdout.write(f"The log is whole: {number} entries. Keep this head elsewhere:")
        self.stdout.write(f"{number}:{digest}")
