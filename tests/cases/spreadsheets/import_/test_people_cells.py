"""Several people in one cell, and names taken apart."""

import pytest

from cases.spreadsheets.import_.people_cells import Mentioned, name_parts, split_people


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        (
            "Ann Invented (A; B), Bob Imaginary  (C, D)",
            [Mentioned("Ann Invented", "A; B"), Mentioned("Bob Imaginary", "C, D")],
        ),
        ("Ann Invented", [Mentioned("Ann Invented", "")]),
        ("Ann Invented (A", [Mentioned("Ann Invented (A", "")]),
        ("(A)", [Mentioned("(A)", "")]),
        (" , ", []),
    ],
)
def test_split_people_keeps_brackets_together(cell: str, people: list[Mentioned]) -> None:
    assert split_people(cell, ",") == people


def test_name_parts_of_another_form_are_none() -> None:
    assert name_parts("Ann Invented", "oglu") == {}
    assert name_parts("Ann Bob oglu Invented", "oglu") == {
        "given": "Ann",
        "patronymic": "Bob oglu",
        "family": "Invented",
    }
