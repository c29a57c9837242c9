"""Rows with days that cannot be and names of two scripts come in, doubted and told; blank names do not."""

from typing import Any

import pytest
from django.utils import timezone

from cases.models import Custody, PersonName
from cases.spreadsheets.import_.apply_import import Preview

pytestmark = pytest.mark.django_db
AHEAD = f"{timezone.localdate().year + 3}-03-01"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (f"1,Ivan,1980,2022-01-02,{AHEAD},,", "lies in the future"),
        ("1,Ivan,2023,2022-01-02,,,", "before the birth"),
        ("1,Ivan,1980,31.02.2022,,,", "not a date in any calendar"),
        ("1,Ivan,1850,2022-01-02,,,", "years old"),
        ("1,Пaвел,1980,2022-01-02,,,", "different scripts"),
    ],
)
def test_doubtful_row_comes_in_and_is_told(row: str, says: str, look: Any, take_in: Any) -> None:
    shown: Preview = look(f"{row}\n")
    assert shown.refused == [] and any(says in doubt for _number, doubt in shown.doubts), shown.doubts
    take_in(f"{row}\n")
    assert Custody.objects.count() == 1


def test_sound_row_is_not_doubted(look: Any) -> None:
    assert look("1,Іван Выдуманы,1980,2022-01-02,2022-03,,\n").doubts == []


@pytest.mark.parametrize("name", ["\u3164", "\u2800", "\u115f\u1160", "\u034f"])
def test_row_with_a_blank_name_is_refused(name: str, look: Any) -> None:
    shown: Preview = look(f"1,{name},1980,2022-01-02,,,\n")
    assert len(shown.refused) == 1 and not PersonName.objects.exists()
