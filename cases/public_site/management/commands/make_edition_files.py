"""Make the downloads of an edition from its register. Started by `release_edition`, with the settings of the public site."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from cases.public_site import edition
from cases.public_site.editions import edition_files
from cases.public_site.editions.static_pages import NotAnswered


class Command(BaseCommand):
    help = "Write the downloads (and pages) of the register at CASETRACKER_REGISTER, as on DAY, into FOLDER, and print the figures."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("day", type=date.fromisoformat)
        parser.add_argument(
            "--pages", default="", metavar="ADDRESS", help="all pages too, for a mirror at this address"
        )

    def handle(self, *args: Any, folder: Path, day: date, pages: str, **options: Any) -> None:
        """Make them.

        Raises:
            CommandError: the settings are not those of the public site, or the files could not be made.
        """
        if settings.ROOT_URLCONF != "casetracker.urls_public":
            raise CommandError("Use the settings of the public site: --settings casetracker.settings.public")
        try:
            if pages:
                call_command("collectstatic", interactive=False, verbosity=0)
            self.stdout.write(json.dumps(edition_files.make(folder, day, pages)))
        except NotAnswered as error:
            raise CommandError(str(error)) from error
        except (edition.Missing, OSError, DatabaseError) as error:
            raise CommandError(f"The files could not be made ({type(error).__name__}).") from error
