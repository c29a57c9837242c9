"""Make the register again from the approved submissions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from cases.review.publish import publish_outstanding, rebuild


class Command(BaseCommand):
    help = (
        "Make the register again from the approved submissions; the same approvals give the same file, byte for byte."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="build it at this place and leave the register itself alone")
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only when it is missing or made for older tables; else apply what is outstanding",
        )

    def handle(self, *args: Any, to: Path | None, if_needed: bool, **options: Any) -> None:
        count = publish_outstanding() if if_needed else rebuild(to)
        if if_needed and not count:
            self.stdout.write("The register is up to date.")
        else:
            self.stdout.write(f"{count} persons and cases were written to the register.")
