"""Compare two written names: same person, maybe or different.

Finer than the search: equal skeletons must also agree letter by letter (о/а, я/е, ц/ть are one sound in two spellings, л/в or
е/и are not); endings of the other gender, initials, errors, swapped order and missing parts never give more than "maybe".
"""

import re
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from cases.domain.names.consonants import UNVOWELLED, one_letter
from cases.domain.names.key_kinds import Kind
from cases.domain.names.name_parts import Name, parse
from cases.domain.names.query_match import TOLERANT, Edge, best_cover, meets, spare_of
from cases.domain.names.transliteration import LOOSE, coarse, doubtful
from cases.domain.names.word_keys import LATIN_END, Word

Answer = Literal["same", "maybe", "different"]
SAME: Final = "same"
MAYBE: Final = "maybe"
DIFFERENT: Final = "different"
_SURE, _LIKELY, _NEAR, _HINT = 0, 1, 2, 3

MUCH_LONGER = 2
"""Letters by which one spelling of a name in one script hardly exceeds another."""
LEAST_IN_A_ROW = 3
"""Words of a Burmese name that a longer one must contain, to be proposed."""
_YOUNG = frozenset(["maung", "mg"])
"""A form of address that is also a name; the others stand in lists.toml."""

_SYMBOL = re.compile("j[aou]|.")
_ONE_SOUND = frozenset(
    frozenset(pair.split())
    for pair in [
        "a o",
        "ja e",
        "ja a",
        "jo o",
        "jo e",
        "jo ja",
        "ju u",
        "g h",
        "t c",
        "v w",
        "D d",
        "J Z",
        "$ S",
        "w u",
    ]
)
_HARDENED = frozenset("CSZ$cr")
_FIRST = dict(zip("ghdzbviouej", "kktspfaaaaa", strict=True))
"""First sounds that spellings of one name exchange: voiced and voiceless ones, and vowels."""
_ONE_WORD = frozenset([Kind.CHARACTERS, Kind.ARMENIAN_SOUND, Kind.SYLLABLES])
_CONSONANTS = frozenset([Kind.CONSONANTS, Kind.CONSONANTS_OF_UNVOWELLED])
_VOWELS = frozenset(["a", "e", "o", "ja", "jo"])


def compare(a: str, b: str) -> Answer:
    """Return "same" (one person, as far as names can show), "maybe" (worth checking) or "different".

    Symmetric. The answer is never "same" for a placeholder, a single word, initials, another order without a sign of which word
    is the surname, or a birth date known on one side only.
    """
    one, other = parse(a), parse(b)
    if not one.words or not other.words:
        return DIFFERENT
    if one.placeholder or other.placeholder:
        return _placeholders(one, other)
    if [w.plain for w in one.words] > [w.plain for w in other.words]:
        one, other = other, one
    if _contradict(one, other):
        return DIFFERENT
    if one.burmese and other.burmese and not _one_row(one, other):
        return DIFFERENT
    answer = _by_words(one, other)
    if answer == SAME and (one.birth != other.birth or one.junior != other.junior):
        return MAYBE
    return answer


def _placeholders(one: Name, other: Name) -> Answer:
    """Return "maybe" for equal placeholders, or for initials that fit a name; never "same"."""
    if [w.plain for w in one.words] == [w.plain for w in other.words]:
        return MAYBE
    told = []
    for initials, full in ((one, other), (other, one)):
        letters = [w for i, w in enumerate(initials.words) if w.initial and initials.required >> i & 1]
        if letters and initials.placeholder:
            fits = all(any(meets(letter, word) is not None for word in full.words) for letter in letters)
            # "Citizen K." hides a name, and would match a twentieth of all people.
            hidden = len(letters) == 1 and len(initials.words) > 1
            told.append(fits and not hidden)
    return MAYBE if told and all(told) else DIFFERENT


def _contradict(one: Name, other: Name) -> bool:
    """Return whether birth, generation, form of address (U, Daw) or father differ."""
    if one.birth and other.birth and not (one.birth.startswith(other.birth) or other.birth.startswith(one.birth)):
        return True
    if one.junior and other.junior and one.junior != other.junior:
        return True
    if {one.address, other.address} == {"m", "f"}:
        return True
    if not (one.patronymic and other.patronymic) or not one.fathers.isdisjoint(other.fathers):
        return False
    return _fathers_grade(one, other) is None


