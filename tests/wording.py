"""Which texts code and templates ask to have translated, and which of them a catalogue lacks."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from casetracker.translations import read

BASE = Path(settings.BASE_DIR)
PUBLIC = BASE / "cases" / "public_site" / "locale"
PRIVATE = BASE / "casetracker" / "locale"
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
COUNTED = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
TAG = re.compile(r"{% translate (['\"])(?P<text>.*?)\1(?: context (['\"])(?P<context>.*?)\3)?")
BLOCK = re.compile(r"{% blocktranslate([^%]*)%}(.*?)(?:{% plural %}(.*?))?{% endblocktranslate %}", re.DOTALL)
INLINE = re.compile(r"\b_\(\"(.*?)\"\)")
WITH_NUMBER = re.compile(r"\bcounted\(\"(.*?)\", \"(.*?)\", ")


class Text(NamedTuple):
    """A text as gettext looks it up."""

    text: str
    plural: str = ""
    context: str = ""


def in_python(files: Iterable[Path]) -> Iterator[Text]:
    """Yield each text of a gettext call of these files."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            given = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if node.func.id in CALLS and given:
                yield Text(given[0])
            elif node.func.id in COUNTED and len(given) > 1:
                yield Text(given[0], plural=given[1])
            elif node.func.id in IN_CONTEXT and len(given) > 1:
                yield Text(given[1], context=given[0])


def in_templates(files: Iterable[Path]) -> Iterator[Text]:
    """Yield each text of the translation tags of these files."""
    for file in files:
        source = file.read_text(encoding="utf-8")
        for found in TAG.finditer(source):
            yield Text(found["text"], context=found["context"] or "")
        yield from map(Text, INLINE.findall(source))
        yield from (Text(one, plural=many) for one, many in WITH_NUMBER.findall(source))
        for options, one, many in BLOCK.findall(source):
            yield Text(_as_looked_up(one, options), plural=_as_looked_up(many, options))


def _as_looked_up(text: str, options: str) -> str:
    text = re.sub(r"{{ ([\w.]+) }}", r"%(\1)s", text)
    return " ".join(line.strip() for line in text.strip().splitlines()) if "trimmed" in options.split() else text


def translated(language: str, *folders: Path) -> set[Text]:
    """Return the texts that the catalogues of `language` ("be") under `folders` have whole, every plural form of them."""
    return {
        Text(*([message.id, ""] if isinstance(message.id, str) else message.id), message.context or "")
        for folder in folders
        for message in read(folder / language / "LC_MESSAGES" / "django.po").translated()
    }
