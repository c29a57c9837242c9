"""`manage.py restore BACKUP`: check a backup and put it in place in one step."""

import argparse
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.audit import verify
from casetracker import restore


def _head(text: str) -> verify.Mark:
    try:
        return verify.parse_head(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class Command(BaseCommand):
    """Refuses if a site or a command is running; a kill at any point leaves the former state or the restored one."""

    help = (
        "Restore a backup made by back_up: read and check it, build it beside, and put it in place in one step. Stop the private "
        "site first. The public site shows its neutral page afterwards."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the backup, and the switches for what may be replaced or accepted."""
        parser.add_argument("backup", type=Path, help="the .tar file, or the folder it was unpacked into")
        parser.add_argument(
            "--replace", action="store_true", help="move the present database and evidence aside; nothing is deleted"
        )
        parser.add_argument(
            "--head", action="append", default=[], type=_head, metavar="NUMBER:DIGEST",
            help="the head that was noted down with this backup, or before it",
        )  # fmt: skip
        parser.add_argument("--check", action="store_true", help="change nothing: only say what is found")
        parser.add_argument(
            "--accept-findings", action="store_true",
            help="restore although something is not as it should be; what was found is listed and counted in the log",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, then print what was done and what to do next.

        Raises:
            CommandError: it was not restored and nothing was changed, or a step after it failed.
        """
        try:
            report = restore.restore(
                options["backup"].absolute(),
                replace=options["replace"],
                heads=options["head"],
                accept_findings=options["accept_findings"],
                check_only=options["check"],
                say=self.say,
            )
        except ImproperlyConfigured as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except restore.RestoreError as error:
            for finding in error.findings:
                self.stderr.write(finding)
            raise CommandError(str(error)) from error
        for finding in report.findings:
            self.stderr.write(finding)
        self.tell(report, checked=options["check"], compared=bool(options["head"]))
        if report.failures:
            raise CommandError(
                f"The backup is in place, but a step after it failed: {'; '.join(report.failures)} "
                "Mend that, then run: make prepare"
            )

    def say(self, sentence: str) -> None:
        """Print the step that starts."""
        self.stdout.write(sentence)
        self.stdout.flush()

    def tell(self, report: restore.Report, *, checked: bool, compared: bool) -> None:
        """Print the outcome."""
        contents = report.contents
        made_on = f", made on {contents.made_at:%d %B %Y, %H:%M} UTC" if contents.made_at else ""
        self.stdout.write(f"The backup{made_on} is whole: the database and {len(contents.evidence)} files of evidence.")
        self.stdout.write(f"Its log ends at {report.head}{', and has the head you gave' if compared else ''}.")
        for note in report.notes:
            self.stdout.write(note)
        if checked:
            self.stdout.write("Nothing was changed (--check).")
            return
        self.stdout.write(
            "It is in place. Everybody was signed out, one-time links were closed, the public site is neutral."
        )
        if report.aside:
            self.stdout.write(
                f"The former state is in {report.aside}. It holds cases in clear: delete it once you no longer need it."
            )
            self.stdout.write(
                report.aside_note or "A database there belongs together with the files of its name beside it."
            )
        self.stdout.write("Next:")
        for number, step in enumerate((*STEPS, *report.next_steps), 1):
            self.stdout.write(f"  {number}. {step}")
        if report.new_head:
            self.stdout.write("Head of the log now; note it down and keep it elsewhere:")
            self.stdout.write(report.new_head)


STEPS = (
    "make prepare, then start the private site.",
    "Accounts, roles, passphrases and second factors are those of the day of the backup: disable again who left since, and "
    "invite anew whose link was open.",
    "Unpublish again what was unpublished since the backup was made.",
    "Look at the public site's content, then show it again: manage.py public_neutral --off",
)
