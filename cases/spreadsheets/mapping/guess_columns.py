"""Guess what the columns of a list are: from the words of their headers, and from what their cells hold. Pure functions."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cases.domain import dates
from cases.domain.sentencing.penalty_text import read_penalty
from cases.spreadsheets.import_ import date_columns
from cases.spreadsheets.mapping.column_targets import ASIDE, DATES, NOTES, SEVERAL
from cases.spreadsheets.mapping.schema import REFUSED_BECAUSE, Rule

WORDS = Path(__file__).parent / "header_words.toml"
LOOKED_AT = 200  # rows
MOST = 0.6  # of the filled cells, to say what a column is
FEW = 0.35  # fewer cells than this that fit a header's word make it doubtful
LONG_TEXT = 80  # letters a cell on average: prose
KEY, LINK, STATUS = "key", "link", "status"
WEBSITE = re.compile(r"https?://\S+", re.I)
PICTURE = re.compile(r"https?://\S+\.(?:jpe?g|png|webp|gif)(?:\?\S*)?", re.I)
PHONE = re.compile(r"(?:\+|00)?[\d\s().-]{9,22}(?:\D{0,20})")
EMAIL = re.compile(r"\S+@\S+\.\w{2,}")
CITATION = re.compile(
    r"\b(?:ст|ч|арт|арт\.|part|art|article|section|стаття|артыкул|частка)\b\.?|\b\d{2,3}(?:-\d)?\s*ч\.?\s*\d|المادة|第.{1,6}条|ပုဒ်မ|\bук\b|\bкк\b|коап",
    re.I,
)
PLACE = re.compile(r"\b(?:ик|сизо|пк|сіза|икп|вк|лтп|ивс|ифс|prison|colony|jail|sizo|ik)\b|колони|калоні|тюрьм|турм|изолятор|ізалятар|سجن|监狱|看守所|ထောင်", re.I)  # fmt: skip  # noqa: E501
COURT = re.compile(r"\bсуд|court|محكمة|法院|တရားရုံး|sąd\b", re.I)
YES_NO = frozenset(("yes", "no", "true", "false", "да", "нет", "так", "не", "ні", "نعم", "لا", "是", "否", "0", "1"))
GENDERS: dict[str, str] = {
    **dict.fromkeys(("male", "m", "man", "мужской", "муж", "м", "мужчина", "мужчынскі", "мужчына", "чоловіча", "чоловік", "ч", "ذكر", "男", "ကျား", "mężczyzna", "vyras"), "male"),  # noqa: E501
    **dict.fromkeys(("female", "f", "woman", "женский", "жен", "ж", "женщина", "жаночы", "жанчына", "жіноча", "жінка", "أنثى", "女", "မ", "kobieta", "moteris"), "female"),  # noqa: E501
}  # fmt: skip
NUMBER = re.compile(r"\d{1,6}")
NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*", re.UNICODE)
MOST_NAME_WORDS = 6


@dataclass(frozen=True)
class Guess:
    """What a column probably is. `sure`: header and cells agree; else somebody should look."""

    target: str
    sure: bool


def plain_header(text: str) -> str:
    """A header as it is compared: small letters, ё as е, no marks of accent, signs as spaces."""
    folded = unicodedata.normalize("NFC", text.casefold()).replace("ё", "е").replace("’", "'").replace("_", " ")
    return " ".join(re.sub(r"[^\w\s'/№#()]+", " ", folded).split())


@cache
def header_words() -> dict[str, str]:
    """Word of a header (plain) -> target."""
    with WORDS.open("rb") as file:
        listed = tomllib.load(file)
    found: dict[str, str] = {}
    for target, words in listed.items():
        for word in words:
            found.setdefault(plain_header(word), target)
    return found


def by_header(header: str) -> str:
    """The target that a header names; "" where none does. The whole header first, then the longest of its words."""
    words, plain = header_words(), plain_header(header)
    if plain in words:
        return words[plain]
    without = plain_header(re.sub(r"\([^)]*\)", " ", header))
    if without in words:
        return words[without]
    fitting = [word for word in words if len(word) > 2 and _holds(plain, word)]
    return words[max(fitting, key=len)] if fitting else ""


def _holds(plain: str, word: str) -> bool:
    if not word.isascii() and not re.search(r"[\u0400-\u04ff]", word):  # scripts without spaces or with prefixes
        return word in plain
    return f" {word} " in f" {plain} "


def _share(cells: Sequence[str], fits: Callable[[str], object]) -> float:
    return sum(1 for cell in cells if fits(cell)) / len(cells) if cells else 0.0


def is_date(text: str) -> bool:
    """Whether a cell holds a date in any form, or says that none is known."""
    if date_columns.is_numeric(text):
        return True
    try:
        date_columns.readable(text, Rule(columns=("",), years_from=1950))
    except ValueError:
        return False
    return not NUMBER.fullmatch(text) or len(text) == len("1985")


def is_length(text: str) -> bool:
    """Whether a cell holds a penalty or its length."""
    said = read_penalty(text)
    return not said.left and bool(said.length or said.kind or said.pending)


def is_name(text: str) -> bool:
    """Whether a cell may be somebody's name: two to six words of letters, each with a capital where the script has them."""
    words = NAME_WORD.findall(text)
    plain = NAME_WORD.sub("", text)
    cased = [word for word in words if word.casefold() != word.upper()]
    return (
        1 < len(words) <= MOST_NAME_WORDS
        and not re.search(r"[\d@/:;]", plain)
        and all(word[0].isupper() for word in cased)
    )


