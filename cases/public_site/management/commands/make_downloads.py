"""Generate the complete files of the current edition for the public site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from cases.public_site import edition
from cases.public_site.downloads import kept_files


class Command(BaseCommand):
    help = "Make the files of /data/ for the edition that lies there now, if they are not made yet. The server does it by itself."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate them.

        Raises:
            CommandError: the register cannot be read, or there is no folder for the files.
        """
        try:
            with kept_files.reading():
                kept_files.make()
        except edition.Missing as error:
            raise CommandError("There is no whole register to make files of.") from error
        except (OSError, DatabaseError) as error:
            raise CommandError(f"The files could not be made: {error}.") from error
