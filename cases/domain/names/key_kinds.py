"""Kinds of search keys: which rule made a key. The first character of a stored key is its kind."""

from enum import StrEnum


class Kind(StrEnum):
    """The rule that made a key. Each member says what the rest of the key is; `EXAMPLES` shows a name with such a key."""

    SPELLING = "="
    """The plain spelling of the word."""
    GIVEN_NAME = "@"
    """The family of a given name, from given.csv: its forms in all languages and its short forms."""
    GUESSED_NAME = "?"
    """The family of a given name that the word would be with one letter changed."""
    SOUND_OF_GIVEN_NAME = "k"
    """The skeleton of a word that is in given.csv; two known names of different families never match by it."""
    SOUND = "u"
    """The skeleton of any other word: equal for Belarusian, Russian and Ukrainian spellings."""
    SURNAME_OF_A_NAME = "s"
    """A surname formed from a given name: the kind of its ending and the family."""
    NAME_INSIDE_SURNAME = "r"
    """The given name inside a surname."""
    NAME_INSIDE_COMPOUND = "x"
    """The given name inside a compound with Abd-."""
    ARMENIAN_SOUND = "y"
    """An Armenian surname by its sounds, equal for the Eastern and the Western ones."""
    ARMENIAN_CONSONANTS = "Y"
    """An Armenian surname by its consonants alone."""
    CONSONANTS = "c"
    """The consonants of a word, for a query in Arabic or Hebrew letters."""
    CONSONANTS_OF_UNVOWELLED = "a"
    """The consonants of a word in Arabic or Hebrew letters, or of an Arabic name: for a query in other letters."""
    CHARACTERS = "h"
    """The Chinese characters that a spelling may stand for."""
    SYLLABLES = "z"
    """The syllables of a Chinese, Korean, Vietnamese or Burmese word, after the first letter of the language."""
    INITIAL = "."
    """The letter of an initial."""
    FIRST_LETTER = "^"
    """The first letter of a word, for a query with an initial."""
    WHOLE_NAME = "!"
    """A mark of the whole name: it is Chinese, or has a European given name beside a Chinese one."""

    @classmethod
    def of(cls, key: str) -> "Kind":
        """Return the kind of a stored key."""
        return cls(key[0])


EXAMPLES = {
    Kind.SPELLING: ("Nina Petrenko", "=petrenko"),
    Kind.GIVEN_NAME: ("Зміцер Петрэнка", "@dmitrij"),
    Kind.GUESSED_NAME: ("Валентим Петренко", "?valiancin"),
    Kind.SOUND_OF_GIVEN_NAME: ("Ніна Петренко", "knina"),
    Kind.SOUND: ("Nina Petrenko", "upatranka"),
    Kind.SURNAME_OF_A_NAME: ("Ніна Мікалаева", "sovmikalai"),
    Kind.NAME_INSIDE_SURNAME: ("Ніна Мікалаева", "rmikalai"),
    Kind.NAME_INSIDE_COMPOUND: ("Mustafa Abdülcemil", "xjamil"),
    Kind.ARMENIAN_SOUND: ("Aram Hakobyan", "yakap"),
    Kind.ARMENIAN_CONSONANTS: ("Aram Hakobyan", "Ykp"),
    Kind.CONSONANTS: ("Samar Badawi", "csmr"),
    Kind.CONSONANTS_OF_UNVOWELLED: ("سمر بدوي", "asmr"),
    Kind.CHARACTERS: ("Chan Kwok-keung", "hguo/kwok qiang/keung"),
    Kind.SYLLABLES: ("Чжан Цзяньго", "zc jian guo"),
    Kind.INITIAL: ("Н. Петренко", ".n"),
    Kind.FIRST_LETTER: ("Nina Petrenko", "^p"),
    Kind.WHOLE_NAME: ("Jimmy Lai", "!european"),
}
"""For each kind a name and one of its keys."""
