"""A name as written, taken apart: words, initials, patronymic, what may be left out, birth year, signs of a placeholder."""

import re
from functools import lru_cache
from typing import NamedTuple

from . import given
from . import given
from .readings import coarse, readings
from .scripts import ARABIC, CHINESE_SURNAMES, HAN, MYANMAR, latin_parts
from .text import clean, plain
from .words import Word, chinese, father, word

MAX_WORDS = 10
SYLLABLE = 5
"""Words of so few letters may be syllables that others write together (Min Jun, Minjun)."""

_BIRTH = re.compile(
    r"[(,]?\s*(?:\b(?:b|born|geb|née?|род|нар|р|г\.?\s*р)\.?\s*:?\s*)?"
    r"\b(?:(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./])?(?P<year>(?:18|19|20)\d\d)(?P<rest>-\d\d(?:-\d\d)?)?\b"
    r"(?:\s*\)|\s*г\.?\s*р\.?|\s*р\.?\s*н\.?)?",
    re.IGNORECASE,
)
_CHUNK = re.compile(r"[^\s,;/|\[\]{}\"«»“”„<>!?*…:=+#&%$@^~\\_\d]+")
_INNER = re.compile(r"\(([^()]*)\)")
_LETTER = re.compile(r"[^\W\d_]")
_DIGRAPHS = frozenset("sh ch zh kh ts dz dzh yu ya ye yo iu ia ju ja sch tsch cz sz дз дж".split())
TITLES = frozenset(
    "mr mrs ms dr prof sir citizen гражданин гражданка грамадзянін грамадзянка громадянин громадянка гр господин госпожа спадар спадарыня "
    "sheikh шейх ayatollah ustaz haji хаджи shaykh".split()
)
_HONORIFICS = frozenset("u daw ko ma saw nai mahn sayadaw ashin".split())
_PARTICLES = frozenset(
    "al el ul bin ibn bint ben ould de del da di la van von der den ад аль эль ибн бин де фон ван дер".split()
)
_CHILD_OF = frozenset(
    "oglu oğlu ogly oghlu ogli ugli oʻgʻli ogʻli uly uli ұлы уулу оглы оглу угли улы qızı qizi gizi gyzy kizi kyzy kızı кызы қызы гызы".split()
)
_JUNIOR = {
    **dict.fromkeys("jr junior младший мл малодшы молодший".split(), "jr"),
    **dict.fromkeys("sr senior старший ст старэйшы".split(), "sr"),
    **{numeral: numeral for numeral in ("ii", "iii", "iv")},
}
_PLACEHOLDERS = frozenset(
    "unknown anonymous anonym unnamed unidentified undisclosed withheld nn noname неизвестный неизвестная неизвестно неизвестен аноним "
    "анонимно анонимный невядомы невядомая невядома невядомае невідомий невідома ананім анонім безымянный xxx name имя імя ім'я "
    "раскрывается разглашается скрыто".split()
)
_PATRONYMIC = re.compile("^(.{1,}?)(?:[oeai]*vi[cCt]|i[cC]|(?:[oeai]*[vw]n|i[cC]n)a|li?uli|kizi)$")
_FEMALE_PATRONYMIC = re.compile("(?:[oeai][vw]|i[cC])na$")


class Name(NamedTuple):
    """A name ready to be compared. Positions in `units` are bit masks over `words`."""

    words: tuple[Word, ...]
    required: int
    patronymic: int  # mask of the word that is one, 0 if none
    fathers: frozenset[str]
    european: int  # mask of given names that stand beside a Chinese one
    chinese: bool
    units: tuple[tuple[int, Word], ...]  # each word, and neighbours written as one
    birth: str
    junior: str
    placeholder: bool
    order: tuple[int, ...]  # positions of the words, given name first where the writing shows it


class _Piece(NamedTuple):
    text: str
    plain: str
    dotted: bool
    hyphen: bool  # tied to the piece before
    inside: bool  # in brackets
    caps: bool


