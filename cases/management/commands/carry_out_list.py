"""Do one step of a long list, started by the admin: `manage.py carry_out_list ID`. Not meant to be typed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.models import ImportWork
from cases.spreadsheets.import_ import jobs


class Command(BaseCommand):
    help = "Do one step of a long list that was begun in the admin, and write down how it ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which work, and the lock that whoever started it holds."""
        parser.add_argument("work", help="the id of the work")
        parser.add_argument("--lock", type=int, default=None, help="the open file that holds the lock")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises CommandError where there is no such work, it is over, or another process is at it."""
        work = ImportWork.objects.filter(public_id=options["work"], done=False, refusal="").first()
        if work is None:
            raise CommandError("There is no such work to be done.")
        try:
            jobs.run(work, options["lock"])
        except BlockingIOError as busy:
            raise CommandError(jobs.BUSY) from busy
        if work.refusal:
            raise CommandError(work.refusal)
