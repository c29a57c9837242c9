"""Dates of lists: put in order as the mapping declares, else refused with the setting that would decide. Never guessed."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.spreadsheets.import_.date_columns import LIKELY_SERIALS, SERIAL_START, column_order, in_order, readable
from cases.spreadsheets.mapping.schema import Rule

PLAIN = Rule(columns=("day",))
DAY_FIRST, MONTH_FIRST = Rule(dates="day_first"), Rule(dates="month_first")
SERIALS, FROM_1950 = Rule(serials=True), Rule(years_from=1950)
BOTH = Rule(dates="day_first", years_from=1930, serials=True)


@pytest.mark.parametrize(
    ("text", "rule", "edtf"),
    [
        ("41600", SERIALS, "2013-11-22"), ("41600.0", SERIALS, "2013-11-22"), ("41600,75", SERIALS, "2013-11-22"),
        ("41600", BOTH, "2013-11-22"), ("1999", SERIALS, "1999"), ("2013-11-22", SERIALS, "2013-11-22"),
        ("05/06/2019", DAY_FIRST, "2019-06-05"), ("05/06/2019", MONTH_FIRST, "2019-05-06"),
        ("5-6-2019", MONTH_FIRST, "2019-05-06"), ("05/06/19", BOTH, "2019-06-05"), ("05.06.85", BOTH, "1985-06-05"),
        ("22.11.13", FROM_1950, "2013-11-22"), ("22 Nov 13", FROM_1950, "2013-11-22"),
        ("22 November '49", FROM_1950, "2049-11-22"), ("22 ноября 50", FROM_1950, "1950-11-22"),
        ("Nov 22, 13", FROM_1950, "2013-11-22"), ("13/06/19", FROM_1950, "2019-06-13"),
        ("2019", BOTH, "2019"), ("between March and May 2020", BOTH, "2020-03/2020-05"), ("22 Nov 2013", BOTH, "2013-11-22"),
    ],
)  # fmt: skip
def test_readable_as_declared_gives_the_day(text: str, rule: Rule, edtf: str) -> None:
    assert readable(text, rule).edtf == edtf


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("41600", PLAIN, ("22 November 2013", "serials = true")),
        ("41600.5", DAY_FIRST, ("22 November 2013", "serials = true")),
        ("05/06/2019", PLAIN, ("5 June 2019", "6 May 2019", 'dates = "day_first" or dates = "month_first"')),
        ("05-06-2019", FROM_1950, ("day_first",)),
        ("05/06/19", FROM_1950, ("5 June 2019", "6 May 2019", "day_first")),
        ("05/06/19", PLAIN, ("day_first", "years_from = 1950")),
        ("05/06/19", DAY_FIRST, ("years_from = 1950",)),
        ("5.6.19", PLAIN, ("years_from = 1950",)),
        ("22 Nov 13", DAY_FIRST, ("22 November 1913", "22 November 2013", "years_from = 1950")),
        ("6/7 Jan 22", PLAIN, ("years_from = 1950",)),
    ],
)
def test_readable_undeclared_is_refused_with_the_setting_that_decides(
    text: str, rule: Rule, told: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError) as refused:
        readable(text, rule)
    assert [words for words in told if words not in str(refused.value)] == []


@pytest.mark.parametrize("text", ["50 +", "soon", "99999999", "4160"])
def test_readable_of_what_no_setting_mends_names_none(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        readable(text, PLAIN)
    assert "mapping" not in str(refused.value)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/04/2021", "25/03/2022"], "day_first"), (["03/04/2021", "03/25/2022"], "month_first"), (["03/04/2021",
        "05/06/2022"], ""),
        (["25/03/2022", "03/25/2022"], ""), ([], ""), (["soon", "25.03.2022", "31/31/2022"], ""), (["۲۵/۳/۲۰۲۲ 10:30",
        ""], "day_first"),
    ],
)  # fmt: skip
def test_column_order_is_what_the_rows_without_doubt_show(column: list[str], order: str) -> None:
    assert column_order(column) == order


@pytest.mark.parametrize(
    ("text", "rule", "edtf"),
    [
        ("٠٣/٠٤/٢٠٢١", DAY_FIRST, "2021-04-03"),
        ("03/04/2021 10:30", DAY_FIRST, "2021-04-03"),
        ("неизвестно", DAY_FIRST, ""),
        ("?", PLAIN, ""),
    ],
)
def test_readable_takes_digits_of_every_script_a_time_and_what_is_not_known(text: str, rule: Rule, edtf: str) -> None:
    assert readable(text, rule).edtf == edtf


@given(st.integers(LIKELY_SERIALS.start, LIKELY_SERIALS.stop - 1))
def test_serial_is_the_day_that_a_workbook_holds_under_it(serial: int) -> None:
    from openpyxl.utils.datetime import from_excel

    assert readable(str(serial), SERIALS).edtf == from_excel(serial).date().isoformat()
    assert (date.fromisoformat(in_order(str(serial), SERIALS)) - SERIAL_START).days == serial


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.sampled_from(["./-", "-./"]))
def test_day_written_short_is_read_back_as_declared(day: date, signs: str) -> None:
    rule = Rule(dates="day_first", years_from=1950)
    text = f"{day.day}{signs[0]}{day.month:02}{signs[0]}{day.year % 100:02}"
    assert readable(text, rule).edtf == day.isoformat()
    assert readable(f"{day:%d} {day:%b} {day.year % 100:02}", rule).edtf == day.isoformat()


@pytest.mark.parametrize("text", ["1a", "a1", "1 a", "a", " ", "ab1 ", "1", "'1", "-"])
def test_time_to_read_a_cell_grows_with_its_length(text: str) -> None:
    rule = Rule(dates="day_first", years_from=1950)

    def cost(length: int) -> float:
        cell = text[0] * (length // 2) + text * (length // 2 // len(text)) + "!"
        times = []
        for _round in range(3):
            started = time.process_time()
            with pytest.raises(ValueError):
                readable(cell, rule)
            times.append(time.process_time() - started)
        return min(times)

    # Eight times the length: a square would be 64 times the work, a cube 512. What begins with 0.1 ms is not told apart.
    assert cost(16_000) < 24 * max(cost(2_000), 1e-4)
