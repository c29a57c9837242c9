"""The options by which commands are told the signing key."""

from argparse import ArgumentParser
from collections.abc import Mapping
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from cases.publication.editions import signing_key
from cases.publication.editions.signing_key import KeyUnusable, SigningKey


def add_key(parser: ArgumentParser, *, required: bool) -> None:
    """Add the options for a key and its passphrase."""
    parser.add_argument("--key", type=Path, required=required, help="the signing key (make_signing_key)")
    parser.add_argument("--passphrase-file", type=Path, help="read its passphrase from this file; do not ask")


def key_from(options: Mapping[str, Any]) -> SigningKey | None:
    """The key that was named; None if there is none.

    Raises:
        CommandError: it cannot be used.
    """
    file: Path | None = options["key"]
    passphrase: Path | None = options["passphrase_file"]
    if file is None:
        return None
    try:
        if not signing_key.is_encrypted(file):
            return signing_key.load(file, "")
        told = (
            passphrase.read_text(encoding="utf-8").rstrip("\n") if passphrase else getpass("Passphrase for the key: ")
        )
        return signing_key.load(file, told)
    except (KeyUnusable, OSError, UnicodeDecodeError) as error:
        raise CommandError(str(error)) from error
