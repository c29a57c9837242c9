"""`manage.py prepare`: everything between a fresh checkout, or a new version, and serving. Safe to repeat."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Each step changes only what is missing or outdated, so what was entered stays."""

    help = "Bring databases, roles, reference data, files and the register up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; the first that fails ends it.

        Raises:
            CommandError: a step failed.
        """
        settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        quiet = {"verbosity": 0, "stdout": self.stdout, "stderr": self.stderr}
        self.step("Translations")
        call_command("compile_translations", **quiet)
        self.step("Database")
        call_command("migrate", interactive=False, **quiet)
        call_command("createcachetable", **quiet)
        self.step("Keys of names")
        call_command("rewrite_keys", if_needed=True, **quiet)
        self.step("Roles")
        call_command("sync_roles", **quiet)
        self.step("Reference data")
        call_command("load_reference", **quiet)
        if settings.DEMO:
            self.step("Demonstration data")
            call_command("load_demo", **quiet)
        self.step("Public register")
        call_command("rebuild_register", if_needed=True, **quiet)
        self.step("Files of the pages")
        call_command("collectstatic", interactive=False, **quiet)
        self.collect_public_files()

    def step(self, name: str) -> None:
        """Say what is being done."""
        self.stdout.write(f"{name} ...")
        self.stdout.flush()

    def collect_public_files(self) -> None:
        """The public site has files of its own, which must not include the admin's: another process, other settings."""
        done = subprocess.run(
            [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "casetracker.settings_public"},
            cwd=settings.BASE_DIR,
            check=False,
        )
        if done.returncode:
            raise CommandError("The public site's files could not be collected.")
