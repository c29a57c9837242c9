"""The words of approved texts: which a document has, who has which, and where a text has one.

The lists of who has a word are a function of the stored documents and are changed with them: a word that nobody has any more is
not in the register. A word is compared without case and accents; a query's word of four letters or more also finds what begins
with it, since these languages put their endings there.
"""

import re
import sys
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import NamedTuple, Self

from django.db import connections

from cases.register.edition import REGISTER
from cases.register.models import PublishedWord
from cases.register.reading.select import AT_ONCE
from cases.register.reading.shapes import Document

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
SHORTEST, LONGEST = 2, 40  # letters of a word that can be looked for
MOST_WORDS = 8  # words of a query that are looked for
WHOLE = 4  # from so many letters on, a query's word may be the beginning of a longer one
_JOINTS = str.maketrans("", "", "'’ʼ")


class Text(NamedTuple):
    """An approved text: its language ("" where that is not told), the text, and its words as they are compared, each with a
    blank on either side: where no word of a query stands in them, the text need not be looked at."""

    language: str
    text: str
    words: str

    @classmethod
    def of(cls, language: str, text: str) -> Self:
        """The text with its words."""
        return cls(language, text, _words_in(text))


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A word as it is compared: no case, no accents, no apostrophes; no blank either, as the parts of a ligature may have."""
    marked = unicodedata.normalize("NFKD", word.casefold().translate(_JOINTS)).replace(" ", "")
    return "".join(sign for sign in marked if not unicodedata.combining(sign))[:LONGEST]


@lru_cache(maxsize=2048)  # each defendant of a case has its texts
def _words_in(text: str) -> str:
    words = " ".join([folded(word) for word in WORD.findall(text)])
    return f" {words} "


def texts_of(document: Document) -> list[Text]:
    """The approved texts of a person's document."""
    return [Text.of(language, text) for language, text in _told(document)]


def _told(document: Document) -> Iterator[tuple[str, str]]:
    for one in document["summaries"]:
        yield one["language"], one["text"]
    for one in document["violations"]:
        yield one["language"], one["public_text"]
    for prosecution in document["prosecutions"]:
        for one in prosecution.get("case", {}).get("summaries", ()):
            yield one["language"], one["title"]
            yield one["language"], one["text"]
    for one in document["citations"]:
        yield "", one["quote"]


def sought(words: Iterable[str]) -> list[str]:
    """What stands in `Text.words` where a text has one of these words of a query.

    A word of four letters or more is also met where a longer one begins with it, as `holders` finds it.
    """
    return [f" {word}" if len(word) >= WHOLE else f" {word} " for word in words]


def places(told: Text, asked_for: Sequence[str], around: int) -> list[tuple[int, int]]:
    """Where a text has words of a query: the first place, and those that begin at most `around` characters after it."""
    first = min((at for one in sought(asked_for) if (at := told.words.find(one)) >= 0), default=-1)
    if first < 0:
        return []
    found: list[tuple[int, int]] = []
    beginnings = tuple(word for word in asked_for if len(word) >= WHOLE)
    before = told.words.count(" ", 0, first)
    spans = islice(WORD.finditer(told.text), before, None)
    for met, word in zip(spans, told.words[first + 1 :].split(" "), strict=False):
        if found and met.start() > found[0][1] + around:
            break
        if word in asked_for or word.startswith(beginnings):
            found.append(met.span())
    return found


def words_of(words: Iterable[str]) -> set[str]:
    """Every word by which a person whose texts have these words (`Text.words`) is found."""
    return {word for of_text in words for word in of_text.split() if len(word) >= SHORTEST}


def asked(query: str) -> list[str]:
    """The words of a query, each once, in the form in which they are compared."""
    words = dict.fromkeys(folded(word) for word in WORD.findall(query))
    return [word for word in words if len(word) >= SHORTEST]


def number_of(ref: str) -> int:
    """A public id as a number below 2 ** 63."""
    return int(ref, 36)


def holders(word: str) -> list[int]:
    """Whoever has a text with this word of a query, as numbers; somebody may come twice."""
    sql = "SELECT owners FROM register_publishedword WHERE word = %s"
    parameters = [word]
    if len(word) >= WHOLE:
        sql = "SELECT owners FROM register_publishedword WHERE word >= %s AND word < %s"
        parameters = [word, word + "\U0010ffff"]
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(sql, parameters)
        return _numbers(b"".join(row[0] for row in cursor.fetchall()))


def like(word: str) -> list[str]:
    """Words of the register that begin as this one does, for finding one that was meant."""
    start = word[:2]
    query = PublishedWord.objects.filter(word__gte=start, word__lt=start + "\U0010ffff")
    return list(query.order_by("word").values_list("word", flat=True).distinct())


def add_all(people: Iterable[tuple[str, str]]) -> None:
    """Fill the empty lists from (public id, `Text.words`) of all texts, in the order of public ids. The parts of one word then
    stand beside each other in the file, since a search reads them all."""
    table = PublishedWord._meta.db_table
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE gathered AS SELECT word, part, owners FROM {table} WHERE 0")  # noqa: S608
    for part, of_part in groupby(people, key=lambda one: one[0][0]):
        gathered: dict[str, list[int]] = defaultdict(list)
        for ref, of_person in groupby(of_part, key=lambda one: one[0]):
            number = number_of(ref)
            for word in words_of(words for _ref, words in of_person):
                gathered[word].append(number)
        _insert(((word, part, numbers) for word, numbers in gathered.items()), "gathered")
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (word, part, owners) SELECT * FROM gathered ORDER BY word, part")  # noqa: S608
        cursor.execute("DROP TABLE gathered")


def change(before: Mapping[str, Collection[str]], after: Mapping[str, Collection[str]]) -> None:
    """Take people out of the lists of words that their texts had, and put them into those of the words they have. Both are
    the `words` of texts by id."""
    out: dict[tuple[str, str], set[int]] = defaultdict(set)
    into: dict[tuple[str, str], set[int]] = defaultdict(set)
    for ref in sorted({*before, *after}):
        had, has = words_of(before.get(ref, ())), words_of(after.get(ref, ()))
        for word in had - has:
            out[ref[0], word].add(number_of(ref))
        for word in has - had:
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
    # A word that others have too keeps its row and its place: as the newest rows they would tell of a text that went.
    with connections[REGISTER].cursor() as cursor:
        cursor.executemany(
            "UPDATE register_publishedword SET owners = %s WHERE part = %s AND word = %s",
            [(_octets(now[word]), part, word) for word in words if word in stored and now[word]],
        )
    fresh = ((word, part, now[word]) for word in words if word not in stored and now[word])
    _insert(fresh, PublishedWord._meta.db_table)


def _insert(rows: Iterable[tuple[str, str, list[int]]], table: str) -> None:
    """Add rows. Not through the models: a rebuild writes as many of them as of everything else together."""
    with connections[REGISTER].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (word, part, owners) VALUES (%s, %s, %s)",  # noqa: S608
            [(word, part, _octets(numbers)) for word, part, numbers in rows],
        )


def _octets(numbers: Iterable[int]) -> bytes:
    held = array("Q", numbers)
    if sys.byteorder == "big":
        held.byteswap()
    return held.tobytes()


def _numbers(octets: bytes) -> list[int]:
    held = array("Q")
    held.frombytes(octets)
    if sys.byteorder == "big":
        held.byteswap()
    return held.tolist()
