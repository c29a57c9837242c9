"""Make a verified copy of the register for transfer to another host."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.publication import register_file
from cases.publication.publish import UNWRITABLE, copy_register


class Command(BaseCommand):
    help = (
        "Copy the register to TARGET, also while something is published: one whole edition, read back and compared. "
        "TARGET is replaced at the end, in one step."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path)

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        """Copy.

        Raises:
            CommandError: TARGET is the register or not a file, or no intact copy could be made.
        """
        target = target.absolute()
        if target.resolve() == register_file.register_path().resolve():
            raise CommandError("This is the register itself; name another file.")
        if target.is_dir():
            raise CommandError(f"{target} is a folder; name a file.")
        try:
            digest, edition = copy_register(target)
        except UNWRITABLE as error:
            raise CommandError(f"The register could not be copied: {error}.") from error
        self.stdout.write(f"{target}: edition {edition}, {target.stat().st_size} bytes, SHA-256 {digest}")
