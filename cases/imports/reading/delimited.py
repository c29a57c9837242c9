"""Text files: which encoding, which delimiter, and then strictly what they say."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from cases.imports.reading.finishing import Raw
from cases.imports.reading.table import Limits, Unreadable

ENCODINGS = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp1252", "cp1254", "cp866", "koi8-r", "iso-8859-5",
)  # fmt: skip
MARKS = (
    (codecs.BOM_UTF32_LE, ""), (codecs.BOM_UTF32_BE, ""), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
CYRILLIC_WORD = re.compile(r"[А-яЁёІіЎўЇїЄєҐґ]+")
EAST_SLAVIC = re.compile(r"[А-яЁёІіЎўЇїЄєҐґ№«»–—“”„’…\u00a0]")
MIXED_WORD = re.compile(r"[A-Za-z][А-яЁёІіЎўЇїЄєҐґ]|[А-яЁёІіЎўЇїЄєҐґ][A-Za-z]")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LOOKED_AT = 200  # rows, to find the delimiter
SAY_WHICH = f"Say in which encoding the file is written: {', '.join(ENCODINGS)}."
NEVER_DELIMITERS = frozenset("\"'\r\n\x00 ") | {chr(point) for point in range(32) if chr(point) != "\t"}


def decode(content: bytes, encoding: str) -> tuple[str, str]:
    """(text, encoding), guessed when `encoding` is empty. Raises Unreadable rather than replace a letter."""
    mark = next(((start, name) for start, name in MARKS if content.startswith(start)), None)
    if mark and not mark[1]:
        raise Unreadable("The file is written in UTF-32. Save it in UTF-8.")
    named = encoding.strip().lower().replace("_", "-").replace("utf8", "utf-8").removesuffix("-sig")
    if named and named not in ENCODINGS:
        raise Unreadable(f"The encoding “{encoding}” is not taken. {SAY_WHICH}")
    if mark and (not named or mark[1].startswith(named)):
        return _strictly(content[len(mark[0]) :], mark[1]), mark[1]
    if named == "utf-16":
        raise Unreadable("The file has no mark of UTF-16 at its start. Say utf-16-le or utf-16-be.")
    return (_strictly(content, named), named) if named else _guess(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise Unreadable(
            f"The file is not written in {encoding}: byte {wrong.start + 1} (line {line}) does not fit. {SAY_WHICH}"
        ) from wrong


def _guess(content: bytes) -> tuple[str, str]:
    if b"\x00" in content[:4096]:
        order = "utf-16-le" if content[1:4096:2].count(0) > content[:4096:2].count(0) else "utf-16-be"
        raise Unreadable(
            f"The file holds the control character U+0000. It may be {order} without a mark at its start: "
            "say so, or save it in UTF-8."
        )
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1251")
    except UnicodeDecodeError:
        text = ""
    if text and _reads_like_cyrillic(text):
        return text, "cp1251"
    raise Unreadable(f"The file is not written in UTF-8. {SAY_WHICH}")


def _reads_like_cyrillic(text: str) -> bool:
    """Whether text decoded as cp1251 is plausible: other encodings give odd signs, mixed words or swapped capitals."""
    foreign = [letter for letter in text if ord(letter) > 127]
    known = sum(1 for letter in foreign if EAST_SLAVIC.match(letter))
    words = CYRILLIC_WORD.findall(text)
    swapped = sum(1 for word in words if len(word) > 2 and word[0].islower() and word[1:].isupper())
    return known >= 0.95 * len(foreign) and not MIXED_WORD.search(text) and swapped <= len(words) // 20


def find_delimiter(text: str, chosen: str) -> str:
    """The delimiter: as chosen, or that under which the rows have one width. Raises Unreadable where two would do."""
    if chosen:
        delimiter = {"\\t": "\t", "tab": "\t"}.get(chosen, chosen)
        if len(delimiter) != 1 or delimiter in NEVER_DELIMITERS or delimiter.isalnum():
            raise Unreadable(f"“{chosen}” cannot be a delimiter. Give one sign, such as a comma, a semicolon or a tab.")
        return delimiter
    found = sorted(((*_fit(text, sign), sign) for sign in DELIMITERS), reverse=True)
    found = [each for each in found if each[1] > 1]
    if not found:
        return ","
    best = [each for each in found if each[:2] == found[0][:2]]
    if len(best) > 1:
        names = " or ".join(DELIMITERS[each[2]] for each in best)
        raise Unreadable(f"The cells may be divided by {names}. Say which it is.")
    return best[0][2]


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    """(share of the first rows as wide as the headers, that width)."""
    widths: list[int] = []
    try:
        widths.extend(len(row) for row in islice(_reader(text, delimiter), LOOKED_AT) if row)
    except csv.Error:
        return 0.0, widths[0] if widths else 0
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0]) if widths else (0.0, 0)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(max(len(text), 1))  # the length of cells is checked with row and column named
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def rows(text: str, delimiter: str, limits: Limits) -> Iterator[Raw]:
    """The rows, counted as a spreadsheet program would. Raises Unreadable for an unclosed or misplaced quote."""
    number = 0
    try:
        for row in _reader(text, delimiter):
            number += 1
            if len(row) > limits.columns:
                raise Unreadable(f"Row {number} has {len(row):,} columns; at most {limits.columns} are taken.")
            yield number, row
    except csv.Error as wrong:
        if "unexpected end" in str(wrong):
            raise Unreadable(f"A quotation mark that is opened in row {number + 1} is never closed.") from wrong
        raise Unreadable(f"Row {number + 1} has a quotation mark in the wrong place ({wrong}).") from wrong
