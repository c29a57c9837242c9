"""The line of time of a person."""

import re
from datetime import date

from cases.public_site.statistics.charts import timeline


def _bars(*periods: tuple[str, str, bool], on: date = date(2026, 3, 1)) -> list[tuple[float, float]]:
    told = [{"lower": lower, "upper": upper, "open": is_open} for lower, upper, is_open in periods]
    drawn = timeline(told, "Somebody", on)
    found = re.findall(r'<rect class="bar[^"]*" x="([0-9.]+)" y="6" width="([0-9.]+)"', drawn)
    return [(float(x), float(width)) for x, width in found]


def test_period_without_an_end_reaches_to_the_day() -> None:
    (_x, width), (start, last) = _bars(("2021-01-01", "2021-12-31", False), ("2022-01-01", "", True))
    assert last > 4 * width
    assert start + last < 720


def test_period_that_ended_does_not_grow_by_the_day() -> None:
    one, other = (_bars(("2021-01-01", "2021-12-31", False), on=on) for on in (date(2022, 1, 1), date(2030, 1, 1)))
    assert one == other


def test_nothing_is_drawn_without_a_day() -> None:
    assert timeline([{"lower": "", "upper": "", "open": True}], "Somebody", date(2026, 1, 1)) == ""


def test_years_stand_within_the_drawing() -> None:
    for years in range(1, 30):
        told = [{"lower": "2001-01-01", "upper": f"{2000 + years}-12-31", "open": False}]
        drawn = timeline(told, "Somebody", date(2026, 1, 1))
        marks = re.findall(r'<text class="mark" x="([0-9.]+)"( text-anchor="end")?', drawn)
        assert len(marks) > 1
        assert all(float(x) <= (720 if ends else 680) for x, ends in marks)