@lru_cache(maxsize=32768)
def parse(text: str) -> Name:
    """Take one name apart. Anything is taken; what is no name has no words."""
    cleaned = clean(text)
    birth, cleaned = _birth(cleaned)
    pieces = _pieces(cleaned)
    junior = "".join(sorted({_JUNIOR[p.plain] for p in pieces[1:] if p.plain in _JUNIOR}))
    unnamed = any(p.plain in _PLACEHOLDERS for p in pieces) or not pieces
    pieces = [p for i, p in enumerate(pieces) if not (i and p.plain in _JUNIOR)]
    pieces, father_at = _compounds(pieces)
    words, kinds, caps, ties = _words(pieces)
    return _name(cleaned, words, kinds, caps, ties, father_at, birth, junior, unnamed)


def _birth(text: str) -> tuple[str, str]:
    found = _BIRTH.search(text)
    if not found:
        return "", text
    birth = found["year"] + (found["rest"] or "")
    if found["day"]:
        birth += f"-{int(found['month']):02}-{int(found['day']):02}"
    return birth, text[: found.start()] + " " + text[found.end() :]


def _pieces(text: str) -> list[_Piece]:
    found: list[_Piece] = []
    outside = _INNER.sub(" ", text)
    for part, inside in ((outside, False), (" ".join(_INNER.findall(text)), True)):
        for chunk in _CHUNK.findall(part.replace("(", " ").replace(")", " ")):
            dots = chunk.split(".")
            for i, dotted in enumerate(dots):
                for j, bit in enumerate(dotted.split("-")):
                    if _LETTER.search(bit):
                        caps = len(bit) > 1 and bit.isupper()
                        found.append(_Piece(bit, plain(bit), i < len(dots) - 1, j > 0, inside, caps))
    return [piece for piece in found if piece.plain][: MAX_WORDS + 4]


def _compounds(pieces: list[_Piece]) -> tuple[list[_Piece], int]:
    """Join Abd al-X to one word; take the word for "son of" out. Return the pieces and the place of the father's name, or -1."""
    joined: list[_Piece] = []
    father_at, i = -1, 0
    while i < len(pieces):
        piece = pieces[i]
        if piece.plain in _CHILD_OF and joined:
            father_at = len(joined) - 1
        elif piece.plain in {"abd", "abdel", "abdul", "abdal", "абд", "абдель", "абдул", "عبد"} and i + 1 < len(pieces):
            i += 1 + (pieces[i + 1].plain in {"al", "el", "ul", "аль", "эль"} and i + 2 < len(pieces))
            arabic = bool(ARABIC.search(piece.plain))
            joined.append(piece._replace(plain=("عبد" if arabic else "abdul") + pieces[i].plain))
        else:
            short = re.sub("^abd(?:[uea]l|our|u[rs]|e[rs])(?=.{3})", "abdul", piece.plain)
            if ARABIC.search(short) and short.startswith("ال") and len(short) > 4:  # noqa: PLR2004 - the article and a word
                short = short[2:]
            joined.append(piece._replace(plain=short))
        i += 1
    return joined, father_at


def _words(pieces: list[_Piece]) -> tuple[list[Word], list[str], list[bool], list[bool]]:
    """Return the words with their kinds ("", "initial", "optional"), whether in capitals, whether tied to the one before."""
    words, kinds, caps, ties = [], [], [], []
    for i, piece in enumerate(pieces):
        if HAN.search(piece.plain) or MYANMAR.search(piece.plain):
            for j, spellings in enumerate(latin_parts(piece.plain)):
                words.append(word(spellings[0], spellings))
                kinds.append("optional" if piece.inside else "")
                caps.append(False)
                ties.append(j > 0 and bool(MYANMAR.search(piece.plain)))
            continue
        last = i == len(pieces) - 1
        title = piece.plain in TITLES or (i == 0 and len(pieces) > 2 and piece.plain in _HONORIFICS)  # noqa: PLR2004
        initial = _is_initial(piece) and not title
        optional = piece.inside or title or (piece.plain in _PARTICLES and not last and not initial)
        words.append(word(piece.plain, (), initial))
        kinds.append("optional" if optional else "initial" if initial else "")
        caps.append(piece.caps)
        ties.append(piece.hyphen)
    return words[:MAX_WORDS], kinds[:MAX_WORDS], caps[:MAX_WORDS], ties[:MAX_WORDS]


