"""Make the key that signs editions."""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.publication.editions import signing_key

SHORTEST = 14


class Command(BaseCommand):
    help = (
        "Write a new signing key to FILE, readable by you alone, and its public part to FILE.pub. Asks for a passphrase; "
        "without one, whoever gets the file can sign in the name of the organisation."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--passphrase-file", type=Path, help="read the passphrase from this file; do not ask")
        parser.add_argument(
            "--without-passphrase",
            action="store_true",
            help="for a machine that signs on a timer, on an encrypted disk",
        )

    def handle(
        self, *args: Any, file: Path, passphrase_file: Path | None, without_passphrase: bool, **options: Any
    ) -> None:
        """Make it.

        Raises:
            CommandError: the passphrase is too short or was not repeated, or the file exists.
        """
        try:
            passphrase = "" if without_passphrase else _chosen(passphrase_file)
            key = signing_key.make(file, passphrase)
        except (signing_key.KeyUnusable, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Signing key: {file}. Keep a copy away from this machine, and never put it on a public host."
        )
        self.stdout.write(f"Public key, for every host and every reader: {signing_key.public_file(file)}")
        self.stdout.write(key.public().text().splitlines()[1])


def _chosen(file: Path | None) -> str:
    passphrase = file.read_text(encoding="utf-8").rstrip("\n") if file else getpass("Passphrase for the key: ")
    if len(passphrase) < SHORTEST:
        raise CommandError(f"The passphrase needs at least {SHORTEST} characters.")
    if not file and getpass("Repeat passphrase: ") != passphrase:
        raise CommandError("The two passphrases differ.")
    return passphrase
