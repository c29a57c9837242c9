"""Parse a name as written: words, initials, patronymic, optional parts, birth year, signs of a placeholder."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from cases.domain.names import given_names
from cases.domain.names.folding import clean
from cases.domain.names.name_tokens import (
    HONORIFICS,
    JUNIOR,
    MAX_WORDS,
    PARTICLES,
    PLACEHOLDERS,
    TITLES,
    Piece,
    birth_of,
    compounds,
    is_initial,
    pieces_of,
)
from cases.domain.names.scripts import (
    BURMESE_SYLLABLES,
    CHINESE_SURNAMES,
    CHINESE_WORD,
    HAN,
    HANGUL,
    INTERPUNCT,
    MYANMAR,
    TIBETAN,
    character_names,
    latin_parts,
    parts,
    written,
)
from cases.domain.names.syllables import BURMESE, VIETNAMESE, korean_parts, languages
from cases.domain.names.transliteration import coarse
from cases.domain.names.word_keys import Word, arabic, chinese, father, in_characters, of_syllables, vietnamese, word

SYLLABLE = 5
"""Words of so few letters may be syllables that others write together (Min Jun, Minjun)."""

_ADDRESS = {"u": "m", "ko": "m", "daw": "f", "ma": "f", "у": "m", "до": "f"}
_VIETNAMESE = re.compile(
    "[đ\u0309\u031b\u0323]|[aeo][\u0302\u0306][\u0300\u0301\u0303]|[aeiouy][\u0300\u0303]|[aeo]\u0302|[aeiou]\u0301"
)
"""Marks that Vietnamese has; that a name is Vietnamese is told by its syllables and its surname."""
_ARABIC_PARTS = frozenset(["al", "el", "ul", "ibn", "bin", "bint", "аль", "эль", "ар", "ас", "аш", "ад", "ан", "бин"])
"""Parts that show a name to be Arabic: then its spellings are compared by their consonants, as the vowels are the writer's."""
_PATRONYMIC = re.compile("^(.{1,}?)(?:[oeai]*vi[cCt]|i[cC]|(?:[oeai]*[vw]n|i[cC]n)a|li?uli|kizi)$")
_ENDS_AS_PATRONYMIC = re.compile("(?:ович|евич|овна|евна|авіч|евіч|эвіч|аўна|еўна|эўна|йович|ївна)$")
_FEMALE_PATRONYMIC = re.compile("(?:[oeai][vw]|i[cC])na$")


class _Words(NamedTuple):
    """The words of a name in parallel lists."""

    words: list[Word]
    kinds: list[str]  # "", "initial" or "optional"
    caps: list[bool]
    ties: list[bool]  # to the word before


class Name(NamedTuple):
    """A name prepared for comparison. Positions in `units` are bit masks over `words`."""

    words: tuple[Word, ...]
    required: int
    patronymic: int  # mask of the patronymic, 0 if none
    fathers: frozenset[str]
    european: int  # mask of given names beside a Chinese one
    chinese: bool
    units: tuple[tuple[int, Word], ...]  # each word, and neighbours written as one
    order: tuple[int, ...]  # positions of the words, given name first if the writing shows it
    nameless: bool  # nothing but initials and titles
    burmese: bool = False  # made of nothing but Burmese words, which know no surname
    address: str = ""  # "m" or "f" where a Burmese form of address tells (U, Daw)
    birth: str = ""
    junior: str = ""
    unnamed: bool = False  # states that the name is unknown

    @property
    def placeholder(self) -> bool:
        """Whether this is a placeholder for a name that is unknown or withheld."""
        return self.unnamed or self.nameless


@lru_cache(maxsize=32768)
def parse(text: str) -> Name:
    """Take one name apart. Anything is taken; what is no name has no words."""
    foreign = bool(INTERPUNCT.search(str(text or "")))
    cleaned = clean(text)
    birth, cleaned = birth_of(cleaned)
    pieces = pieces_of(cleaned)
    junior = "".join(sorted({JUNIOR[p.plain] for p in pieces[1:] if p.plain in JUNIOR}))
    unnamed = any(p.plain in PLACEHOLDERS for p in pieces) or not pieces
    pieces = [p for i, p in enumerate(pieces) if not (i and p.plain in JUNIOR)]
    pieces, father_at = compounds(pieces)
    return _name(cleaned, _words(pieces, foreign=foreign), father_at)._replace(
        birth=birth, junior=junior, unnamed=unnamed
    )


