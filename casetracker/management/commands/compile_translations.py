"""`manage.py compile_translations`: compile the .po files that people edit to the .mo files that the sites read."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casetracker.translations import CatalogueError, catalogues, compile_changed, problems


class Command(BaseCommand):
    """Needs no gettext programs; exits with 1 when a catalogue is broken."""

    help = "Compile the translations; --check only reads them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the `--check` switch."""
        parser.add_argument("--check", action="store_true", help="write nothing, only say what is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile every catalogue under LOCALE_PATHS whose compiled form differs.

        Raises:
            CommandError: a catalogue cannot be read, or a translation would break its page.
        """
        files = catalogues(settings.LOCALE_PATHS)
        try:
            errors = [sentence for file in files for sentence in problems(file)]
            if errors:
                raise CommandError("\n".join(errors))
            compile_changed(files, write=not options["check"])
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(files)} catalogues are in order.")
