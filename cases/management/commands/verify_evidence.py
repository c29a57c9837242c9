"""`manage.py verify_evidence`: is every kept file there and unaltered?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.evidence.verify_files import look_through


class Command(BaseCommand):
    """Reads every kept file; changes nothing. Exits with 1 when evidence is missing or altered."""

    help = "Compare the kept files of evidence with the digests in the records."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell what was found, by digest: no title and no name is shown in a terminal.

        Raises:
            CommandError: a file is missing or altered.
        """
        found = look_through()
        told = {
            "missing": found.missing, "altered": found.altered, "named by no record": found.unnamed,
            "left unfinished by a crash": found.unfinished,
        }  # fmt: skip
        for words, names in told.items():
            for name in names:
                self.stdout.write(f"{words}: {name}")
        self.stdout.write(f"{found.whole} files are there and unaltered.")
        if lost := len(found.missing) + len(found.altered):
            raise CommandError(f"{lost} files are missing or altered: bring them back from a backup.")
