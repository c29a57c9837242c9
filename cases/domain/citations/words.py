"""The words of citations: units (article, part, point), joins, and names of laws. Compared in lower case, ё as е."""

from __future__ import annotations

import re

ARTICLE, PART, POINT = "article", "part", "point"

# "A rticle" is printed so in a list of 2014.
UNITS: dict[str, str] = {
    word: unit
    for unit, words in (
        (
            ARTICLE,
            "article articles rticle rticles art arts section sections sect sec s ss § "
            "ст статья статьи статье статью статьей статей статьям статьях статьями арт артыкул артыкула артыкулу "
            "артыкуле артыкулам артыкулы артыкулаў артыкулах стаття статті статтею статтю статей",
        ),
        (
            PART,
            "part parts pt pts paragraph paragraphs para paras p ч часть части частью частей частям частях "
            "частка часткі частцы частку часткай частак частках частина частини частиною частину",
        ),
        (
            POINT,
            "item items point points clause clauses п пп пункт пункта пункту пункте пункты пунктов пунктам пунктах "
            "пункце пунктаў пункті",
        ),
    )
    for word in words.split()
}
# Units of one or two letters that may occur in any text: they count only before a number.
SHORT_UNITS = frozenset({"s", "ss", "p", "pt"})
JOINS = frozenset(["and", "&", "и", "і", "та", "və", "ve", "und"])
FILLERS = frozenset(["of", "the"])
# Prepositions that may precede a citation without changing it.
BEFORE = frozenset(["a", "under", "по", "па", "паводле", "за", "згідно"])

CYRILLIC_ENDING = re.compile(r"(?:ого|ому|ага|аму|ый|ий|ым|им|ой|ай|ая|ое|ую|ом|ем|ам|ах|ях|ям|а|у|е|и|ы|ь|і|я|о)$")
LATIN_PLURAL = re.compile(r"(?<=[a-z]{3})s$")
SHORTEST_STEM = 4

CRIMINAL, ADMINISTRATIVE, ANY_KIND = "criminal", "administrative", ""


def fold(word: str) -> str:
    """Normalise a word: lower case, ё as е."""
    return word.lower().replace("ё", "е")


def stem(word: str) -> str:
    """A word without its case ending: "Уголовного" and "Уголовный" are equal."""
    word = fold(word)
    if len(word) <= SHORTEST_STEM:
        return word
    short = CYRILLIC_ENDING.sub("", word) if "а" <= word[0] <= "ў" or word[0] == "і" else LATIN_PLURAL.sub("", word)
    return short if len(short) >= SHORTEST_STEM else word


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


CODE_WORDS = _stems("code кодекс кодэкс")
CRIMINAL_WORDS = _stems("ук кк criminal penal уголовный крымінальны кримінальний криминальный")
ADMINISTRATIVE_WORDS = _stems(
    "коап каап cao купап administrative административный административных адміністрацыйны адміністрацыйных"
)
# Words that occur in the name of a code of administrative offences and add nothing.
OFFENCE_WORDS = _stems(
    "on об аб offences offenses offence правонарушениях правонарушение правапарушэннях правапарушэнне"
)
# Codes of these matters are no codes of offences: "Code of Criminal Procedure".
OTHER_MATTERS = _stems("procedure procedural executive процессуальный исполнительный працэсуальны выканаўчы")
ABBREVIATIONS = _stems("ук кк коап каап cao купап cc pc")
COUNTRIES: dict[str, str] = {
    stem(word): country
    for country, words in (
        ("BY", "рб беларусь беларуси беларусі belarus belarusian белорусский беларускі белоруссии"),
        (
            "RU",
            "рф россия российский российской федерация федерации расія расійскай федэрацыі russia russian federation",
        ),
        ("MM", "myanmar burma мьянма бирма"),
        ("UA", "украина украины україна україни ukraine ukrainian"),
        ("KZ", "казахстан казахстана рк kazakhstan"),
        ("AZ", "азербайджан azerbaijan"),
        ("TR", "turkey türkiye turkish турция турции"),
        ("CN", "china chinese китай кнр prc"),
    )
    for word in words.split()
}
REPUBLIC = _stems("республика республики рэспубліка рэспублікі republic")
# Beginnings or endings of names of other laws: nothing cited beside them belongs to the law of the list.
OTHER_LAW = _stems(
    "закон закона законе закону законы указ указа указе декрет декрета декрете постановление постановления уставу "
    "конституция конституции канстытуцыі конвенция конвенции упк кпк гк гпк ук-фз фз тк law laws act acts decree "
    "ordinance regulation regulations convention constitution statute"
)

# Words for "not charged": an exception, an acquittal, a dropped charge. Beginnings of words.
DENIALS = (
    "кроме", "исключ", "оправда", "снят", "прекращ", "отказан", "отменен", "акрамя", "апраўда", "знят", "спынен", "адмоўлен",
    "крім", "виправда", "except", "exclud", "acquit", "dropped", "withdrawn", "dismiss", "quashed", "cleared",
)  # fmt: skip


def countries_in(text: str) -> frozenset[str]:
    """The countries that a text names, in the forms used in names of codes."""
    return frozenset(COUNTRIES[stem(word)] for word in re.findall(r"[^\W\d_]+", text) if stem(word) in COUNTRIES)
