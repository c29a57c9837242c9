"""`manage.py prepare_public`: prepare a host that serves the public site alone. Safe to repeat.

Runs with the public settings (`--settings casetracker.settings.public`), so it needs no key and no database.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Compile the translations and collect the static files of the public site."""

    help = "Prepare a host that serves the public site alone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run both steps, then report what is still missing.

        Raises:
            CommandError: the settings are not those of the public site.
        """
        if settings.ROOT_URLCONF != "casetracker.urls_public":
            raise CommandError(
                "Use the settings of the public site: manage.py prepare_public --settings casetracker.settings.public"
            )
        call_command("compile_translations", verbosity=0, stdout=self.stdout, stderr=self.stderr)
        call_command("collectstatic", interactive=False, verbosity=0, stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(f"Style sheets and translations are ready in {settings.STATIC_ROOT}.")
        if not settings.REGISTER_FILE.is_file():
            self.stdout.write(f"There is no register yet: put it at {settings.REGISTER_FILE} (CASETRACKER_REGISTER).")
