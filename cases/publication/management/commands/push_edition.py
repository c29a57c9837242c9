"""Push the newest edition to public hosts and folders."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.publication.editions.push import SSH, Remote, push
from cases.publication.editions.shelf import EditionError


class Command(BaseCommand):
    help = (
        "Send the newest edition to each TARGET: a folder, or HOST:FOLDER over ssh with rsync. The list of withdrawn records goes "
        "to all of them first. A target that fails does not stop the others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("targets", nargs="+", metavar="TARGET")
        parser.add_argument(
            "--from", dest="place", type=Path, help="the folder of editions (default: CASETRACKER_EDITIONS)"
        )
        parser.add_argument("--receive", default="", metavar="COMMAND", help="command to run on each host afterwards")
        parser.add_argument("--rsh", default=SSH, metavar="COMMAND", help=f"how to reach a host (default: {SSH})")
        parser.add_argument("--only-withdrawn", action="store_true", help="send only the list of withdrawn records")

    def handle(
        self, *args: Any, targets: list[str], place: Path | None, receive: str, rsh: str, only_withdrawn: bool,
        **options: Any,
    ) -> None:  # fmt: skip
        """Push it.

        Raises:
            CommandError: there is no signed edition, or a target failed; the text names each.
        """
        try:
            failures = push(
                (place or settings.EDITIONS).absolute(), targets, Remote(rsh, receive), only_withdrawn=only_withdrawn
            )
        except EditionError as error:
            raise CommandError(str(error)) from error
        for target in targets:
            if target not in failures:
                self.stdout.write(f"{target}: done")
        if failures:
            raise CommandError("\n".join(f"{target}: {sentence}" for target, sentence in sorted(failures.items())))
