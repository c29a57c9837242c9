"""Compiler of message catalogues (.po to .mo) with Babel, without the gettext programs, which a fresh machine lacks."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser

PLACEHOLDER = re.compile(r"%(?:\([a-z_]+\))?[sd]|\{[a-z_]*\}")
NO_DAY = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # Babel would write the time of compiling into the header


class CatalogueError(Exception):
    """Raised for a catalogue that cannot be read; the text names file and line."""


class Catalogue(Catalog):
    """Entries of a .po file, with the lines of repeated entries, which Babel would merge silently."""

    def __init__(self) -> None:
        super().__init__(creation_date=NO_DAY, revision_date=NO_DAY, fuzzy=False)
        self.repeated: list[int] = []

    def __setitem__(self, id: Any, message: Message) -> None:
        if id and self.get(id, message.context):
            self.repeated.append(message.lineno or 0)
        super().__setitem__(id, message)

    def translated(self) -> Iterator[Message]:
        """Yield the entries that are shown: translated in every plural form, and not "fuzzy"."""
        return (message for message in self if message.id and not message.fuzzy and all(forms(message)))


def forms(message: Message) -> tuple[str, ...]:
    """Translations of a message: one, or one per plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def read(file: Path) -> Catalogue:
    """Return the entries of a .po file; raise CatalogueError for an invalid line."""
    catalogue = Catalogue()
    parser = PoFileParser(catalogue, ignore_obsolete=True, abort_invalid=True)
    try:
        parser.parse(file.read_text(encoding="utf-8").splitlines(keepends=True))
    except (PoFileError, ValueError, IndexError) as error:
        line = (error.lineno if isinstance(error, PoFileError) else parser.offset) + 1
        raise CatalogueError(f"{file}, line {line}: not a line of a message catalogue.") from error
    return catalogue


def problems(file: Path) -> Iterator[str]:
    """Yield a sentence for each entry that would break a page: missing or unknown placeholders, duplicate entries."""
    catalogue = read(file)
    for line in catalogue.repeated:
        yield f"{file}, line {line}: this text is translated twice."
    for message in catalogue:
        if message.fuzzy or not message.id:
            continue
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        expected = {*PLACEHOLDER.findall(ids[0])}
        allowed = {placeholder for text in ids for placeholder in PLACEHOLDER.findall(text)}
        for text in filter(None, forms(message)):
            used = {*PLACEHOLDER.findall(text)}
            if not used <= allowed or (len(forms(message)) == 1 and used != expected):
                yield f"{file}, line {message.lineno}: the placeholders differ from those of the original."


def compiled(file: Path) -> bytes:
    """Return the .mo form of a .po file, without fuzzy and untranslated entries, so that the original is shown."""
    catalogue = read(file)
    shown_ids = {id(message) for message in catalogue.translated()}
    for message in [entry for entry in catalogue if entry.id and id(entry) not in shown_ids]:
        catalogue.delete(message.id, message.context)
    content = BytesIO()
    write_mo(content, catalogue)
    return content.getvalue()


def catalogues(folders: Iterable[Path]) -> list[Path]:
    """The .po files in folders of translations, such as settings.LOCALE_PATHS."""
    return sorted(file for folder in folders for file in folder.glob("*/LC_MESSAGES/*.po"))


def compile_changed(files: Iterable[Path], *, write: bool = True) -> None:
    """Write the .mo form beside each .po file if it differs; without `write` only read them all.

    Raises:
        CatalogueError: a file cannot be read.
    """
    for file in files:
        content = compiled(file)
        target = file.with_suffix(".mo")
        if write and not (target.exists() and target.read_bytes() == content):
            target.write_bytes(content)
