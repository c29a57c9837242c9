"""Display names: the approved name under which a published person is shown in each language, sorted and found."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from cases.domain import names
from cases.domain.list_order import collation_key, family_first
from cases.domain.vocabulary import NameKind

LANGUAGES = ("en", "be", "ru")  # of the public site
# Priority of the kinds of names when several are approved in the language.
KINDS = [NameKind.LEGAL, NameKind.LATIN, NameKind.ALIAS, NameKind.PSEUDONYM, NameKind.FORMER]

# Scripts that readers of a language can read, nearest first; any other script comes last.
SCRIPTS = {"en": ("LATIN", "CYRILLIC"), "be": ("CYRILLIC", "LATIN"), "ru": ("CYRILLIC", "LATIN")}


def named(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Columns `name_en`, `name_be`, `name_ru` and `sort_key` for a person with these approved rows."""
    approved = [row["values"] | {"path": row["path"]} for row in rows if row["path"].startswith("personname/")]
    approved = [values for values in approved if values.get("text")]
    if not approved:
        return {}
    columns = {
        f"name_{language}": min(approved, key=lambda name: _distance(name, language))["text"] for language in LANGUAGES
    }
    return columns | {"sort_key": names.sort_key(columns["name_en"])[:200]}


def order_keys(noun: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Columns of PublishedListOrder for a person or case with these approved rows."""
    rows = list(rows)
    if noun == "case":
        numbers = [row["values"].get("number") for row in rows if row["path"].startswith("case/")]
        return {"number": collation_key(numbers[0], "en")} if numbers and numbers[0] else {}
    columns = named(rows)
    if not columns:
        return {}
    shown = {language: columns[f"name_{language}"] for language in LANGUAGES}
    family = {f"family_{language}": collation_key(family_first(shown[language]), language) for language in LANGUAGES}
    return family | {f"name_{language}": collation_key(shown[language], language) for language in ("be", "ru")}


def name_keys(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The search keys of every approved name."""
    texts = (
        row["values"]["text"] for row in rows if row["path"].startswith("personname/") and row["values"].get("text")
    )
    return sorted({key for text in texts for key in names.entries(text)})


def _distance(name: Mapping[str, Any], language: str) -> tuple[bool, int, int, str]:
    """Sort key of the names to show in `language`, best first; English prefers the form in Latin letters."""
    kind = name.get("kind")
    in_language = name.get("language") == language or (language == "en" and kind == NameKind.LATIN)
    script = _foreignness(str(name["text"]), SCRIPTS[language])
    return not in_language, script, KINDS.index(NameKind(kind)) if kind else len(KINDS), name["path"]


def _foreignness(text: str, scripts: tuple[str, ...]) -> int:
    """Rank of the script of the first letter among `scripts`; their number for any other script."""
    first = next((unicodedata.name(letter, "") for letter in text if letter.isalpha()), "")
    return next((place for place, script in enumerate(scripts) if first.startswith(script)), len(scripts))
