"""Usernames and display names that cannot be confused. Pure functions except for the table of look-alikes.

A username is compared in two forms: `fold`, which may be typed at sign-in (ignoring case and width), and `skeleton`,
which is equal for names that look the same ("admin" and "аdmin" with a Cyrillic а). The skeleton is stored and unique
in the database. (Unicode Technical Standard 39, sections 4 and 5.1.)
"""

import csv
import hashlib
import unicodedata
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_SKELETON = 200  # characters; below the limit of an index entry of PostgreSQL in any script
DIGITS, SIGNS = frozenset("0123456789"), frozenset("@.+-_")
# Scripts used together in one language, by the first word of their characters' names.
TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "BOPOMOFO": "CJK"}
# Letters and symbols that are displayed as nothing, although Unicode does not call them invisible.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
SIGNS_MESSAGE = _("Use only letters, digits 0 to 9 and @ . + - _, and begin with a letter or digit.")
FORM_MESSAGE = _("Use small letters in their ordinary form: %(name)s.")
SCRIPT_MESSAGE = _("Use letters of one script: this name mixes %(scripts)s.")
UNSEEN_MESSAGE = _("The name contains invisible characters: %(signs)s. Type it again.")
NO_LETTER_MESSAGE = _("The name needs at least one visible letter.")
WORD_MESSAGE = _("Use letters of one script within a word: “%(word)s” mixes %(scripts)s.")


def fold(name: str) -> str:
    """Return the form in which names are compared at sign-in: compatibility normal form (NFKC), case folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())


def skeleton(name: str) -> str:
    """Return equal text for names that a reader could confuse; a digest if it would be very long."""
    decomposed = unicodedata.normalize("NFD", fold(name))
    text = unicodedata.normalize("NFD", "".join(_prototypes().get(character, character) for character in decomposed))
    return text if len(text) <= LONGEST_SKELETON else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def scripts_of(text: str) -> list[str]:
    """Return the scripts of the letters and marks of `text`, as words, sorted: ["CYRILLIC", "LATIN"]."""
    return sorted({_script(character) for character in text if unicodedata.category(character)[0] in "LM"})


def unseen(text: str) -> list[str]:
    """Return the characters of `text` that are invisible or change its direction, each once, in order."""
    hidden = (c for c in text if c in BLANK or unicodedata.category(c) in UNSEEN_CATEGORIES)
    return list(dict.fromkeys(hidden))


def validate_username(name: str) -> None:
    """Raise ValidationError unless `name` is folded, in one script, and has only letters, digits and @ . + - _."""
    if not name or name[0] in SIGNS or not all(_may_stand_in_username(character) for character in name):
        raise ValidationError(SIGNS_MESSAGE)
    if name != fold(name):
        raise ValidationError(FORM_MESSAGE, params={"name": fold(name)})
    if len(scripts := scripts_of(name)) > 1:
        raise ValidationError(SCRIPT_MESSAGE, params={"scripts": _listed(scripts)})


def validate_display_name(name: str) -> None:
    """Raise ValidationError if `name` has an invisible character, no letter, or a word that mixes scripts."""
    if hidden := unseen(name):
        raise ValidationError(UNSEEN_MESSAGE, params={"signs": ", ".join(_called(character) for character in hidden)})
    if not any(unicodedata.category(character)[0] == "L" for character in name):
        raise ValidationError(NO_LETTER_MESSAGE)
    for word in name.split():
        if len(scripts := scripts_of(word)) > 1:
            raise ValidationError(WORD_MESSAGE, params={"word": word, "scripts": _listed(scripts)})


def problems_of(*, username: str, stored_skeleton: str, display_name: str) -> list[str]:
    """Return sentences about invalid names of an account that predates these rules or bypassed them."""
    sentences = []
    checks = [(validate_username, username)]
    if display_name:
        checks.append((validate_display_name, display_name))
    for check, name in checks:
        try:
            check(name)
        except ValidationError as error:
            sentences += error.messages
    if stored_skeleton != skeleton(username):
        sentences.append(str(_("Another account has the same username apart from case or look-alike letters.")))
    return sentences


def _may_stand_in_username(character: str) -> bool:
    if character in DIGITS or character in SIGNS:
        return True
    return unicodedata.category(character)[0] in "LM" and character not in BLANK


def _script(character: str) -> str:
    first = unicodedata.name(character, "UNKNOWN").split()[0]
    return TOGETHER.get(first, first)


def _listed(scripts: list[str]) -> str:
    return ", ".join(script.capitalize() for script in scripts)


def _called(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


@cache
def _prototypes() -> dict[str, str]:
    """Map each character to what it looks like, from accounts/confusables.csv."""
    lines = (Path(__file__).parent / "confusables.csv").read_text("utf-8").splitlines()
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    return {
        chr(int(code, 16)): "".join(chr(int(code_point, 16)) for code_point in prototype.split())
        for code, prototype in rows
    }