def _words(pieces: list[Piece], *, foreign: bool) -> _Words:
    found = _Words([], [], [], [])
    for i, piece in enumerate(pieces):
        if HAN.search(piece.plain) or MYANMAR.search(piece.plain) or TIBETAN.search(piece.plain):
            han = bool(HAN.search(piece.plain))
            named = character_names(piece.plain, foreign=foreign) if han else []
            cut = parts(piece.plain, foreign=foreign) if han else []
            for j, spellings in enumerate(latin_parts(piece.plain, foreign=foreign)):
                tie = j > 0 and bool(MYANMAR.search(piece.plain))
                one = word(spellings[0], spellings)
                one = in_characters(one, named[j], written(cut[j])) if han else one
                _add(found, one, "optional" if piece.inside else "", False, tie)
            continue
        if len(cut := korean_parts(piece.plain) if HANGUL.search(piece.plain) else []) > 1:
            for part in cut:
                _add(found, in_characters(word(part), "", written(part)), "", False, False)
            continue
        title = piece.plain in TITLES or (i == 0 and len(pieces) > 2 and piece.plain in HONORIFICS)
        initial = is_initial(piece) and not title and not (_is_syllable(piece, last=i == len(pieces) - 1) and i)
        particle = piece.plain in PARTICLES and i < len(pieces) - 1 and not initial
        kind = "optional" if piece.inside or title or particle else "initial" if initial else ""
        one = word(piece.plain, (), initial)
        one = in_characters(one, "", written(piece.plain)) if HANGUL.search(piece.plain) and not initial else one
        _add(found, one, kind, piece.caps, piece.hyphen)
    words, kinds, caps, ties = found
    return _Words(words[:MAX_WORDS], kinds[:MAX_WORDS], caps[:MAX_WORDS], ties[:MAX_WORDS])


def _is_syllable(piece: Piece, *, last: bool) -> bool:
    """Return whether a letter is a syllable of a Korean or Burmese name (Hyeon-u, Хён У, Зин У), not an initial."""
    return piece.plain in {"u", "у"} and not piece.dotted and (piece.hyphen or last)


def _add(found: _Words, one: Word, kind: str, caps: bool, tie: bool) -> None:
    found.words.append(one)
    found.kinds.append(kind)
    found.caps.append(caps)
    found.ties.append(tie)


def _name(text: str, found: _Words, father_at: int) -> Name:
    words, kinds, caps, ties = found
    if all(kind == "optional" for kind in kinds):
        kinds = [""] * len(kinds)
    full = [i for i, kind in enumerate(kinds) if not kind]
    if not (0 <= father_at < len(words) and set(full) - {father_at}):
        father_at = _patronymic(words, full)
    fathers: frozenset[str] = frozenset()
    if father_at >= 0:
        kinds[father_at] = "optional"
        fathers = _fathers(words[father_at])
    required = sum(1 << i for i, kind in enumerate(kinds) if kind != "optional")
    han = bool(HAN.search(text))
    surname = any(words[i].plain in CHINESE_SURNAMES for i in full)
    european = 0 if han or not surname else sum(1 << i for i in full if not ties[i] and _is_european(words[i]))
    if len(full) - european.bit_count() < 1:
        european = 0
    units = _units(words, ties)
    if surname and not han:
        units = tuple((mask, chinese(unit)) for mask, unit in units)
    if any(kinds[i] == "optional" and words[i].plain in _ARABIC_PARTS for i in range(len(words))):
        units = tuple((mask, arabic(unit)) for mask, unit in units)
    spoken = _languages(words, full)
    units = tuple((mask, of_syllables(unit, spoken)) for mask, unit in units) if spoken else units
    if VIETNAMESE in spoken and any(not found.plain.isascii() for found in words):
        units = tuple((mask, vietnamese(unit)) for mask, unit in units)
    patronymic = 1 << father_at if father_at >= 0 else 0
    chinese_words = all(CHINESE_WORD.fullmatch(words[i].plain) for i in full if words[i].plain.isascii())
    is_chinese = han or (surname and not european and chinese_words)
    order = _order(text, kinds, caps, father_at)
    nameless = "" not in kinds
    burmese = len(full) > 1 and all(words[i].plain in BURMESE_SYLLABLES for i in full)
    address = _ADDRESS.get(words[0].plain, "") if (burmese or BURMESE in spoken) and kinds[0] == "optional" else ""
    return Name(
        tuple(words), required, patronymic, fathers, european, is_chinese, units, order, nameless, burmese, address
    )


