"""Which record a word of a list means."""

import csv
from pathlib import Path

import pytest

from cases.spreadsheets.mapping.likeliest import Known, code_of, likeliest

FILES = Path(__file__).resolve().parents[4] / "cases/reference/files"


def known(name: str) -> list[Known]:
    """The places or courts of the reference data, by their English names."""
    with (FILES / name).open(encoding="utf-8") as file:
        return [
            Known(row["name_en"], (row["name_en"], row["name_be"], row["name_ru"]), row.get("code", ""))
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize(
    ("text", "code"),
    [("ИК-17 Шклов", "ik-17"), ("ИК № 4", "ik-4"), ("Исправительная колония №17", "ik-17"), ("СИЗО-1", "sizo-1"), ("СІЗА 1", "sizo-1"),  # noqa: E501
     ("Следчы ізалятар № 1", "sizo-1"), ("Тюрьма №8", "t-8"), ("Калонія-пасяленне № 10", "ikp-10"), ("дома", ""), ("кв. 17", "")],
)  # fmt: skip
def test_code_of_a_place(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ИК-17", "Penal colony No. 17"), ("ИК-17 Шклов", "Penal colony No. 17"), ("ик 17", "Penal colony No. 17"),
        ("СИЗО-1", "Pre-trial detention centre No. 1 (Valadarka)"), ("СІЗА-1", "Pre-trial detention centre No. 1 (Valadarka)"),
        ("Penal colony 17", "Penal colony No. 17"), ("ИК-99", ""), ("дома", ""), ("колония", ""), ("", ""),
    ],
)  # fmt: skip
def test_places_find_their_record(text: str, place: str) -> None:
    assert likeliest(text, known("facilities_belarus.csv")) == place


@pytest.mark.parametrize(
    ("text", "court"),
    [
        ("Суд Ленинского района г. Минска", "Leninski District Court of Minsk"),
        ("суд Ленинского р-на Минска", "Leninski District Court of Minsk"),
        ("Суд Центрального района Минска", "Tsentralny District Court of Minsk"), ("Мінскі гарадскі суд", "Minsk City Court"),
        ("Минский городской суд", "Minsk City Court"), ("Суд Ленинского района", ""), ("Суд", ""), ("Suprême", ""),
    ],
)  # fmt: skip
def test_courts_find_their_record(text: str, court: str) -> None:
    assert likeliest(text, known("courts_belarus.csv")) == court
