"""Under which approved name a published person is shown in each language, sorted and found."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from cases import names
from cases.vocabulary import NameKind

LANGUAGES = ("en", "be", "ru")  # of the public site
# Which kinds of names go before others when several are approved in the language.
KINDS = [NameKind.LEGAL, NameKind.LATIN, NameKind.ALIAS, NameKind.PSEUDONYM, NameKind.FORMER]

# Which scripts readers of a language read, nearest first; whatever is in no other goes last.
SCRIPTS = {"en": ("LATIN", "CYRILLIC"), "be": ("CYRILLIC", "LATIN"), "ru": ("CYRILLIC", "LATIN")}


def named(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Columns `name_en`, `name_be`, `name_ru` and `sort_key` for a person with these approved rows."""
    approved = [row["values"] | {"path": row["path"]} for row in rows if row["path"].startswith("personname/")]
    approved = [values for values in approved if values.get("text")]
    if not approved:
        return {}
    shown = {
        f"name_{language}": min(approved, key=lambda name: _distance(name, language))["text"] for language in LANGUAGES
    }
    return shown | {"sort_key": names.sort_key(shown["name_en"])[:200]}


def name_keys(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The search keys of every approved name."""
    texts = (
        row["values"]["text"] for row in rows if row["path"].startswith("personname/") and row["values"].get("text")
    )
    return sorted({key for text in texts for key in names.entries(text)})


def _distance(name: Mapping[str, Any], language: str) -> tuple[bool, int, int, str]:
    """How far a name is from being the one to show in `language`; English takes the form in Latin letters."""
    kind = name.get("kind")
    wanted = name.get("language") == language or (language == "en" and kind == NameKind.LATIN)
    script = _foreignness(str(name["text"]), SCRIPTS[language])
    return not wanted, script, KINDS.index(NameKind(kind)) if kind else len(KINDS), name["path"]


def _foreignness(text: str, scripts: tuple[str, ...]) -> int:
    """Place of the script of the first letter among `scripts`; their number for any other."""
    first = next((unicodedata.name(letter, "") for letter in text if letter.isalpha()), "")
    return next((place for place, script in enumerate(scripts) if first.startswith(script)), len(scripts))
