"""Take an edition that was pushed to this public host. Needs the public key, and neither a database nor a private key."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.public_site.edition import REGISTER
from cases.public_site.editions.check_edition import EditionRefused
from cases.public_site.editions.minisign import BadSignature, read_public_key
from cases.public_site.editions.receive import Host, receive


class Command(BaseCommand):
    help = (
        "Check the edition in FOLDER and put it in place in one step: signature, number, expiry, every byte. An edition that is "
        "altered, older, expired, incomplete or signed with another key is refused, and the one in place stays. A list of "
        "withdrawn records in FOLDER is taken first."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--public-key", type=Path, required=True, help="the organisation's public key (minisign)")
        parser.add_argument("--to", type=Path, help="where editions are kept (default: editions/ beside the register)")
        parser.add_argument("--consume", action="store_true", help="overwrite and remove from FOLDER what was taken")

    def handle(
        self, *args: Any, folder: Path, public_key: Path, to: Path | None, consume: bool, **options: Any
    ) -> None:
        """Take it.

        Raises:
            CommandError: the settings are not those of the public site, or the edition is refused.
        """
        if settings.ROOT_URLCONF != "casetracker.urls_public":
            raise CommandError("Use the settings of the public site: --settings casetracker.settings.public")
        try:
            key = read_public_key(public_key.read_text(encoding="utf-8"))
            host = Host(to or settings.REGISTER_FILE.parent / "editions", settings.REGISTER_FILE, key, needed_columns())
            for sentence in receive(folder, host, now=timezone.now(), consume=consume):
                self.stdout.write(sentence)
        except (BadSignature, EditionRefused) as error:
            raise CommandError(str(error)) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The edition could not be taken: {error}.") from error


def needed_columns() -> frozenset[tuple[str, str]]:
    """Tables and columns that pages of this version read."""
    models = apps.get_app_config(REGISTER).get_models()
    return frozenset((m._meta.db_table, field.column) for m in models for field in m._meta.local_fields if field.column)
