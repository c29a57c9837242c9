"""Sign an edition that was made elsewhere: with a key on another machine, from a folder that is carried there and back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.public_site.editions.manifest import LIST, MANIFEST, Unreadable, file_at, read_withdrawals
from cases.publication.editions import release, shelf
from cases.publication.editions.arguments import add_key, key_from
from cases.publication.editions.shelf import EditionError


class Command(BaseCommand):
    help = "Sign the edition, or the list of withdrawn records, in FOLDER. Needs no data of the organisation, only the key."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        add_key(parser, required=True)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Sign it, after every file was compared with the manifest.

        Raises:
            CommandError: there is nothing to sign, it was altered, or the key cannot be used.
        """
        key = key_from(options)
        assert key is not None, "the option is required"
        try:
            if (folder / LIST).exists() and not (folder / MANIFEST).exists():
                content = (folder / LIST).read_bytes()
                listed = read_withdrawals(content)
                release.sign_list(folder, content, key)
                self.stdout.write(f"The list of {len(listed.ids)} withdrawn records is signed.")
                return
            made = shelf.at(folder)
            for file in made.manifest.files:
                if file_at(folder, file.path) != file:
                    raise CommandError(f"{file.path} is not what the manifest says; nothing was signed.")
            release.sign(made, key)
        except (EditionError, Unreadable) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"The edition could not be signed: {error}.") from error
        self.stdout.write(
            f"Edition {made.manifest.number} is signed. SHA-256 of its manifest: {made.manifest.digest()}"
        )