def _languages(words: list[Word], full: list[int]) -> tuple[str, ...]:
    """Return the languages of syllables that a name may be of; none if it has a Slavic or European given name."""
    if any(_VIETNAMESE.search(unicodedata.normalize("NFD", words[i].plain)) for i in full):
        found = languages([words[i].plain for i in range(len(words))])
        return tuple(language for language in found if language == VIETNAMESE)
    if any(given_names.circle(family) == "s" for i in full for family in words[i].families):
        return ()
    whole = [
        i for i in range(len(words)) if not words[i].initial
    ]  # До is a Burmese form of address and a Vietnamese surname
    if not full:
        return ()
    return tuple(languages([words[i].plain for i in full]) or languages([words[i].plain for i in whole]))


def _is_european(found: Word) -> bool:
    return given_names.is_listed(found.plain) and found.plain.isascii() and found.plain not in CHINESE_SURNAMES


def _patronymic(words: list[Word], full: list[int]) -> int:
    """Return the place of the patronymic, or -1: needs three words, because many surnames look like one (Лабковіч)."""
    if len(full) < 3:
        return -1
    best, place = 0, -1
    ending_so = []
    for position, i in enumerate(full):
        if (
            position == 0
            or not words[i].sounds
            or not (found := _PATRONYMIC.match(words[i].sounds[0]))
            or words[i].families
        ):
            continue
        ending_so.append(i)
        after_given = bool(words[full[position - 1]].families)
        score = 4 * bool(_FEMALE_PATRONYMIC.search(words[i].sounds[0])) + 2 * bool(father(found[1])) + after_given
        if score > best:
            best, place = score, i
    if place < 0 and ending_so == full[2:] and _ENDS_AS_PATRONYMIC.search(words[full[2]].plain):
        return full[2]  # surname, given name, patronymic, as papers have it; of a father whom the table does not know
    return place


def _fathers(found: Word) -> frozenset[str]:
    if found.families:
        return found.families
    if not found.sounds:
        return frozenset({"~" + found.plain})
    match = _PATRONYMIC.match(found.sounds[0])
    stem = match[1] if match else found.sounds[0]
    return father(stem) or frozenset({"~" + coarse(stem)})


def _order(text: str, kinds: list[str], caps: list[bool], father_at: int) -> tuple[int, ...]:
    """Return the places of the words that count, given name first if a comma, capitals or the patronymic show the surname."""
    places = [i for i, kind in enumerate(kinds) if kind != "optional"]
    if len(places) < 2:
        return tuple(places)
    comma = re.match(r"^\s*[^\s,]+\s*,\s*\S", text)
    shouted = caps[places[0]] and not caps[places[1]]
    if comma or shouted or father_at > places[-1]:
        places = _surname_last(places, kinds)
    return tuple(places)


def _surname_last(places: list[int], kinds: list[str]) -> list[int]:
    return places[-1:] + places[:-1] if len(places) > 2 else places[::-1]


def _units(words: list[Word], ties: list[bool]) -> tuple[tuple[int, Word], ...]:
    """Return every word, and neighbours as one word if they may be written together (Kara Murza, Karamurza)."""
    units = [(1 << i, found) for i, found in enumerate(words)]
    for i in range(len(words) - 1):
        left, right = words[i], words[i + 1]
        if left.initial or right.initial:
            continue
        lengths = len(left.plain), len(right.plain)
        syllables = max(lengths) <= SYLLABLE
        in_one = bool(left.written and right.written)
        if in_one or ties[i + 1] or syllables or (min(lengths) < SYLLABLE and not left.families and not right.families):
            joined = word(left.plain + right.plain)
            both = left.written + right.written if left.written and right.written else ""
            units.append((3 << i, in_characters(joined, "", both) if both else joined))
    return tuple(units)
