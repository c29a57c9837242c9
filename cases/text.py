"""Characters that cannot be seen in a text: which they are, where they may stand, and how to show them. Pure functions.

A direction override makes "abc" read "cba" on the screen; a zero-width character makes two equal names differ. Forms refuse
them, and pages that show text to staff show them as what they are. (Unicode Technical Report 36, sections 2.4 and 2.5.)
"""

import unicodedata

NUL = "\x00"
LINE_BREAKS = "\t\n\r"
JOINERS = "\u200c\u200d"  # zero width non-joiner and joiner: part of the spelling in the scripts below
JOINING_SCRIPTS = ("ARABIC", "MYANMAR", "DEVANAGARI", "BENGALI", "SINHALA", "TAMIL", "KHMER", "MONGOLIAN", "SYRIAC")
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def unseen(text: str) -> list[str]:
    """The invisible characters of `text`, each once, in order; line breaks, tabs and joiners in their scripts are none."""
    found = [character for place, character in enumerate(text) if _is_unseen(text, place)]
    return list(dict.fromkeys(found))


def marks(text: str) -> list[str]:
    """Those of `unseen(text)` that say nothing by themselves: zero-width spaces, soft hyphens, marks of direction and order."""
    return [character for character in unseen(text) if unicodedata.category(character) == "Cf"]


def without_marks(text: str) -> str:
    """`text` without these."""
    return "".join(
        character
        for place, character in enumerate(text)
        if unicodedata.category(character) != "Cf" or not _is_unseen(text, place)
    )


def dangerous(text: str) -> list[str]:
    """Those of `unseen(text)` that no text may hold: control characters, half characters and direction overrides."""
    return [
        character
        for character in unseen(text)
        if character in OVERRIDES or unicodedata.category(character) in ("Cc", "Cs", "Cn")
    ]


def called(character: str) -> str:
    """What a character is called: "U+202E RIGHT-TO-LEFT OVERRIDE"."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def shown(text: str) -> str:
    """`text` with each invisible character replaced by its name in brackets, so that a reader sees what is there."""
    hidden = unseen(text)
    return text.translate({ord(character): f"⟦{called(character)}⟧" for character in hidden}) if hidden else text


def _is_unseen(text: str, place: int) -> bool:
    character = text[place]
    if character in LINE_BREAKS or unicodedata.category(character) not in UNSEEN_CATEGORIES:
        return False
    return character not in JOINERS or not _joins(text, place)


def _joins(text: str, place: int) -> bool:
    """Whether a joiner stands right after a letter or mark of a script whose spelling needs it."""
    return place > 0 and unicodedata.name(text[place - 1], "").startswith(JOINING_SCRIPTS)
