"""manage.py digest --from 2026-11-16 --to 2026-11-22 --language be --format markdown"""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.workspace.digest import FORMS, LANGUAGES, sections_of, written


class Command(BaseCommand):
    help = "Writes what happened between two days, out of approved values alone, as text, HTML or Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", required=True, help="the first day: 2026-11-16")
        parser.add_argument("--to", dest="last", required=True, help="the last day, included")
        parser.add_argument("--language", choices=LANGUAGES, default="en")
        parser.add_argument("--format", dest="form", choices=FORMS, default="text")
        parser.add_argument("--base", default="", help="address of the public site for links: https://example.org")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the digest to the standard output."""
        try:
            first, last = dt.date.fromisoformat(options["first"]), dt.date.fromisoformat(options["last"])
        except ValueError as reason:
            raise CommandError("A day is written as 2026-11-16.") from reason
        if last < first:
            raise CommandError("The last day lies before the first.")
        language = options["language"]
        sections = sections_of(first, last, language)
        base = options["base"].rstrip("/")
        self.stdout.write(written(sections, first, last, language, options["form"], base=base), ending="")
