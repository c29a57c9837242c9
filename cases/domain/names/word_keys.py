"""Words of a name, and the keys under which they are stored and looked up.

The kinds of keys, with examples, are in `key_kinds`.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from cases.domain.names import given_names
from cases.domain.names.consonants import UNVOWELLED
from cases.domain.names.consonants import skeletons as consonants
from cases.domain.names.key_kinds import Kind
from cases.domain.names.scripts import characters
from cases.domain.names.syllables import syllables, without_tone
from cases.domain.names.transliteration import coarse, readings

NONE: frozenset[str] = frozenset()
_FEMALE = re.compile("^(.{2,}[oea][vw])a$|^(.{3,}in)a$|^(.{2,})aja$|^(.{2,}[sc]k)a$")
_MALE = re.compile("[oea][vw]$|.in$|[ktn]i$")
_SURNAME = re.compile("[oea][vw]a?$|[sc]k(?:i|a|aja)$|enk[oa]$|vi[cC]$|[jC]uk$")  # no given name has these endings
_OF_A_NAME = tuple(
    (kind, re.compile(f"^(.{{3,}})(?:{end})$"))
    for kind, end in (("ov", "[vw]a?"), ("li", "l[iu]|zade"), ("ko", "enk[oa]"), ("ic", "vi[cCt]"))
)
_ARMENIAN = re.compile("^(.{2,}?)j[ae]nc?$")
_VOICELESS = str.maketrans("bdgzDZJ", "ptksccC")
_COMPOUND = re.compile("^abdul(.{3,})$")
_WITH_ARTICLE = re.compile("^[ae]l([bkmfhdtgxjSrnszwv][aeiou]?.{3,})$")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_SOUNDS = (Kind.SOUND, Kind.SOUND_OF_GIVEN_NAME)
_CONSONANTS = (Kind.CONSONANTS, Kind.CONSONANTS_OF_UNVOWELLED)
LATIN_END = "\u0370"
TOLERANT_FROM = 5
"""Letters a word needs before one typing error is forgiven."""


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word prepared for comparison: everything about it that does not depend on the rest of the name.

    Words are created once and compared by identity, so that results about two of them can be cached cheaply.
    """

    plain: str
    sounds: tuple[str, ...]
    skeletons: tuple[str, ...]
    families: frozenset[str]
    gender: str  # of the ending of a surname: "m", "f" or ""
    initial: bool
    stored: frozenset[str]
    sought: frozenset[str]
    weak: frozenset[str]
    near: tuple[str, ...]
    written: str = (
        ""  # its characters, where each is a syllable with a meaning (`scripts.written`), or its Vietnamese tone
    )


def masculine(sounds: str) -> tuple[str, str]:
    """Return a surname's sounds with the masculine ending, and the gender of its original ending."""
    if found := _FEMALE.match(sounds):
        first, second, third, fourth = found.groups()
        stem = first or second or (third or fourth) + "i"
        return stem, "f"
    return sounds, "m" if _MALE.search(sounds) else ""


def father(stem: str) -> frozenset[str]:
    """Return the families of the name from which a surname or patronymic with this stem is formed."""
    bare = re.sub("j?[oeai]{1,2}$", "", stem)
    for start, end in (
        (stem, ""),
        (stem, "i"),
        (stem[:-1], "i"),
        (bare, ""),
        (bare, "i"),
        (bare, "a"),
        (bare, "ja"),
        (bare, "ei"),
        (bare, "o"),
    ):
        if found := given_names.heard(start + end):
            return found
    return NONE


@lru_cache(maxsize=65536)
def word(plain: str, spellings: tuple[str, ...] = (), initial: bool = False) -> Word:
    """Return the word for a plain spelling; `spellings` are its Latin ones when its script has no letters."""
    sounds = tuple(dict.fromkeys(s for spelling in spellings or (plain,) for s in readings(spelling)))[:6]
    if initial:
        return _initial(plain, sounds)
    families = given_names.families(plain)
    gender = ""
    spoken = sounds
    if not families:
        pairs = [masculine(s) for s in sounds]
        gender = pairs[0][1] if pairs else ""
        spoken = tuple(s for s, _ in pairs)
    skeletons = tuple(dict.fromkeys(s for s in map(coarse, spoken) if s))
    return Word(plain, sounds, skeletons, families, gender, False, *_keys(plain, sounds, skeletons, families, gender))