def _one_row(one: Name, other: Name) -> bool:
    """Whether two Burmese names have the same words in the same order: there is no surname that would tell of a relation, and
    a few dozen words make the names of millions. Of a name of four words three in a row may be all that is written."""
    shorter, longer = sorted(([name.units[i][1] for i in name.order] for name in (one, other)), key=len)
    if len(longer) == len(shorter) + 1 and longer[0].plain in _YOUNG:
        longer = longer[1:]
    if len(shorter) < len(longer) and len(shorter) < LEAST_IN_A_ROW:
        return False
    starts = range(len(longer) - len(shorter) + 1)
    return any(
        all(grade(a, b) in (_SURE, _LIKELY) for a, b in zip(shorter, longer[start:], strict=False)) for start in starts
    )


def _fathers_grade(one: Name, other: Name) -> int | None:
    mine, theirs = (next(w for i, w in enumerate(n.words) if n.patronymic >> i & 1) for n in (one, other))
    known = not any(key.startswith("~") for key in one.fathers | other.fathers)
    return None if known else grade(mine, theirs)


def _by_words(one: Name, other: Name) -> Answer:
    edges = []
    syllables = one.chinese or other.chinese  # one letter makes another name there
    for mine, word in one.units:
        for theirs, against in other.units:
            pairs = mine & (mine - 1) and theirs & (theirs - 1) and not (word.written and against.written)
            level = None if pairs else grade(word, against)
            joined = mine & (mine - 1) or theirs & (theirs - 1)
            if level and joined and _much_longer(word, against) and not _one_in_syllables(word, against):
                continue  # two words as one that only sound like one (Jay James, James)
            if level is not None and not (syllables and level == _NEAR):
                edges.append(Edge(level, mine, theirs))
    required_one, required_other = one.required & ~spare_of(one, other), other.required & ~spare_of(other, one)
    whole = best_cover(edges, required_one, mine=True)
    inverse = best_cover(edges, required_other, mine=False)
    cover = whole if whole is not None else inverse
    if not cover:
        return DIFFERENT
    worst = max(edge.level for edge in cover)
    if worst == _SURE and whole and inverse and len(cover) > 1 and _clear(one, other, cover):
        return SAME
    if all(edge.level > _LIKELY for edge in cover) and not _only_initials(one, other):
        return DIFFERENT
    return MAYBE


def _much_longer(word: Word, other: Word) -> bool:
    return word.plain.isascii() == other.plain.isascii() and abs(len(word.plain) - len(other.plain)) > MUCH_LONGER


def _clear(one: Name, other: Name, cover: list[Edge]) -> bool:
    """Return whether a match of all words is beyond doubt: no word left over, the same order, fathers not merely similar."""
    if one.european != other.european and (one.european == 0) != (other.european == 0):
        return False
    if one.required.bit_count() != other.required.bit_count() and len(cover) < min(
        one.required.bit_count(), other.required.bit_count()
    ):
        return False
    if one.patronymic and other.patronymic and one.fathers.isdisjoint(other.fathers):
        return False
    places = [
        (min(one.order.index(i) for i in _bits(e.mine) if i in one.order), e) for e in cover if e.mine & one.required
    ]
    theirs = [[other.order.index(i) for i in _bits(e.theirs) if i in other.order] for _, e in sorted(places)]
    starts = [min(found) for found in theirs if found]
    return starts == sorted(starts)


def _bits(mask: int) -> list[int]:
    return [i for i in range(mask.bit_length()) if mask >> i & 1]


def _only_initials(one: Name, other: Name) -> bool:
    return all(w.initial for w in one.words) or all(w.initial for w in other.words)


@lru_cache(maxsize=65536)
def grade(word: Word, other: Word) -> int | None:
    """Return the confidence that two words are the same name: 0 sure, 1 likely, 2 near, 3 a hint; None if they are not."""
    if word.initial or other.initial:
        return _HINT if meets(word, other) is not None or meets(other, word) is not None else None
    in_latin = word.written and word.written[0] < LATIN_END
    if word.written and other.written and not in_latin:  # one sound in other characters is another name
        return _SURE if word.written == other.written else None
    if word.plain == other.plain and not (in_latin and word.written != other.written):
        return _SURE
    found = _families(word, other) if word.families and other.families else _by_sound(word, other)
    if found is None and not (word.families and other.families):
        found = _by_keys(word, other)
    elif found is None and _one_in_syllables(word, other):
        found = _LIKELY
    return _LIKELY if found == _SURE and _spelled_apart(word, other) else found


