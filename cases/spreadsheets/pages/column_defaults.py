"""What is proposed for a list as a whole before anybody says it: its name, country, code of law, key and language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from cases.domain import dates
from cases.models import Code, Country, Jurisdiction
from cases.spreadsheets.mapping import mapping_store
from cases.spreadsheets.mapping.guess_columns import Guess, plain_header
from cases.spreadsheets.pages.unknown_value_forms import WordQuestions
from cases.spreadsheets.reading import Table

MOST_WORDS = 40  # of places and courts, to find the country
LETTERS = (
    ("my", r"[\u1000-\u109f]"), ("zh", r"[\u4e00-\u9fff]"), ("fa", r"[پچژگ]"), ("ar", r"[\u0600-\u06ff]"), ("ka", r"[\u10a0-\u10ff]"),  # noqa: E501
    ("hy", r"[\u0530-\u058f]"), ("be", r"[ўЎ]|і.*ы|ы.*і"), ("uk", r"[їЇєЄґҐ]"), ("ru", r"[\u0400-\u04ff]"), ("lt", r"[ėįųū]"), ("pl", r"[łśźż]"),  # noqa: E501
)  # fmt: skip
FAMILY_FIRST = re.compile(r"^(?:фио|піб|ф и о|п і б|прозвішча|фамилия|прізвище|nazwisko|pavardė|soyad|family name)\b")
LATIN = re.compile(r"[A-Za-z .'’-]+")
KEYS = ("name.text", "person.born", "custody.from_date", "case.number")


def title_of(table: Table, file_name: str) -> str:
    """The name of the source: the first title line, or the name of the file without its ending."""
    return " ".join((table.titles[0] if table.titles else PurePath(file_name).stem).split())[:200]


def name_of(file_name: str) -> str:
    """A short name for the mapping that no other mapping has."""
    from django.utils.text import slugify  # noqa: PLC0415

    plain = re.sub(r"[^a-z0-9]+", "_", slugify(PurePath(file_name).stem)).strip("_")[:50] or "list"
    taken, number, name = set(mapping_store.names()), 2, plain
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    return name


def language_of(names: Sequence[str]) -> str:
    """The language that most names are written in, as their letters tell; English for Latin letters without a mark."""
    found = [next((code for code, letters in LETTERS if re.search(letters, name)), "en") for name in names]
    return max(dict.fromkeys(found), key=found.count) if found else "en"


def order_of(header: str) -> str:
    """Which part of a name comes first, where its header says it."""
    return "family_first" if FAMILY_FIRST.search(plain_header(header)) else ""


def is_latin(names: Sequence[str]) -> bool:
    """Whether the names of a column are all in Latin letters."""
    return bool(names) and all(LATIN.fullmatch(name) for name in names)


def key_of(table: Table, guesses: Sequence[Guess]) -> list[str]:
    """The columns that together tell rows apart: an ID that the source gives, else the name with the dates that are needed."""
    places = {guess.target: place for place, guess in reversed(list(enumerate(guesses)))}
    if "key" in places:
        return [table.headers[places["key"]]]
    wanted = [places[target] for target in KEYS if target in places]
    chosen = wanted[:2] if "person.born" in places else wanted[:1]
    for place in wanted[len(chosen) :]:
        if _distinct(table, chosen):
            break
        chosen = [*chosen, place]
    number = next(
        (place for place, guess in enumerate(guesses) if guess.target == "aside" and _distinct(table, [place])), None
    )
    if not _distinct(table, chosen) and number is not None:
        chosen = [*chosen, number]
    return [table.headers[place] for place in chosen]


def _distinct(table: Table, places: Sequence[int]) -> bool:
    keys = [tuple(_key_cell(row[place]) for place in places) for row in table.rows]
    return bool(places) and len(set(keys)) == len(keys)


def _key_cell(text: str) -> str:
    try:
        return dates.parse_typed(text).edtf or text
    except ValueError:
        return " ".join(text.split())


def country_of_list(table: Table, guesses: Sequence[Guess]) -> Country | None:
    """The country whose places and courts the list names; the only one with a jurisdiction where there is one."""
    countries = list(Country.objects.filter(pk__in=Jurisdiction.objects.values("country")).order_by("name_en"))
    if len(countries) < 2:
        return countries[0] if countries else None
    words: dict[str, list[str]] = {}
    for where in ("custody.facility", "case.court"):
        place = next((at for at, guess in enumerate(guesses) if guess.target == where), None)
        if place is not None:
            words[where] = list(dict.fromkeys(row[place] for row in table.rows if row[place]))[:MOST_WORDS]
    scores = []
    for country in countries:
        questions = WordQuestions(country.code)
        scores.append(
            sum(questions.likeliest(where, word).startswith("known:") for where, each in words.items() for word in each)
        )
    return countries[scores.index(max(scores))] if max(scores) and scores.count(max(scores)) == 1 else None


def code_of_list(country: Country | None) -> Code | None:
    """The criminal code of the country, where it has one."""
    codes = Code.objects.filter(jurisdiction__country=country).order_by("pk") if country else Code.objects.none()
    criminal = [code for code in codes if re.search(r"criminal|penal", code.name_en, re.I)]
    return criminal[0] if len(criminal) == 1 else None


def jurisdiction_of(country: Country | None) -> Any:
    """The only jurisdiction of the country."""
    found = list(Jurisdiction.objects.filter(country=country)[:2]) if country else []
    return found[0] if len(found) == 1 else None
