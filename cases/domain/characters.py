"""Invisible characters and words of mixed scripts: how to detect them, where they are allowed, how to display them. Pure
functions.

A direction override makes "abc" read "cba" on the screen; a zero-width character makes two equal names differ. Forms reject
them, and pages for staff display them by name. (Unicode Technical Report 36, sections 2.4 and 2.5.)
"""

import re
import unicodedata

NUL = "\x00"
LINE_BREAKS = "\t\n\r"
JOINERS = "\u200c\u200d"  # zero width non-joiner and joiner: part of the spelling in the scripts below
JOINING_SCRIPTS = ("ARABIC", "MYANMAR", "DEVANAGARI", "BENGALI", "SINHALA", "TAMIL", "KHMER", "MONGOLIAN", "SYRIAC")
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Default_Ignorable_Code_Point (Unicode 15.0, DerivedCoreProperties.txt): rendered as nothing, whatever their category.
IGNORABLE = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
# Blank glyphs: the empty cell of Braille, two blanks among the hieroglyphs, a filler and a musical null.
BLANK = ((0x2800, 0x2800), (0x13441, 0x13442), (0x16FE4, 0x16FE4), (0x1D159, 0x1D159))
SELECTORS = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))  # choose a variant of the character before them
LETTERS = ("Lu", "Ll", "Lt", "Lo")
TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})  # scripts that are mixed within a word
WORD = re.compile(r"[^\W\d_]{2,}")
SHOWS_SOMETHING = "[^\\s%s]" % "".join(  # noqa: UP031 - both databases and Python read these escapes
    f"\\U{first:08X}" if first == last else f"\\U{first:08X}-\\U{last:08X}" for first, last in (*IGNORABLE, *BLANK)
)
"""A regular expression for the databases: one character at least that is no space and none of the above."""


def unseen(text: str) -> list[str]:
    """The distinct invisible characters of `text`, in order, except line breaks, tabs, and joiners in their scripts."""
    characters = [character for place, character in enumerate(text) if _is_unseen(text, place)]
    return list(dict.fromkeys(characters))


def is_blank(character: str) -> bool:
    """Whether a character is rendered as nothing although its category is that of a letter, mark or symbol."""
    return _within(character, IGNORABLE) or _within(character, BLANK)


def has_letter(text: str) -> bool:
    """Whether there is a visible letter: not only a mark, or an apostrophe or filler that counts as a letter."""
    return any(unicodedata.category(sign) in LETTERS and not is_blank(sign) for sign in text)


def shows(text: str) -> bool:
    """Whether anything in the text is visible."""
    return any(unicodedata.category(sign)[0] in "LNPS" and not is_blank(sign) for sign in text)


def mixed_words(text: str) -> list[str]:
    """The distinct words of a text with letters of different scripts, in order: "Пaвел" with a Latin a.

    Numerals, and parts separated by a hyphen, an apostrophe or a full stop, are separate words. Chinese, Japanese and Korean
    scripts may be mixed, also with Latin letters.
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) not in ("Mn", "Me")
    )
    return list(dict.fromkeys(word for word in WORD.findall(plain) if len(_scripts(word)) > 1))


def _scripts(word: str) -> set[str]:
    scripts = {unicodedata.name(sign, "").removeprefix("FULLWIDTH ").split(" ")[0].split("-")[0]
             for sign in word if unicodedata.category(sign) in LETTERS}  # fmt: skip
    return scripts - TOGETHER - {"LATIN"} if scripts & TOGETHER else scripts


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)


def marks(text: str) -> list[str]:
    """The characters of `unseen(text)` that have no meaning of their own: zero-width spaces, soft hyphens, marks of direction
    and order."""
    return [character for character in unseen(text) if unicodedata.category(character) == "Cf"]


def without_marks(text: str) -> str:
    """`text` without the characters of `marks(text)`."""
    return "".join(
        character
        for place, character in enumerate(text)
        if unicodedata.category(character) != "Cf" or not _is_unseen(text, place)
    )


def dangerous(text: str) -> list[str]:
    """The characters of `unseen(text)` that no text may contain: control characters, surrogates and direction overrides."""
    return [
        character
        for character in unseen(text)
        if character in OVERRIDES or unicodedata.category(character) in ("Cc", "Cs", "Cn")
    ]


def called(character: str) -> str:
    """Name of a character: "U+202E RIGHT-TO-LEFT OVERRIDE"."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def shown(text: str) -> str:
    """`text` with each invisible character replaced by its name in brackets, so that readers see it."""
    invisible = unseen(text)
    return text.translate({ord(character): f"⟦{called(character)}⟧" for character in invisible}) if invisible else text


def _is_unseen(text: str, place: int) -> bool:
    character = text[place]
    if character in LINE_BREAKS:
        return False
    if unicodedata.category(character) not in UNSEEN_CATEGORIES:
        return not character.isascii() and is_blank(character) and not _selects(text, place)
    return character not in JOINERS or not _joins(text, place)


def _selects(text: str, place: int) -> bool:
    """Whether a variation selector directly follows a character with several variants."""
    if place == 0 or not _within(text[place], SELECTORS):
        return False
    before = text[place - 1]
    return unicodedata.category(before) in ("So", "Sm", "Nd") or unicodedata.name(before, "").startswith(
        ("CJK", "MONGOLIAN")
    )


def _joins(text: str, place: int) -> bool:
    """Whether a joiner directly follows a letter or mark of a script whose spelling needs it."""
    return place > 0 and unicodedata.name(text[place - 1], "").startswith(JOINING_SCRIPTS)
