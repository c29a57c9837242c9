"""`manage.py prepare`: all steps from a fresh checkout, or a new version, to serving. Safe to repeat."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Each step changes only what is missing or outdated, so entered data stays."""

    help = "Bring databases, roles, reference data, files and the register up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; stop at the first that fails.

        Raises:
            CommandError: a step failed.
        """
        settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        quiet_options = {"verbosity": 0, "stdout": self.stdout, "stderr": self.stderr}
        self.step("Translations")
        call_command("compile_translations", **quiet_options)
        self.step("Database")
        call_command("migrate", interactive=False, **quiet_options)
        call_command("createcachetable", **quiet_options)
        self.step("Keys of names")
        call_command("rewrite_keys", if_needed=True, **quiet_options)
        self.step("Roles")
        call_command("sync_roles", **quiet_options)
        self.step("Reference data")
        call_command("load_reference", **quiet_options)
        if settings.DEMO:
            self.step("Demonstration data")
            call_command("load_demo", **quiet_options)
        self.step("Public register")
        call_command("rebuild_register", if_needed=True, **quiet_options)
        self.step("Files of the pages")
        call_command("collectstatic", interactive=False, **quiet_options)
        self.collect_public_files()

    def step(self, name: str) -> None:
        """Print the step that starts."""
        self.stdout.write(f"{name} ...")
        self.stdout.flush()

    def collect_public_files(self) -> None:
        """Collect the public site's files in another process with its settings: they must not include the admin's."""
        process = subprocess.run(
            [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "casetracker.settings.public"},
            cwd=settings.BASE_DIR,
            check=False,
        )
        if process.returncode:
            raise CommandError("The public site's files could not be collected.")
