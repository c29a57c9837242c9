"""Tokenizer for citations. Every character belongs to one token or to the whitespace between two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cases.domain.citations import words
from cases.domain.citations.laws import Laws, Named, kind_of

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
SCAN = re.compile(
    r"(?P<num>\d(?:[\w/*]|[.'-](?=\w))*)|(?P<word>[^\W\d_]+(?:['’-](?!\d)[^\W\d_]+)*)|(?P<line>\n)|(?P<space>\s+?)|(?P<sign>.)",
    re.S,
)
# A number directly followed by a unit: "342ч.1".
RUN_INTO = re.compile(r"(\d[\d.-]*?)((?:ч|п|ст|арт|част|пункт|art|part|s)[^\W\d_]*)(\.?[\d.-]+)?")
NUMBER = re.compile(
    r"(?P<article>[1-9]\d{0,3}(?:\.\d{1,3}|-\d{1,3})*(?:-?(?P<letter>[^\W\d_]))?)(?:/(?P<slash>\d{1,3}))?(?P<ordinal>-?(?:c[ıiuü]|й|я|ю|ой|ая|ую|ей))?"
)
LEADING = re.compile(r"\d+")
ORDINAL_LETTERS = frozenset("йяю")
YEARS = range(1900, 2100)
SIGNS = {
    ",": "sep",
    ";": "stop",
    "\n": "line",
    "(": "open",
    ")": "close",
    ":": "colon",
    ".": "dot",
    "-": "dash",
    "&": "join",
}
QUOTES = frozenset("\"'«»“”„‘’")
LONGEST_NAME = 16  # words of the name of a law


@dataclass
class Token:
    """`kind`: num, article, part, point, join, filler, before, word, law, sep, stop, line, open, close, colon, dot, dash, quote
    or sign. `text`: normalised. `spaced`: whitespace precedes it."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False
    number: re.Match[str] | None = None
    ordinal: bool = False
    named: Named | None = None
    other_law: bool = False


def plain(text: str) -> str:
    """The text normalised character by character: lower case, plain digits, plain hyphens, no wide letters."""
    return "".join(map(_plain, text.translate(DASHES)))


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.decimal(sign))
    wide = unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign
    lower = wide.lower().replace("ё", "е")
    return lower if len(lower) == 1 else sign


def narrow(text: str) -> str:
    """The text with plain digits, plain hyphens and no wide letters; case unchanged."""
    same = plain(text)
    return "".join(
        new if not old.isalpha() or "\uff01" <= old <= "\uff5e" else old for old, new in zip(text, same, strict=True)
    )


def tokens(text: str, laws: Laws) -> list[Token]:
    """The tokens of a text; the names of laws are one token each."""
    same = plain(text)
    scanned = list(_scan(same))
    for place, token in enumerate(scanned):
        after = scanned[place + 1] if place + 1 < len(scanned) else None
        if token.kind == "word":
            token.kind = _kind_of_word(token, after, scanned, place)
            token.other_law = words.stem(token.text) in words.OTHER_LAW
    return list(_with_laws(list(_joined_lines(scanned)), text, laws))


def _joined_lines(scanned: list[Token]) -> Iterator[Token]:
    """Without line breaks at which a clause continues: before a bracket, "of", "and", a dash, the name of a law."""
    for place, token in enumerate(scanned):
        after = scanned[place + 1] if place + 1 < len(scanned) else None
        goes_on = after and (
            after.kind in ("open", "filler", "join", "dash", "line")
            or (after.kind == "word" and _is_generic(words.stem(after.text)))
        )
        if not (token.kind == "line" and goes_on):
            yield token


def _scan(same: str) -> Iterator[Token]:
    spaced = False
    for match in SCAN.finditer(same):
        kind, text = str(match.lastgroup), match[0]
        if kind == "space":
            spaced = True
            continue
        if (
            kind == "num"
            and not NUMBER.fullmatch(text)
            and (run := RUN_INTO.fullmatch(text))
            and NUMBER.fullmatch(run[1])
        ):
            yield _number(run[1], match.start(), spaced)
            yield from (_moved(token, match.start() + run.end(1)) for token in _scan(text[run.end(1) :]))
        elif kind == "num":
            yield _number(text, match.start(), spaced)
        elif kind in ("sign", "line"):
            kind = "quote" if text in QUOTES else SIGNS.get(text, "sign")
            yield Token("article" if text == "§" else kind, text, match.start(), match.end(), spaced)
        else:
            letters = all(letter.isalpha() or letter in "-'’" for letter in text)  # no "½"
            yield Token("word" if letters else "sign", text, match.start(), match.end(), spaced)
        spaced = kind == "line"