KINDS: dict[str, Callable[[str], object]] = {
    "photo": PICTURE.fullmatch,
    LINK: WEBSITE.fullmatch,
    "email": EMAIL.fullmatch,
    "phone": lambda text: PHONE.fullmatch(text) and sum(sign.isdigit() for sign in text) >= 9 and not is_date(text),
    "date": is_date,
    "gender": lambda text: text.casefold().strip(".") in GENDERS,
    "yes_no": lambda text: text.casefold() in YES_NO,
    "citation": lambda text: CITATION.search(text) and any(sign.isdigit() for sign in text),
    "court": COURT.search,
    "place": PLACE.search,
    "length": is_length,
    "number": NUMBER.fullmatch,
    "name": is_name,
}
# What cells of a target are like, where that can be told.
FITTING: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(DATES, ("date",)),
    "link": (LINK, "photo"), "photo": ("photo", LINK), "person.gender": ("gender",), "penalty.length": ("length",),
    "name2.text": ("name",), "case.court": ("court",), "charge.charges": ("citation", "number"),
}  # fmt: skip
BY_CONTENT = (
    ("photo", "photo"), (LINK, LINK), ("email", "person.contacts"), ("phone", "person.contacts"), ("gender", "person.gender"),
    ("court", "case.court"), ("place", "custody.facility"), ("citation", "charge.charges"), ("length", "penalty.length"),
)  # fmt: skip


def kind_of(cells: Sequence[str]) -> str:
    """What most cells of a column are like; "" where nothing is told by that."""
    filled = [" ".join(cell.split()) for cell in cells[:LOOKED_AT] if cell.strip()]
    return next((kind for kind, fits in KINDS.items() if filled and _share(filled, fits) > MOST), "")


def guess(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Guess]:
    """What each column probably is. A target that one column alone can have goes to the first that says so surely."""
    columns = [[row[place].strip() for row in rows[:LOOKED_AT] if row[place].strip()] for place in range(len(headers))]
    guesses = [_guess(header, cells) for header, cells in zip(headers, columns, strict=True)]
    if not any(each.target == "name.text" for each in guesses):
        place = next(
            (at for at, each in enumerate(guesses) if each.target == NOTES and kind_of(columns[at]) == "name"), -1
        )
        if place >= 0:
            guesses[place] = Guess("name.text", sure=False)
    taken: set[str] = set()
    for place, each in enumerate(guesses):
        if each.target in taken and each.target not in SEVERAL:
            second = "name2.text" if each.target == "name.text" else NOTES
            guesses[place] = Guess(second if second not in taken else NOTES, sure=False)
        taken.add(guesses[place].target)
    return guesses


def _guess(header: str, cells: Sequence[str]) -> Guess:
    if not cells or header == REFUSED_BECAUSE:
        return Guess(ASIDE, sure=True)
    named, kind = by_header(header), kind_of(cells)
    if named:
        return _checked(named, kind, cells)
    if sum(map(len, cells)) / len(cells) > LONG_TEXT:
        return Guess(NOTES, sure=True)
    return Guess(dict(BY_CONTENT).get(kind, NOTES), sure=False)


def _checked(named: str, kind: str, cells: Sequence[str]) -> Guess:
    """What a header names, held against what the cells of the column are like."""
    fits = FITTING.get(named)
    share = max((_share(cells, KINDS[each]) for each in fits), default=1.0) if fits else 1.0
    if named in DATES and kind == "length":
        return Guess("penalty.length", sure=False)
    if (named == LINK and share < FEW) or (named == ASIDE and _share(cells, KINDS["number"]) < MOST):
        return Guess(NOTES, sure=False)
    return Guess(named, sure=len(set(cells)) == len(cells) if named == KEY else share > FEW)


def date_order(cells: Sequence[str]) -> tuple[str, bool]:
    """(order, decided) of the numbers in a column of dates.

    Decided where a cell leaves no doubt (13/02) and none says otherwise, or where no cell needs it. Else the likeliest order
    where other cells of the column show the day first with dots, and "" where nothing tells.
    """
    order = date_columns.column_order(cells)
    if order:
        return order, True
    asked = [cell for cell in cells if needs_order(cell)]
    if not asked:
        return "", True
    dotted = any(re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", dates.plain_digits(cell).strip()) for cell in cells)
    return ("day_first" if dotted else ""), False


def needs_order(text: str) -> bool:
    """Whether a date can be read in two ways: 01/02/2024."""
    try:
        date_columns.readable(text, Rule(columns=("",), years_from=1950))
    except ValueError:
        return date_columns.is_numeric(text)
    return False