def _is_initial(piece: _Piece) -> bool:
    if ARABIC.search(piece.plain):
        return False
    return len(piece.plain) == 1 or (
        piece.dotted and (piece.plain in _DIGRAPHS or not re.search("[aeiouyаеёиіоуыэюя]", piece.plain))
    )


def _name(
    text: str, words: list[Word], kinds: list[str], caps: list[bool], ties: list[bool],
    father_at: int, birth: str, junior: str, unnamed: bool,
) -> Name:  # fmt: skip
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
    placeholder = unnamed or not [i for i, kind in enumerate(kinds) if not kind]
    order = _order(text, kinds, caps, father_at)
    units = _units(words, ties)
    if surname and not han:
        units = tuple((mask, chinese(unit)) for mask, unit in units)
    patronymic = 1 << father_at if father_at >= 0 else 0
    is_chinese = han or (surname and not european)
    return Name(
        tuple(words), required, patronymic, fathers, european, is_chinese, units, birth, junior, placeholder, order
    )


def _is_european(found: Word) -> bool:
    return given.is_listed(found.plain) and found.plain.isascii() and found.plain not in CHINESE_SURNAMES


def _patronymic(words: list[Word], full: list[int]) -> int:
    """Return the place of the patronymic, or -1: needs three words, since many surnames look like one (Лабковіч)."""
    if len(full) < 3:  # noqa: PLR2004 - given name, patronymic, surname
        return -1
    best, place = 0, -1
    for position, i in enumerate(full):
        if (
            position == 0
            or not words[i].sounds
            or not (found := _PATRONYMIC.match(words[i].sounds[0]))
            or words[i].families
        ):
            continue
        after_given = bool(words[full[position - 1]].families)
        score = 4 * bool(_FEMALE_PATRONYMIC.search(words[i].sounds[0])) + 2 * bool(father(found[1])) + after_given
        if score > best:
            best, place = score, i
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
    """Return the places of the words that count, given name first where a comma, capitals or the patronymic show the surname."""
    places = [i for i, kind in enumerate(kinds) if kind != "optional"]
    if len(places) < 2:  # noqa: PLR2004 - nothing to order
        return tuple(places)
    comma = re.match(r"^\s*[^\s,]+\s*,\s*\S", text)
    shouted = caps[places[0]] and not caps[places[1]]
    if comma or shouted or father_at > places[-1]:
        places = _surname_last(places, kinds)
    return tuple(places)


def _surname_last(places: list[int], kinds: list[str]) -> list[int]:
    return places[-1:] + places[:-1] if len(places) > 2 else places[::-1]  # noqa: PLR2004 - Kara-Murza Vladimir


def _units(words: list[Word], ties: list[bool]) -> tuple[tuple[int, Word], ...]:
    """Return every word, and neighbours as one where they may have been written so (Kara Murza, Karamurza)."""
    units = [(1 << i, found) for i, found in enumerate(words)]
    for i in range(len(words) - 1):
        left, right = words[i], words[i + 1]
        if left.initial or right.initial:
            continue
        lengths = len(left.plain), len(right.plain)
        syllables = max(lengths) <= SYLLABLE
        if ties[i + 1] or syllables or (min(lengths) < SYLLABLE and not left.families and not right.families):
            units.append((3 << i, word(left.plain + right.plain)))
    return tuple(units)
