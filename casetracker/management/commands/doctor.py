"""`manage.py doctor`: say what is wrong or unsafe in this installation, and what to do about it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casetracker import doctor


class Command(BaseCommand):
    """Changes nothing. Exits with 1 if there is any finding."""

    help = "Check files, keys, clock, disk, backups, publication and database, and say what to do about each finding."
    requires_system_checks: list[str] = []  # it has to work when something is wrong

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings.

        Raises:
            CommandError: there are findings.
        """
        findings = list(doctor.examine())
        for name, finding in findings:
            self.stdout.write(f"{name}: {finding.problem}\n    {finding.remedy}")
        if findings:
            raise CommandError(f"Findings: {len(findings)}.")
        self.stdout.write(f"{len(doctor.CHECKS)} checks, nothing is wrong.")
