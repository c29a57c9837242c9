"""What a long list costs, as ratios: seconds say more about the machine than about the program."""

from collections.abc import Callable
from time import process_time

import pytest

from accounts.models import User
from cases.models import Citation, Custody, Person, PersonName
from cases.spreadsheets.import_.apply_import import carry_out
from cases.spreadsheets.import_.preview import Preview
from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SYLLABLES = [
    "ba",
    "vi",
    "ha",
    "dze",
    "la",
    "my",
    "na",
    "ka",
    "ro",
    "sa",
    "ta",
    "khu",
    "tse",
    "sha",
    "pra",
    "sta",
    "hru",
    "kla",
    "mo",
    "ni",
]
FEW, MANY = 400, 2400


def rows(start: int, count: int) -> str:
    """Rows of invented people, no two with one surname."""
    told = []
    for number in range(start, start + count):
        parts = [SYLLABLES[number // 20**place % 20] for place in range(3)]
        told.append(f"{number},Ann {''.join(parts).title()}ko,1980-01-02,2020-03-{number % 28 + 1:02},,,")
    return "\n".join(told) + "\n"


def cost(look: Callable[..., Preview], importer: User, text: str) -> float:
    """CPU seconds a row."""
    begun = process_time()
    shown = look(text)
    carry_out(shown, importer, shown.table.sha256, accept_fall=True)
    return (process_time() - begun) / len(shown.rows)


def test_take_in_six_times_the_rows_costs_hardly_more_a_row(look: Callable[..., Preview], importer: User) -> None:
    cost(look, importer, rows(0, 50))  # tables of names are read once a process
    few = cost(look, importer, rows(100, FEW))
    assert cost(look, importer, rows(1000, MANY)) < 2 * few


def test_take_in_a_list_costs_much_less_than_record_by_record(look: Callable[..., Preview], importer: User) -> None:
    cost(look, importer, rows(0, 50))
    source = factories.source(by=importer)
    begun = process_time()
    for number in range(60):  # what the list makes of a row, as a form would
        person = Person(born="1980-01-02")
        person.save(by=importer)
        PersonName(person=person, text=f"Ann Onebyone{number}", language="en").save(by=importer)
        custody = Custody(person=person, kind="remand", from_date="2020-03-01")
        custody.save(by=importer)
        for about in ("", f"{custody.path}/from_date"):
            Citation(person=person, source=source, about=about, quote="2020-03-01").save(by=importer)
    one_by_one = (process_time() - begun) / 60
    assert cost(look, importer, rows(100, FEW)) < one_by_one / 2