def _moved(token: Token, by: int) -> Token:
    token.start, token.end = token.start + by, token.end + by
    return token


def _number(found: str, start: int, spaced: bool) -> Token:
    number = NUMBER.fullmatch(found)
    ordinal = bool(number and number["ordinal"])
    if number and number["letter"] in ORDINAL_LETTERS and not ordinal:
        # "342-й": the ending of an ordinal, not a letter of the number
        number, ordinal = NUMBER.fullmatch(found[:-1].removesuffix("-")), True
    if number and number["letter"] and not number["letter"].isalpha():
        number = None  # "361¹": a raised number, which may be 361-1
    if number and (base := LEADING.match(number["article"])) and int(base[0]) in YEARS:
        number = None  # "2021", "2022-03-01"
    return Token("num", found, start, start + len(found), spaced, number, ordinal)


def _kind_of_word(token: Token, after: Token | None, scanned: list[Token], place: int) -> str:
    word = token.text
    unit = words.UNITS.get(word)
    if unit and (word not in words.SHORT_UNITS or _before_number(scanned, place)):
        return unit
    if word in words.JOINS:
        return "join"
    if word in words.FILLERS:
        return "filler"
    return "before" if word in words.BEFORE else "word"


def _before_number(scanned: list[Token], place: int) -> bool:
    following = scanned[place + 1 : place + 3]
    if following and following[0].kind == "dot":
        following = following[1:]
    return bool(following) and following[0].kind in ("num", "open")


def _with_laws(scanned: list[Token], text: str, laws: Laws) -> Iterator[Token]:
    phrases = _phrases(text, laws)
    place = 0
    while place < len(scanned):
        token = scanned[place]
        phrase = phrases.get(token.start)
        if phrase:
            end, named = phrase
            last = place
            while last + 1 < len(scanned) and scanned[last + 1].start < end:
                last += 1
            yield Token("law", token.text, token.start, scanned[last].end, token.spaced, named=named)
            place = last + 1
            continue
        match = _law_at(scanned, place, laws)
        if match:
            last, named = match
            joined = " ".join(part.text for part in scanned[place : last + 1])
            yield Token("law", joined, token.start, scanned[last].end, token.spaced, named=named)
            place = last + 1
        else:
            yield token
            place += 1


def _phrases(text: str, laws: Laws) -> dict[int, tuple[int, Named]]:
    """The places of the phrases that mappings give literally."""
    by_start: dict[int, tuple[int, Named]] = {}
    for law in laws.all:
        for phrase in law.phrases:
            start = text.find(phrase)
            while phrase and start >= 0:
                by_start[start] = (start + len(phrase), Named(law))
                start = text.find(phrase, start + len(phrase))
    return by_start


def _law_at(scanned: list[Token], place: int, laws: Laws) -> tuple[int, Named] | None:
    """(last token, the law named) if the name of a law begins at this token."""
    if scanned[place].kind != "word":
        return None
    run: list[str] = []
    last = place
    best: tuple[int, Named] | None = None
    country, generic = "", True
    for at in range(place, min(place + LONGEST_NAME, len(scanned))):
        token = scanned[at]
        if token.kind == "filler" and run:
            continue
        if token.kind not in ("word", "join", "before"):
            break
        word = words.stem(token.text)
        run.append(word)
        last = at
        if len(run) <= laws.longest and (named := laws.called(tuple(run))) and (named.law or len(run) > 1):
            best = (last, named)
        generic = generic and _is_generic(word)
        if generic:
            named_country = words.COUNTRIES.get(word, "")
            generic = not (country and named_country and country != named_country)
            country = country or named_country
            if generic and (kind := kind_of(run)) and (best is None or best[0] < last):
                best = (last, laws.of(kind, country))
            elif generic and set(run) & words.CODE_WORDS and set(run) & words.OTHER_MATTERS:
                best = (last, Named(None))
            elif generic and best is None and set(run) <= words.CODE_WORDS and laws.default:
                # "of the Code" is that of the list; "Налоговый кодекс" is another.
                after_word = place > 0 and scanned[place - 1].kind == "word"
                best = (last, Named(None if after_word else laws.default))
        elif len(run) >= laws.longest:
            break
    return best


def _is_generic(word: str) -> bool:
    return (
        word in words.CODE_WORDS
        or word in words.CRIMINAL_WORDS
        or word in words.ADMINISTRATIVE_WORDS
        or word in words.OFFENCE_WORDS
        or word in words.OTHER_MATTERS
        or word in words.ABBREVIATIONS
        or word in words.COUNTRIES
        or word in words.REPUBLIC
    )
