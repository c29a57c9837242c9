"""Compiles message catalogues (.po to .mo) without gettext's programs, which a fresh machine does not have.

Reads what Django's makemessages writes: contexts, plurals, fuzzy and obsolete entries.
"""

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE
PLACEHOLDER = re.compile(r"%(?:\([a-z_]+\))?[sd]|\{[a-z_]*\}")
LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)])?\s+(".*")')


class CatalogueError(Exception):
    """A catalogue that cannot be read; the text names file and line."""


@dataclass
class Message:
    """One entry of a catalogue."""

    line: int
    fuzzy: bool = False
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The entry's key as gettext stores it: context, text, plural text."""
        context = self.parts["msgctxt"] + "\x04" if "msgctxt" in self.parts else ""
        plural = "\x00" + self.parts["msgid_plural"] if "msgid_plural" in self.parts else ""
        return context + self.parts.get("msgid", "") + plural

    @property
    def forms(self) -> list[str]:
        """The translations, one or one per plural form."""
        return [text for name, text in sorted(self.parts.items()) if name.startswith("msgstr")]


def read(file: Path) -> list[Message]:
    """Return the entries of a .po file; raise CatalogueError for a line that has no meaning."""
    messages: list[Message] = []
    fuzzy = False
    part = ""
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if line.startswith("#,"):
            fuzzy = "fuzzy" in line
        if not line or line.startswith("#"):
            continue
        found = LINE.fullmatch(line)
        try:
            if found:
                keyword, index, quoted = found.groups()
                if keyword == "msgctxt" or (keyword == "msgid" and part != "msgctxt"):
                    messages.append(Message(number, fuzzy))
                    fuzzy = False
                part = keyword + (index or "")
                messages[-1].parts[part] = ast.literal_eval(quoted)
            elif line.startswith('"') and part:
                messages[-1].parts[part] += ast.literal_eval(line)
            else:
                raise SyntaxError
        except (SyntaxError, ValueError, IndexError) as error:
            raise CatalogueError(f"{file}, line {number}: not a line of a message catalogue.") from error
    return messages


def problems(file: Path) -> Iterator[str]:
    """Yield a sentence for each entry that would break a page: lost or invented placeholders, an entry given twice."""
    seen: set[str] = set()
    for message in read(file):
        if message.key in seen:
            yield f"{file}, line {message.line}: this text is translated twice."
        seen.add(message.key)
        if message.fuzzy or message.key == "":
            continue
        wanted = {*PLACEHOLDER.findall(message.parts["msgid"])}
        allowed = wanted | {*PLACEHOLDER.findall(message.parts.get("msgid_plural", ""))}
        for text in filter(None, message.forms):
            given = {*PLACEHOLDER.findall(text)}
            if not given <= allowed or (len(message.forms) == 1 and given != wanted):
                yield f"{file}, line {message.line}: the placeholders differ from those of the original."


def compiled(file: Path) -> bytes:
    """Return the .mo form of a .po file; fuzzy and untranslated entries are left out, so the original shows instead."""
    texts = {
        message.key.encode(): "\x00".join(message.forms).encode()
        for message in read(file)
        if message.forms and all(message.forms) and (not message.fuzzy or message.key == "")
    }
    keys = sorted(texts)
    start = 28 + 16 * len(keys)
    originals: list[int] = []
    translations: list[int] = []
    body = b""
    for table, entries in ((originals, keys), (translations, [texts[key] for key in keys])):
        for entry in entries:
            table += [len(entry), start + len(body)]
            body += entry + b"\x00"
    header = [MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 16 * len(keys)]
    return struct.pack(f"<{len(header) + len(originals) * 2}I", *header, *originals, *translations) + body


def catalogues(folders: Iterable[Path]) -> list[Path]:
    """The .po files in folders of translations, such as settings.LOCALE_PATHS."""
    return sorted(file for folder in folders for file in folder.glob("*/LC_MESSAGES/*.po"))


def compile_changed(files: Iterable[Path], *, write: bool = True) -> None:
    """Write the .mo form beside each .po file where it differs; with `write` off only read them all.

    Raises:
        CatalogueError: a file cannot be read.
    """
    for file in files:
        content = compiled(file)
        target = file.with_suffix(".mo")
        if write and not (target.exists() and target.read_bytes() == content):
            target.write_bytes(content)
