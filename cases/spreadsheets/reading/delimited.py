"""Text files: which encoding, which delimiter, and then strictly what they say."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from cases.spreadsheets.reading.normalise import Raw
from cases.spreadsheets.reading.table import Limits, Unreadable

ENCODINGS = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp1252", "cp1254", "cp866", "koi8-r", "iso-8859-5",
    "cp1250", "cp1256", "cp1257", "gb18030", "big5",
)  # fmt: skip
MARKS = (
    (codecs.BOM_UTF32_LE, ""), (codecs.BOM_UTF32_BE, ""), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
CYRILLIC_WORD = re.compile(r"[А-яЁёІіЎўЇїЄєҐґ]+")
EAST_SLAVIC = re.compile(r"[А-яЁёІіЎўЇїЄєҐґ№«»–—“”„’…\u00a0]")
MIXED_WORD = re.compile(r"[A-Za-z][А-яЁёІіЎўЇїЄєҐґ]|[А-яЁёІіЎўЇїЄєҐґ][A-Za-z]")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LOST, LAST_OF_ASCII = "\ufffd", 127
FITTING_FOR_EACH_LOST = 8  # letters that fit beside each byte that does not: else the encoding is another one
MORE_THAN_HALF = 0.5
ARABIC = re.compile(r"[\u0600-\u06ff\u200c-\u200f«»–—“”’…\u00a0]")
ARABIC_ARTICLE = re.compile(r"\bال[\u0621-\u064a]{2}")
SURE = 3  # different common characters, or words with the article: fewer are no evidence
SWAPPED = re.compile(r"[a-zа-яёіў][A-ZА-ЯЁІЎ]{2}|[а-яёіў][А-ЯЁІЎ].*[а-яёіў][А-ЯЁІЎ]")
ARABIC_MIXED = re.compile(r"[A-Za-z][\u0621-\u064a\u067e-\u06d3]|[\u0621-\u064a\u067e-\u06d3][A-Za-z]")
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef·•—–“”‘’…]")
# Characters of names, headers and sentences of courts that only one of the two ways of writing has.
SIMPLIFIED = frozenset(
    "的名年月日市县省区法院判刑罪拘留监狱员案号时间职业国党记者师张刘陈杨赵吴孙马郑谢冯邓许苏卢蒋贾叶关押释备注来源处决书电话地址维权颠覆寻衅滋事姓性别男女出生民族捕现况"
)
TRADITIONAL = frozenset(
    "的名年月日市縣省區法院判刑罪拘留監獄員案號時間職業國黨記者師張劉陳楊趙吳孫馬鄭謝馮鄧許蘇盧蔣賈葉關押釋備註來源處決書電話地址維權顛覆尋釁滋事姓性別男女出生民族捕現況"
)
LOOKED_AT = 200  # rows, to find the delimiter
SAY_WHICH = f"Say in which encoding the file is written: {', '.join(ENCODINGS)}."
NEVER_DELIMITERS = frozenset("\"'\r\n\x00 ") | {chr(point) for point in range(32) if chr(point) != "\t"}


def decode(content: bytes, encoding: str) -> tuple[str, str]:
    """(text, encoding), guessed when `encoding` is empty. A few bytes that do not fit become “�”: they cost a cell, not the file.

    Raises Unreadable where more than a few do not fit, or no encoding is plausible.
    """
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
        if text := _but_for_a_few(content, encoding):
            return text
        line = content[: wrong.start].count(b"\n") + 1
        raise Unreadable(
            f"The file is not written in {encoding}: byte {wrong.start + 1} (line {line}) does not fit. {SAY_WHICH}"
        ) from wrong


def _but_for_a_few(content: bytes, encoding: str) -> str:
    """The text with “�” for bytes that do not fit, if they are few beside the letters that do; else ""."""
    if encoding.startswith("utf-16"):
        return ""
    text = content.decode(encoding, errors="replace")
    lost = text.count(LOST)
    fitting = sum(1 for letter in text if ord(letter) > LAST_OF_ASCII) - lost
    return text if fitting >= FITTING_FOR_EACH_LOST * lost else ""


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
    if text := _but_for_a_few(content, "utf-8"):
        return text, "utf-8"
    plausible = [(text, name) for name, reads in GUESSED if (text := _decoded(content, name)) and reads(text)]
    if len(plausible) == 1:
        return plausible[0]
    raise Unreadable(f"The file is not written in UTF-8. {SAY_WHICH}")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return _but_for_a_few(content, encoding)


def _reads_like_cyrillic(text: str) -> bool:
    """Whether text decoded as cp1251 is plausible: other encodings give odd signs, mixed words or swapped capitals."""
    foreign = [letter for letter in text if ord(letter) > 127]
    known = sum(1 for letter in foreign if EAST_SLAVIC.match(letter))
    words = CYRILLIC_WORD.findall(text)
    swapped = sum(
        1 for word in words if (len(word) > 2 and word[0].islower() and word[1:].isupper()) or SWAPPED.search(word)
    )
    return known >= 0.95 * len(foreign) and not MIXED_WORD.search(text) and swapped <= len(words) // 20


def _reads_like_arabic(text: str) -> bool:
    """Whether text decoded as cp1256 is plausible: words of Arabic letters, none of them mixed with Latin ones."""
    foreign = [letter for letter in text if ord(letter) > LAST_OF_ASCII]
    arabic = sum(1 for letter in foreign if ARABIC.match(letter))
    return arabic >= 0.97 * len(foreign) and not ARABIC_MIXED.search(text) and len(ARABIC_ARTICLE.findall(text)) >= SURE


def _reads_like(common: frozenset[str]) -> Callable[[str], bool]:
    """Whether Chinese text is plausible: only Chinese characters and their punctuation, and common ones among them."""

    def reads(text: str) -> bool:
        foreign = [letter for letter in text if ord(letter) > LAST_OF_ASCII]
        chinese = sum(1 for letter in foreign if CHINESE.match(letter))
        known = [letter for letter in foreign if letter in common]
        return chinese >= 0.97 * len(foreign) and len(known) >= 0.1 * len(foreign) and len(set(known)) >= SURE

    return reads


GUESSED: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("cp1251", _reads_like_cyrillic), ("cp1256", _reads_like_arabic),
    ("gb18030", _reads_like(SIMPLIFIED)), ("big5", _reads_like(TRADITIONAL)),
)  # fmt: skip
SEPARATOR_LINE = re.compile(r"sep=([^\r\n]|\\t)\r?\n", re.I)


def separator_line(text: str) -> str:
    """The delimiter that a first line "sep=;" names, as Excel writes it; "" where there is none."""
    line = SEPARATOR_LINE.match(text)
    return line[1] if line else ""


def find_delimiter(text: str, chosen: str) -> str:
    """The delimiter: as chosen, or that under which the rows have one width. Raises Unreadable where two would do."""
    if chosen:
        delimiter = {"\\t": "\t", "tab": "\t"}.get(chosen, chosen)
        if len(delimiter) != 1 or delimiter in NEVER_DELIMITERS or delimiter.isalnum():
            raise Unreadable(f"“{chosen}” cannot be a delimiter. Give one sign, such as a comma, a semicolon or a tab.")
        return delimiter
    found = sorted(((*_fit(text, sign), sign) for sign in DELIMITERS), reverse=True)
    found = [each for each in found if each[1] > 1]
    if not found:  # title lines above the headers
        found = sorted(((*_fit(text, sign, usual=True), sign) for sign in DELIMITERS), reverse=True)
        found = [each for each in found if each[1] > 1 and each[0] > MORE_THAN_HALF]
    if not found:
        return ","
    best = [each for each in found if each[:2] == found[0][:2]]
    if len(best) > 1:
        names = " or ".join(DELIMITERS[each[2]] for each in best)
        raise Unreadable(f"The cells may be divided by {names}. Say which it is.")
    return best[0][2]


def _fit(text: str, delimiter: str, *, usual: bool = False) -> tuple[float, int]:
    """(share of the first rows as wide as the first of them, that width). `usual`: as wide as most."""
    widths: list[int] = []
    try:
        widths.extend(len(row) for row in islice(_reader(text, delimiter), LOOKED_AT) if row)
    except csv.Error:
        return 0.0, widths[0] if widths else 0
    if not widths:
        return 0.0, 0
    wanted = Counter(widths).most_common(1)[0][0] if usual else widths[0]
    return sum(width == wanted for width in widths) / len(widths), wanted


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
