"""Full-text search in approved texts: the words of a document, the posting list of each word, and the matches in a text.

The posting lists are derived from the stored documents and change with them: a word that no text has any more is not in the
register. Words are compared without case and accents; a query word also matches its inflected forms (`word_forms`), and from
four letters on longer words that begin with it. Words in quotes match as they are, one after another.
"""

import re
import sys
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import NamedTuple, Self

from django.db import connections

from cases.public_site.edition import REGISTER
from cases.public_site.models import PublishedWord
from cases.public_site.queries.document_rows import rows_of_person
from cases.public_site.queries.schemas import SHAPES, Document
from cases.public_site.queries.select_rows import AT_ONCE
from cases.public_site.search.word_forms import beginning, is_form, stems

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
SHORTEST, LONGEST = 2, 40  # letters of a word that can be searched
MOST_WORDS = 8  # words of a query that are searched
WHOLE = 4  # from this length on, a query word also matches as a prefix
_JOINTS = str.maketrans("", "", "'’ʼ")


class Text(NamedTuple):
    """An approved text: its language ("" if unspecified), the text, and its normalised words, each with a blank on either side:
    if no query word occurs in them, the text need not be read."""

    language: str
    text: str
    words: str

    @classmethod
    def of(cls, language: str, text: str) -> Self:
        """The text with its words."""
        return cls(language, text, _words_in(text))


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Normalise a word: no case, no accents, no apostrophes; no blank either, as the parts of a ligature may have."""
    marked = unicodedata.normalize("NFKD", word.casefold().translate(_JOINTS)).replace(" ", "")
    return "".join(sign for sign in marked if not unicodedata.combining(sign))[:LONGEST]


@lru_cache(maxsize=2048)  # the texts are repeated for each defendant of a case
def _words_in(text: str) -> str:
    words = " ".join([folded(word) for word in WORD.findall(text)])
    return f" {words} "


def texts_of(document: Document) -> list[Text]:
    """The approved texts of a person's document: every column of text in the register that the document holds."""
    return [
        Text.of(row.get("language", ""), row[name])
        for noun, row in rows_of_person(document)
        for name in SHAPES[noun].texts
    ]


def sought(words: Iterable[str]) -> list[str]:
    """Strings to look for in `Text.words` to find the texts that may have a form of one of these query words."""
    return [f" {beginning(word)}" if stems(word) else f" {word} " for word in words]


def meets(asked_for: str, word: str) -> bool:
    """Whether a word of a text is what a query word means: a form of it, or a longer word that begins with it."""
    return is_form(asked_for, word) or (len(asked_for) >= WHOLE and word.startswith(asked_for))


def places(told: Text, asked_for: Sequence[str], around: int) -> list[tuple[int, int]]:
    """Positions of query words in a text: the first one, and those that begin at most `around` characters after it."""
    first = min((at for needle in sought(asked_for) if (at := told.words.find(needle)) >= 0), default=-1)
    if first < 0:
        return []
    positions: list[tuple[int, int]] = []
    before = told.words.count(" ", 0, first)
    spans = islice(WORD.finditer(told.text), before, None)
    for match, word in zip(spans, told.words[first + 1 :].split(" "), strict=False):
        if positions and match.start() > positions[0][1] + around:
            break
        if any(meets(wanted, word) for wanted in asked_for):
            positions.append(match.span())
    return positions


def words_of(words: Iterable[str]) -> set[str]:
    """Every word by which a person is found whose texts have these words (`Text.words`)."""
    return {word for of_text in words for word in of_text.split() if len(word) >= SHORTEST}


def asked(query: str) -> list[str]:
    """The distinct words of a query, normalised."""
    words = dict.fromkeys(folded(word) for word in WORD.findall(query))
    return [word for word in words if len(word) >= SHORTEST]


def number_of(ref: str) -> int:
    """A public id as a number below 2 ** 63."""
    return int(ref, 36)


def holders(word: str) -> list[int]:
    """People with a text that contains a form of this query word, as numbers; may contain duplicates."""
    start = beginning(word)
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT word FROM register_publishedword WHERE word >= %s AND word < %s",
            [start, start + "\U0010ffff"],
        )
        matches = [stored for (stored,) in cursor.fetchall() if meets(word, stored)]
        numbers: list[int] = []
        for at in range(0, len(matches), AT_ONCE):
            chunk = matches[at : at + AT_ONCE]
            cursor.execute(
                f"SELECT owners FROM register_publishedword WHERE word IN ({', '.join(['%s'] * len(chunk))})",  # noqa: S608
                chunk,
            )
            numbers += _numbers(b"".join(row[0] for row in cursor.fetchall()))
    return numbers


