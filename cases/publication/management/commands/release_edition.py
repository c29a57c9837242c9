"""Release an edition of the register."""

import re
from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.publication.editions import release, shelf
from cases.publication.editions.arguments import add_key, key_from
from cases.publication.editions.shelf import EditionError
from cases.publication.publish import UNWRITABLE


class Command(BaseCommand):
    help = (
        "Make the next edition: the register, the whole files to download, a manifest and a signature that `minisign -V` checks. "
        "The edition before is overwritten. Push it with push_edition."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_key(parser, required=False)
        parser.add_argument(
            "--unsigned", action="store_true", help="sign it later or on another machine (sign_edition)"
        )
        parser.add_argument("--to", type=Path, help="the folder of editions (default: CASETRACKER_EDITIONS)")
        parser.add_argument("--day", type=date.fromisoformat, help="the day it is made for (default: today)")
        parser.add_argument("--valid-days", type=int, default=release.VALID.days, help="hosts refuse it afterwards")
        parser.add_argument(
            "--if-changed", action="store_true", help="only when the register or the day is another one"
        )
        parser.add_argument(
            "--pages", default="", metavar="ADDRESS", help="make all pages too, for a mirror at this address"
        )
        parser.add_argument("--like", type=Path, metavar="FOLDER", help="make that edition again, to compare the bytes")
        parser.add_argument(
            "--only-withdrawn", action="store_true", help="only list what was unpublished since the newest edition"
        )

    def handle(
        self, *args: Any, unsigned: bool, to: Path | None, day: date | None, valid_days: int, if_changed: bool,
        like: Path | None, pages: str, only_withdrawn: bool, **options: Any,
    ) -> None:  # fmt: skip
        """Release it.

        Raises:
            CommandError: there is no key, or the edition could not be made.
        """
        if bool(options["key"]) == unsigned:
            raise CommandError("Name the signing key (--key FILE), or choose --unsigned.")
        if valid_days < 1:
            raise CommandError("--valid-days must be at least 1.")
        if pages and not re.fullmatch(r"https?://[A-Za-z0-9.:-]+", pages):
            raise CommandError("--pages needs the address of the mirror, as in https://example.org")
        place = (to or settings.EDITIONS).absolute()
        key = key_from(options)
        try:
            if only_withdrawn:
                count = len(release.withdraw(place, key=key))
                self.stdout.write(f"{count} records were unpublished since the newest edition.")
                return
            again = shelf.at(like.absolute()) if like else None
            day = again.day() if again else day or timezone.localdate()
            present = shelf.newest(place)
            if if_changed and present and not again and release.is_unchanged(present, day):
                self.stdout.write(f"Edition {present.manifest.number} is up to date.")
                return
            made = release.release(place, day=day, valid=timedelta(days=valid_days), key=key, like=again, pages=pages)
        except EditionError as error:
            raise CommandError(str(error)) from error
        except UNWRITABLE as error:
            raise CommandError(f"The edition could not be made ({type(error).__name__}).") from error
        self.stdout.write(
            f"{made.folder}: edition {made.manifest.number}, valid until {made.manifest.expires:%Y-%m-%d}"
        )
        self.stdout.write(f"SHA-256 of its manifest: {made.manifest.digest()}")
