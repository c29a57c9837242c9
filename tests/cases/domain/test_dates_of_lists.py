"""Dates as lists of many countries write them: read as far as they say, never completed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import dates
from cases.domain.dates import AmbiguousDate, UnreadableDate, parse_typed


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Apr-2019", "2019-04"), ("апр-2019", "2019-04"), ("апр.2019", "2019-04"), ("2019-Apr", "2019-04"), ("April/2019",
        "2019-04"),
        ("конец марта 2022", "2022-03"), ("начало мая 2021", "2021-05"), ("в начале мая 2021 года", "2021-05"),
        ("у канцы сакавіка 2022", "2022-03"),
        ("late March 2022", "2022-03"), ("at the end of March 2022", "2022-03"), ("середина 2021 года", "2021"),
        ("Ende März 2021", "2021-03"),
        ("с конца марта 2022", "2022-03/.."), ("до конца марта 2022", "../2022-03"), ("до начала марта 2022",
        "../2022-03"), ("до марта 2022", "../2022-02"),
        ("в ночь на 5 мая 2021", "[2021-05-04,2021-05-05]"), ("ночью на 1 января 2021", "[2020-12-31,2021-01-01]"),
        ("в ночь с 4 на 5 мая 2021", "[2021-05-04,2021-05-05]"), ("у ноч на 5 мая 2021", "[2021-05-04,2021-05-05]"),
        ("the night of 4 May 2021", "[2021-05-04,2021-05-05]"), ("on the night of 4-5 May 2021", "[2021-05-04,2021-05-05]"),
        ("15.03.2015 г.", "2015-03-15"), ("15.03.2015г.", "2015-03-15"), ("03.2015 г.", "2015-03"), ("15.03.2015 года",
        "2015-03-15"), ("15.03.2015 р.", "2015-03-15"),
        ("٢٠١٥-٠٣-١٥", "2015-03-15"), ("۱۵/۳/۲۰۱۵", "2015-03-15"), ("१५/०३/२०१५", "2015-03-15"), ("２０１５-０３-１５",
        "2015-03-15"), ("၁၅/၃/၂၀၁၅", "2015-03-15"),
        ("2021年3月5日", "2021-03-05"), ("2021年3月", "2021-03"), ("2021年", "2021"), ("2021 年 3 月 5 日", "2021-03-05"),
        ("二〇二一年十二月二十一日", "2021-12-21"),
        ("2021년 3월 5일", "2021-03-05"), ("2021年03月05号", "2021-03-05"),
        ("1 лютого 2022", "2022-02-01"), ("1 лютого 2022 р.", "2022-02-01"), ("грудень 2021", "2021-12"),
        ("5 листопада 2021 року", "2021-11-05"),
        ("3 maja 2021", "2021-05-03"), ("3 października 2021 r.", "2021-10-03"), ("3 pazdziernika 2021", "2021-10-03"),
        ("5. März 2021", "2021-03-05"),
        ("am 5. Dezember 2021", "2021-12-05"), ("5 mars 2021", "2021-03-05"), ("1er août 2021", "2021-08-01"),
        ("5 fevrier 2021", "2021-02-05"),
        ("le 5 décembre 2021", "2021-12-05"), ("5 de marzo de 2021", "2021-03-05"), ("el 5 de septiembre de 2021",
        "2021-09-05"), ("2021 m. kovo 5 d.", "2021-03-05"),
        ("2021 m. gruodžio 15 d.", "2021-12-15"), ("5.III.2021", "2021-03-05"),
        ("Q1 2022", "2022-01/2022-03"), ("2022 Q4", "2022-10/2022-12"), ("2022-Q2", "2022-04/2022-06"),
        ("1 квартал 2022 года", "2022-01/2022-03"),
        ("III квартал 2022", "2022-07/2022-09"), ("first quarter of 2022", "2022-01/2022-03"),
        ("03.05.2021 10:30", "2021-05-03"), ("2021-05-03 10:30:15", "2021-05-03"), ("3 мая 2021 года, в 10:30",
        "2021-05-03"), ("3 May 2021 at 10:30", "2021-05-03"),
        ("??.05.2021", "2021-05"), ("xx.05.2021", "2021-05"), ("??.??.2021", "2021"), ("?? мая 2021", "2021-05"), ("", ""),
    ],
)  # fmt: skip
def test_date_of_a_list_is_read_as_far_as_it_says(text: str, edtf: str) -> None:
    partial = parse_typed(text)
    assert (partial.edtf, partial.text, partial.impossible) == (edtf, text, False)


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2022",
        "31.02.2022 г.",
        "31 lutego 2022",
        "2021年2月30日",
        "٣١/٠٢/٢٠٢٢",
        "в ночь на 31 февраля 2022",
        "32.01.2021",
        "00.05.2021",
    ],
)
def test_day_that_cannot_be_is_kept_as_text_and_never_a_date(text: str) -> None:
    partial = parse_typed(text)
    assert partial.impossible
    assert (partial.edtf, partial.text) == ("", text)


@pytest.mark.parametrize("text", ["03/04/2021", "٠٣/٠٤/٢٠٢١", "03/04/2021 10:30", "7 maja 22", "２０２０-２１"])
def test_day_that_can_be_two_is_asked(text: str) -> None:
    with pytest.raises(AmbiguousDate):
        parse_typed(text)


@pytest.mark.parametrize(
    "text", ["Apr-19", "19-Nov", "May", "5 мая", "конец марта", "начало мая", "в ночь на 5 мая", "конец 5 мая 2021",
    "Q5 2022", "1 квартал", "2 2022",
             "3 мая 25:70", "۱۵/۳/۱۳۹۴", "2021年3日", "5.XIV.2021", "в ночь на май 2021"]
)  # fmt: skip
def test_what_lacks_its_year_or_is_no_date_is_not_completed(text: str) -> None:
    with pytest.raises(UnreadableDate):
        parse_typed(text)


MONTHS = [form for forms in dates.month_names.FOREIGN_MONTH_FORMS.values() for form in forms.split()]


@given(st.integers(1, 28), st.sampled_from(MONTHS), st.integers(1900, 2100))
def test_every_month_of_every_language_is_its_own(day: int, month: str, year: int) -> None:
    number = next(n for n, forms in dates.month_names.FOREIGN_MONTH_FORMS.items() if month in forms.split())
    assert parse_typed(f"{day} {month} {year}").edtf == f"{year}-{number:02}-{day:02}"


def test_no_word_is_the_name_of_two_months() -> None:
    for number, forms in dates.month_names.FOREIGN_MONTH_FORMS.items():
        for form in forms.split():
            assert dates.month_names.MONTH_OF_WORD[form.replace("ё", "е")] == number


@pytest.mark.parametrize("piece", ["1", "十", "1十", "a ", "г. ", "??", "в ночь на ", "конец ", "1:", " 10:30", "年"])
def test_time_to_read_a_date_grows_with_its_length(piece: str) -> None:
    started = time.process_time()
    for _again in range(20):
        with pytest.raises(UnreadableDate):
            parse_typed(piece * (200 // len(piece)))
    assert time.process_time() - started < 1