PHRASE = re.compile('["“”„«]([^"“”„«»]{3,200})["“”»]')


def phrases(query: str) -> list[str]:
    """The phrases of a query in quotes, of two words or more, as `Text.words` has them."""
    return [words for part in PHRASE.findall(query) if (words := _words_in(part)).strip().count(" ")]


def holders_of_phrase(words: str) -> list[str]:
    """Public ids of the people with a text in which these words stand one after another."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute("SELECT DISTINCT owner FROM register_publishedtext WHERE instr(words, %s)", [words])
        return [owner for (owner,) in cursor.fetchall()]


def like(word: str) -> list[str]:
    """Words of the register with the same beginning, as candidates for spelling suggestions."""
    start = word[:2]
    query = PublishedWord.objects.filter(word__gte=start, word__lt=start + "\U0010ffff")
    return list(query.order_by("word").values_list("word", flat=True).distinct())


def add_all(people: Iterable[tuple[str, str]]) -> None:
    """Fill the empty posting lists from (public id, `Text.words`) of all texts, in the order of public ids. The parts of one
    word are then adjacent in the file, because a search reads them all."""
    table = PublishedWord._meta.db_table
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE gathered AS SELECT word, part, owners FROM {table} WHERE 0")  # noqa: S608
    for part, of_part in groupby(people, key=lambda entry: entry[0][0]):
        gathered: dict[str, list[int]] = defaultdict(list)
        for ref, of_person in groupby(of_part, key=lambda entry: entry[0]):
            number = number_of(ref)
            for word in words_of(words for _ref, words in of_person):
                gathered[word].append(number)
        _insert(((word, part, numbers) for word, numbers in gathered.items()), "gathered")
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (word, part, owners) SELECT * FROM gathered ORDER BY word, part")  # noqa: S608
        cursor.execute("DROP TABLE gathered")


def change(before: Mapping[str, Collection[str]], after: Mapping[str, Collection[str]]) -> None:
    """Remove people from the posting lists of words that their texts had, and add them to those of the words they have now.
    Both arguments are the `words` of texts by id."""
    out: dict[tuple[str, str], set[int]] = defaultdict(set)
    into: dict[tuple[str, str], set[int]] = defaultdict(set)
    for ref in sorted({*before, *after}):
        old, new = words_of(before.get(ref, ())), words_of(after.get(ref, ()))
        for word in old - new:
            out[ref[0], word].add(number_of(ref))
        for word in new - old:
            into[ref[0], word].add(number_of(ref))
    for part in sorted({part for part, _word in (*out, *into)}):
        words = sorted(word for other, word in {*out, *into} if other == part)
        for start in range(0, len(words), AT_ONCE):
            _change_part(part, words[start : start + AT_ONCE], out, into)


def _change_part(
    part: str,
    words: list[str],
    out: Mapping[tuple[str, str], set[int]],
    into: Mapping[tuple[str, str], set[int]],
) -> None:
    rows = PublishedWord.objects.filter(part=part, word__in=words)
    stored = {word: set(_numbers(bytes(owners))) for word, owners in rows.values_list("word", "owners")}
    now = {
        word: sorted((stored.get(word, set()) - out.get((part, word), set())) | into.get((part, word), set()))
        for word in words
    }
    rows.filter(word__in=[word for word in words if not now[word]]).delete()
    # A word that others have too keeps its row and its position: as the newest row it would reveal that a text was removed.
    with connections[REGISTER].cursor() as cursor:
        cursor.executemany(
            "UPDATE register_publishedword SET owners = %s WHERE part = %s AND word = %s",
            [(_octets(now[word]), part, word) for word in words if word in stored and now[word]],
        )
    fresh = ((word, part, now[word]) for word in words if word not in stored and now[word])
    _insert(fresh, PublishedWord._meta.db_table)


def _insert(rows: Iterable[tuple[str, str, list[int]]], table: str) -> None:
    """Insert rows. Not through the models: a rebuild writes as many of them as of everything else together."""
    with connections[REGISTER].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (word, part, owners) VALUES (%s, %s, %s)",  # noqa: S608
            [(word, part, _octets(numbers)) for word, part, numbers in rows],
        )


def _octets(numbers: Iterable[int]) -> bytes:
    packed = array("Q", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _numbers(octets: bytes) -> list[int]:
    numbers = array("Q")
    numbers.frombytes(octets)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()