def _spelled_apart(word: Word, other: Word) -> bool:
    """Return whether two words that sound alike are spelled so that they may be two names: by another Vietnamese tone, by other
    Arabic or Hebrew letters (أحمد, حامد), by syllables that differ (Цзянь, Цзян)."""
    if word.written and other.written and word.written != other.written:
        return True
    if UNVOWELLED.search(word.plain) and UNVOWELLED.search(other.plain):
        return one_letter(word.plain) != one_letter(other.plain)
    mine, theirs = _syllables_of(word), _syllables_of(other)
    shared = {key[1] for key in mine} & {key[1] for key in theirs}
    return bool(shared) and mine.isdisjoint(theirs)


def _one_in_syllables(word: Word, other: Word) -> bool:
    return not _syllables_of(word).isdisjoint(_syllables_of(other))


def _syllables_of(word: Word) -> set[str]:
    return {key for key in word.stored if key[0] == Kind.SYLLABLES}


def _by_keys(word: Word, other: Word) -> int | None:
    if _surname_of(word) & _surname_of(other):
        return _SURE if word.gender == other.gender and _skeletons_near(word, other) else _NEAR
    shared = (word.sought & other.stored) | (other.sought & word.stored)
    if any(key[0] in _ONE_WORD for key in shared) or (
        _one_unvowelled(word, other) and any(key[0] in _CONSONANTS for key in shared)
    ):
        return _LIKELY
    met = {level for level in (meets(word, other), meets(other, word)) if level is not None}
    if met == {TOLERANT} and not _begin_alike(word, other):
        return None
    return _NEAR if met else None


def _begin_alike(word: Word, other: Word) -> bool:
    """Whether two words with one typing error begin with one sound: an error is seldom there, another name often
    (Савіч, Усовіч)."""
    return any(_FIRST.get(a[0], a[0]) == _FIRST.get(b[0], b[0]) for a in word.skeletons for b in other.skeletons)


def _one_unvowelled(word: Word, other: Word) -> bool:
    """Return whether one word is in Arabic or Hebrew letters, which have no short vowels: only consonants can be compared."""
    return bool(UNVOWELLED.search(word.plain)) != bool(UNVOWELLED.search(other.plain))


def _families(word: Word, other: Word) -> int | None:
    shared = word.families & other.families
    if not shared:
        return None
    return _SURE if len(word.families) == len(other.families) == 1 or _alike(word, other) else _LIKELY


def _by_sound(word: Word, other: Word) -> int | None:
    """Compare words letter by letter in every pair of readings with the same skeleton."""
    met = None
    for mine in word.sounds:
        for theirs in other.sounds:
            if coarse(mine) != coarse(theirs):
                continue
            proof = mine not in doubtful(word.plain) and theirs not in doubtful(other.plain)
            if proof and _same_sounds(mine, theirs) and not _foreign(word, other):
                return _SURE
            met = _LIKELY
    return met


def _alike(word: Word, other: Word) -> bool:
    return any(_same_sounds(mine, theirs) for mine in word.sounds[:1] for theirs in other.sounds[:1])


def _foreign(word: Word, other: Word) -> bool:
    """Return whether one is spelled in a way that no transliteration of the other is (Peck, Пэк)."""
    return word.plain.isascii() != other.plain.isascii() and bool(LOOSE.search(word.plain) or LOOSE.search(other.plain))


def _same_sounds(mine: str, theirs: str) -> bool:
    if mine == theirs:
        return True
    one, other = _SYMBOL.findall(mine), _SYMBOL.findall(theirs)
    if len(one) != len(other):
        return False
    return all(_agree(one, other, i) for i in range(len(one)))


def _agree(one: list[str], other: list[str], i: int) -> bool:
    """Return whether two spellings have the same sound at place `i`."""
    a, b = one[i], other[i]
    if a == b:
        return True
    if {a, b} == {"t", "c"}:  # ть, ць: only where the next sound can be soft
        return i + 1 == len(one) or not {"a", "o", "u"} & {one[i + 1], other[i + 1]}
    if i == 0:  # a glide is dropped after a consonant, not at the beginning
        return a[:1] != "j" and b[:1] != "j" and frozenset((a, b)) in _ONE_SOUND
    hardened = one[i - 1] in _HARDENED and a in _VOWELS and b in _VOWELS
    return hardened or frozenset((a, b)) in _ONE_SOUND


def _surname_of(word: Word) -> frozenset[str]:
    """Return the keys of a surname formed from a given name."""
    return frozenset(key for key in word.stored if key[0] == Kind.SURNAME_OF_A_NAME)


def _skeletons_near(word: Word, other: Word) -> bool:
    """Return whether two such surnames differ in one letter only (Мікалаеў, Николаев; not Янов, Иванов)."""
    return any(
        len(a) == len(b) and OSA.distance(a, b, score_cutoff=1) <= 1 for a in word.skeletons for b in other.skeletons
    )