@lru_cache(maxsize=4096)
def chinese(found: Word) -> Word:
    """Return a Latin word of a Chinese name with keys for the characters it may stand for."""
    keys = {Kind.CHARACTERS + characters_of for characters_of in characters(found.plain)}
    return replace(found, stored=found.stored | keys, sought=found.sought | keys)


@lru_cache(maxsize=8192)
def arabic(found: Word) -> Word:
    """Return a Latin or Cyrillic word of an Arabic name with the keys of one in Arabic letters, to meet other spellings."""
    keys = [] if found.initial else [*consonants(found.plain)]
    return replace(
        found,
        stored=found.stored | {kind + skeleton for skeleton in keys for kind in _CONSONANTS},
        sought=found.sought | {kind + skeleton for skeleton in keys for kind in _CONSONANTS},
    )


@lru_cache(maxsize=8192)
def vietnamese(found: Word) -> Word:
    """Return a word of a name written with Vietnamese marks, with its tone: a word without a mark has the level one."""
    return replace(found, written=" ".join(without_tone(found.plain))) if found.plain[0] < LATIN_END else found


@lru_cache(maxsize=8192)
def of_syllables(found: Word, spoken: tuple[str, ...]) -> Word:
    """Return a word of a name of these languages with keys for the syllables that it may stand for."""
    keys = {
        f"{Kind.SYLLABLES}{language[0]}{reading}" for language in spoken for reading in syllables(language, found.plain)
    }
    if "chinese" in spoken and _CYRILLIC.search(
        found.plain
    ):  # the characters too, by which Cantonese spellings are known
        pinyin = (reading.replace(" ", "") for reading in syllables("chinese", found.plain))
        keys |= {Kind.CHARACTERS + named for spelling in pinyin for named in characters(spelling)}
    return replace(found, stored=found.stored | keys, sought=found.sought | keys)


@lru_cache(maxsize=65536)
def in_characters(found: Word, name: str, written: str) -> Word:
    """Return a word written in characters with them, and with their name (`scripts.character_names`) among its keys."""
    keys = {Kind.CHARACTERS + name} if name else NONE
    return replace(found, stored=found.stored | keys, sought=found.sought | keys, written=written)


def _initial(plain: str, sounds: tuple[str, ...]) -> Word:
    letters = frozenset(Kind.INITIAL + s for s in (coarse(sound)[:1] for sound in sounds[:1]) if s) or frozenset(
        {Kind.INITIAL + plain[:1]}
    )
    return Word(plain, sounds, (), NONE, "", True, letters, letters, NONE, ())


def _keys(
    plain: str, sounds: tuple[str, ...], skeletons: tuple[str, ...], families: frozenset[str], gender: str
) -> tuple[frozenset[str], frozenset[str], frozenset[str], tuple[str, ...]]:
    """Return the stored keys, the keys to look up, those that count only with another word, and those looked up with an error."""
    stored, sought, weak = {Kind.SPELLING + plain}, {Kind.SPELLING + plain}, {Kind.INITIAL + s[0] for s in skeletons}
    near = [Kind.SPELLING + plain]
    if families:
        stored |= {Kind.GIVEN_NAME + name for name in families} | {Kind.SOUND_OF_GIVEN_NAME + s for s in skeletons}
        sought |= {mark + name for name in families for mark in (Kind.GIVEN_NAME, Kind.GUESSED_NAME)} | {
            Kind.SOUND + s for s in skeletons
        }
        weak |= {Kind.NAME_INSIDE_SURNAME + name for name in families if given_names.circle(name) == "t"}
        near += [Kind.SOUND + s for s in skeletons]
    else:
        stored |= {Kind.SOUND + s for s in skeletons}
        sought |= {mark + s for s in skeletons for mark in _SOUNDS}
        near += [mark + s for s in skeletons for mark in _SOUNDS]
        guessed = NONE if any(map(_SURNAME.search, sounds[:1])) else given_names.guesses(plain)
        stored |= {Kind.GUESSED_NAME + name for name in guessed}
        sought |= {Kind.GIVEN_NAME + name for name in guessed}
        _add_roots(sounds, stored, sought, weak)
        _add_armenian(sounds, stored, sought, weak)
    found = _consonants(plain, sounds, families)
    if plain.startswith("عبدال"):  # the part after Abd al-
        found += consonants(plain.removeprefix("عبدال"))
    if found:
        stored |= {Kind.CONSONANTS + skeleton for skeleton in found}
        if UNVOWELLED.search(plain):
            sought |= {Kind.CONSONANTS + skeleton for skeleton in found}
            stored |= {Kind.CONSONANTS_OF_UNVOWELLED + skeleton for skeleton in found}
        else:
            sought |= {Kind.CONSONANTS_OF_UNVOWELLED + skeleton for skeleton in found}
    return frozenset(stored), frozenset(sought), frozenset(weak), tuple(near)


