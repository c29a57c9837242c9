"""Verify the whole register, and rebuild it if something is wrong with it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.publication import register_file
from cases.publication.publish import UNWRITABLE, heal


class Command(BaseCommand):
    help = (
        "Read every page of the register, compare its bytes with those that were written, and make it anew if something is "
        "wrong. Nobody waits meanwhile; run it every night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only-tell", action="store_true", help="change nothing; end with 1 if something is wrong")

    def handle(self, *args: Any, only_tell: bool, **options: Any) -> None:
        """Verify.

        Raises:
            CommandError: something is wrong and nothing was to be changed, or the register could not be rebuilt.
        """
        if only_tell:
            if damage := register_file.damage(thorough=True):
                raise CommandError(damage)
        else:
            try:
                damage = heal()
            except UNWRITABLE as error:
                raise CommandError(f"The register is damaged and could not be made anew: {error}.") from error
            if damage:
                self.stderr.write(f"{damage} The register was made anew from the approvals.")
                return
        self.stdout.write("The register is whole.")