def _add_armenian(sounds: tuple[str, ...], stored: set[str], sought: set[str], weak: set[str]) -> None:
    """Add the keys of a surname in -yan: Western Armenian swaps voiced and voiceless sounds, Russian drops h (Hakobyan,
    Hagopian, Акопян), and unstressed vowels come and go (Sargsyan, Sarkisyan)."""
    for sound in sounds[:2]:
        if found := _ARMENIAN.match(sound):
            stem = coarse(found[1].translate(_VOICELESS).replace("x", "").replace("h", ""))
            bare = re.sub("[aeiou]", "", stem)
            sought.add(Kind.ARMENIAN_SOUND + stem)
            stored |= {Kind.ARMENIAN_SOUND + stem, Kind.ARMENIAN_CONSONANTS + bare}
            if len(bare) > 1:
                weak.add(Kind.ARMENIAN_CONSONANTS + bare)


def _consonants(plain: str, sounds: tuple[str, ...], families: frozenset[str]) -> tuple[str, ...]:
    """Return the consonants by which a word matches one in Arabic or Hebrew letters; none if it cannot be such a name."""
    if UNVOWELLED.search(plain) or "ə" in plain:
        return consonants(plain)
    slavic = any(map(_SURNAME.search, sounds[:1])) or (
        families and not any(given_names.circle(f) == "t" for f in families)
    )
    if plain.isascii():
        found = consonants(plain)
        return found[:1] if slavic or (len(found) > 1 and families) else found
    # Of Cyrillic words only those that may be such names: unneeded keys make every index larger.
    return () if slavic or not _CYRILLIC.search(plain) else consonants(plain)


def _add_roots(sounds: tuple[str, ...], stored: set[str], sought: set[str], weak: set[str]) -> None:
    """Add the keys of the given name inside a surname or a compound."""
    for sound in sounds[:4]:
        if (found := _WITH_ARTICLE.match(sound)) and not _SURNAME.search(sound):
            stored.add(Kind.SOUND + coarse(found[1]))  # Alghamdi
            sought |= {mark + coarse(found[1]) for mark in _SOUNDS}
        if found := _COMPOUND.match(sound):
            stored.add(Kind.SOUND + coarse(found[1]))  # Fattah in Abdel Fattah
            inner = {name for name in father(found[1]) if given_names.circle(name) == "t"}
            stored |= {Kind.NAME_INSIDE_COMPOUND + name for name in inner}
            weak |= {Kind.NAME_INSIDE_SURNAME + name for name in inner}
        for suffix, pattern in _OF_A_NAME:
            if (found := pattern.match(sound)) and len(names := father(found[1])) == 1:
                (name,) = names
                if suffix == "li" and given_names.circle(name) != "t":
                    continue
                key = (
                    f"{Kind.SURNAME_OF_A_NAME}{suffix.replace('li', 'ov')}{name}"  # Kərimli and Kərimov are one family
                )
                stored |= {key, Kind.NAME_INSIDE_SURNAME + name}
                sought.add(key)
                if given_names.circle(name) == "t":
                    weak |= {Kind.GIVEN_NAME + name, Kind.NAME_INSIDE_COMPOUND + name}
