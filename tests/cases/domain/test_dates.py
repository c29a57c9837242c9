"""Partial dates: what editors type is read as far as it goes, never guessed, and shown without invented days."""

import datetime as dt
import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import dates
from cases.domain.dates import AmbiguousDate, UnreadableDate, display, parse

D = dt.date

READ = [
    # text, edtf, lower, upper, precision
    ("2020", "2020", D(2020, 1, 1), D(2020, 12, 31), "year"),
    ("2020-02", "2020-02", D(2020, 2, 1), D(2020, 2, 29), "month"),
    ("2020-08-09", "2020-08-09", D(2020, 8, 9), D(2020, 8, 9), "day"),
    ("2020-08-09 00:00:00", "2020-08-09", D(2020, 8, 9), D(2020, 8, 9), "day"),
    ("1979-08~", "1979-08~", D(1979, 8, 1), D(1979, 8, 31), "month"),
    ("1979?", "1979?", D(1979, 1, 1), D(1979, 12, 31), "year"),
    ("1979-08-28%", "1979-08-28%", D(1979, 8, 28), D(1979, 8, 28), "day"),
    ("201X", "201X", D(2010, 1, 1), D(2019, 12, 31), "decade"),
    ("19XX", "19XX", D(1900, 1, 1), D(1999, 12, 31), "century"),
    ("2004-XX", "2004-XX", D(2004, 1, 1), D(2004, 12, 31), "year"),
    ("2004-07-XX", "2004-07-XX", D(2004, 7, 1), D(2004, 7, 31), "month"),
    ("2018-04-dd", "2018-04-XX", D(2018, 4, 1), D(2018, 4, 30), "month"),
    ("2018/04/dd", "2018-04-XX", D(2018, 4, 1), D(2018, 4, 30), "month"),
    ("2018/04/09", "2018-04-09", D(2018, 4, 9), D(2018, 4, 9), "day"),
    ("2020-03/2020-05", "2020-03/2020-05", D(2020, 3, 1), D(2020, 5, 31), "interval"),
    ("../2020-05", "../2020-05", None, D(2020, 5, 31), "open"),
    ("2020-05/..", "2020-05/..", D(2020, 5, 1), None, "open"),
    ("2021-21", "2021-21", D(2021, 3, 1), D(2021, 5, 31), "season"),
    ("2021-24", "2021-24", D(2020, 12, 1), D(2022, 2, 28), "season"),
    ("spring 2021", "2021-21", D(2021, 3, 1), D(2021, 5, 31), "season"),
    ("вясной 2021", "2021-21", D(2021, 3, 1), D(2021, 5, 31), "season"),
    ("осенью 2021 года", "2021-23", D(2021, 9, 1), D(2021, 11, 30), "season"),
    ("winter 2020/21", "2020-12/2021-02", D(2020, 12, 1), D(2021, 2, 28), "interval"),
    ("зіма 2020-2021", "2020-12/2021-02", D(2020, 12, 1), D(2021, 2, 28), "interval"),
    ("09.08.2020", "2020-08-09", D(2020, 8, 9), D(2020, 8, 9), "day"),
    ("08.2020", "2020-08", D(2020, 8, 1), D(2020, 8, 31), "month"),
    ("25/03/2022", "2022-03-25", D(2022, 3, 25), D(2022, 3, 25), "day"),
    ("03/25/2022", "2022-03-25", D(2022, 3, 25), D(2022, 3, 25), "day"),
    ("05/05/2022", "2022-05-05", D(2022, 5, 5), D(2022, 5, 5), "day"),
    ("March 2022", "2022-03", D(2022, 3, 1), D(2022, 3, 31), "month"),
    ("22 November 2013", "2013-11-22", D(2013, 11, 22), D(2013, 11, 22), "day"),
    ("January 20, 2007", "2007-01-20", D(2007, 1, 20), D(2007, 1, 20), "day"),
    ("on the 5th of March 2022", "2022-03-05", D(2022, 3, 5), D(2022, 3, 5), "day"),
    ("22-Nov-2013", "2013-11-22", D(2013, 11, 22), D(2013, 11, 22), "day"),
    ("у сакавіку 2022 года", "2022-03", D(2022, 3, 1), D(2022, 3, 31), "month"),
    ("9 жніўня 2020", "2020-08-09", D(2020, 8, 9), D(2020, 8, 9), "day"),
    ("в мае 2021 г.", "2021-05", D(2021, 5, 1), D(2021, 5, 31), "month"),
    ("28 сентября 2021", "2021-09-28", D(2021, 9, 28), D(2021, 9, 28), "day"),
    ("before 2020", "../2019", None, D(2019, 12, 31), "open"),
    ("before 5 March 2022", "../2022-03-04", None, D(2022, 3, 4), "open"),
    ("не пазней за май 2021", "../2021-05", None, D(2021, 5, 31), "open"),
    ("after 2020", "2021/..", D(2021, 1, 1), None, "open"),
    ("after December 2020", "2021-01/..", D(2021, 1, 1), None, "open"),
    ("since March 2022", "2022-03/..", D(2022, 3, 1), None, "open"),
    ("after spring 2021", "2021-06/..", D(2021, 6, 1), None, "open"),
    ("between March and May 2020", "2020-03/2020-05", D(2020, 3, 1), D(2020, 5, 31), "interval"),
    ("паміж 5 сакавіка і 7 красавіка 2022", "2022-03-05/2022-04-07", D(2022, 3, 5), D(2022, 4, 7), "interval"),
    ("с 5 по 7 марта 2022", "2022-03-05/2022-03-07", D(2022, 3, 5), D(2022, 3, 7), "interval"),
    ("24–25 March 2022", "2022-03-24/2022-03-25", D(2022, 3, 24), D(2022, 3, 25), "interval"),
    ("March 24-25, 2022", "2022-03-24/2022-03-25", D(2022, 3, 24), D(2022, 3, 25), "interval"),
    ("6/7 January 2022", "2022-01-06/2022-01-07", D(2022, 1, 6), D(2022, 1, 7), "interval"),
    ("2020–2021", "2020/2021", D(2020, 1, 1), D(2021, 12, 31), "interval"),
    ("6 or 7 January 2022", "[2022-01-06,2022-01-07]", D(2022, 1, 6), D(2022, 1, 7), "choice"),
    ("2020 або 2022", "[2020,2022]", D(2020, 1, 1), D(2022, 12, 31), "choice"),
    ("about 1979", "1979~", D(1979, 1, 1), D(1979, 12, 31), "year"),
    ("каля 1979 года", "1979~", D(1979, 1, 1), D(1979, 12, 31), "year"),
    ("possibly about March 2022", "2022-03%", D(2022, 3, 1), D(2022, 3, 31), "month"),
    ("1980s", "198X", D(1980, 1, 1), D(1989, 12, 31), "decade"),
    ("у 1980-х гадах", "198X", D(1980, 1, 1), D(1989, 12, 31), "decade"),
]


@pytest.mark.parametrize(("text", "edtf", "lower", "upper", "precision"), READ)
def test_parse_readable_text_gives_edtf_and_bounds(text, edtf, lower, upper, precision):
    partial = parse(text)
    assert (partial.edtf, partial.lower, partial.upper, partial.precision) == (edtf, lower, upper, precision)
    assert partial.text == text
    assert not partial.impossible


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("05/06/2019", {"5 June 2019", "6 May 2019"}),
        ("05-06-2019", {"5 June 2019", "6 May 2019"}),
        ("1/2/99", {"1 February 1999", "2 January 1999", "1 February 2099", "2 January 2099"}),
        ("7 Jan 22", {"7 January 1922", "7 January 2022"}),
        ("2000s", {"2000–2009", "2000–2099"}),
    ],
)
def test_parse_ambiguous_text_is_refused_naming_the_readings(text, readings):
    with pytest.raises(AmbiguousDate) as refusal:
        parse(text)
    assert set(refusal.value.readings) == readings
    assert all(reading in str(refusal.value) for reading in readings)


@pytest.mark.parametrize(
    "text",
    ["1954-02-29", "2023-13-40", "31 February 2020", "29.02.2019", "2021/2020", "between 2021 and 2020", "13.2020"],
)
def test_parse_impossible_date_is_kept_as_text_and_flagged(text):
    partial = parse(text)
    assert (partial.text, partial.edtf, partial.lower, partial.upper) == (text, "", None, None)
    assert partial.impossible
    assert partial


@pytest.mark.parametrize(
    "text",
    ["soon", "5 March", "2020/21", "1700", "2201", "after 2200", "before 1800", "12345", "5", "x" * 201, "5 2022"],
)
def test_parse_unreadable_text_is_refused_with_a_sentence(text):
    with pytest.raises(UnreadableDate) as refusal:
        parse(text)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("text", ["", "  ", None])
def test_parse_nothing_gives_a_false_empty_date(text):
    assert not parse(text)
    assert parse(text) == dates.EMPTY


@pytest.mark.parametrize(
    ("edtf", "en", "be", "ru"),
    [
        ("2022-03", "March 2022", "сакавік 2022 г.", "март 2022 г."),
        ("2022-03-05", "5 March 2022", "5 сакавіка 2022 г.", "5 марта 2022 г."),
        ("2022-03-XX", "March 2022", "сакавік 2022 г.", "март 2022 г."),
        ("2021~", "about 2021", "каля 2021 года", "около 2021 года"),
        ("2021-03~", "about March 2021", "каля сакавіка 2021 г.", "около марта 2021 г."),
        ("2021-21", "spring 2021", "вясна 2021 г.", "весна 2021 г."),
        ("../2019", "before 2020", "да 2020 года", "до 2020 года"),
        ("2022-04/..", "after March 2022", "пасля сакавіка 2022 г.", "после марта 2022 г."),
        (
            "2020-03/2020-05",
            "between March 2020 and May 2020",
            "паміж сакавіком 2020 г. і маем 2020 г.",
            "между мартом 2020 г. и маем 2020 г.",
        ),
        ("[2020,2022]", "2020 or 2022", "2020 або 2022", "2020 или 2022"),
        ("198X", "1980s", "1980-я", "1980-е"),
        ("2022-03?", "possibly March 2022", "магчыма сакавік 2022 г.", "возможно март 2022 г."),
        ("", "", "", ""),
        ("nonsense", "", "", ""),
        ("2021-13", "", "", ""),
        ("../2021-00", "", "", ""),
    ],
)
def test_display_writes_correct_forms_in_three_languages(edtf, en, be, ru):
    assert (display(edtf, "en"), display(edtf, "be-BY"), display(edtf, "ru")) == (en, be, ru)


@pytest.mark.parametrize(
    ("edtf", "en", "be", "ru"),
    [
        ("2021-10-01", "since 1 October 2021", "з 1 кастрычніка 2021 г.", "с 1 октября 2021 г."),
        ("2023-12", "since December 2023", "са снежня 2023 г.", "с декабря 2023 г."),
        ("2021", "since 2021", "з 2021 года", "с 2021 года"),
        ("2021-03~", "since about March 2021", "прыкладна з сакавіка 2021 г.", "примерно с марта 2021 г."),
        ("[2020,2022]", "since 2020 or 2022", "з 2020 года або 2022 года", "с 2020 года или 2022 года"),
        (
            "2020-03/2020-05",
            "since a day between March 2020 and May 2020",
            "з даты паміж сакавіком 2020 г. і маем 2020 г.",
            "с даты между мартом 2020 г. и маем 2020 г.",
        ),
        ("2021-13", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_the_beginning_of_a_period_is_in_the_case_that_its_preposition_asks_for(edtf, en, be, ru):
    assert tuple(dates.display_since(edtf, language) for language in ("en", "be-BY", "ru")) == (en, be, ru)


def test_the_end_of_a_period_is_in_the_case_that_its_preposition_asks_for():
    shown = [dates.display_until("2023-11", language) for language in ("en", "be", "ru")]
    assert shown == ["until November 2023", "да лістапада 2023 г.", "до ноября 2023 г."]


def test_overlaps_open_ends_reach_everything_on_their_side():
    assert dates.overlaps(None, D(2020, 1, 5), D(2020, 1, 5), None)
    assert not dates.overlaps(None, D(2020, 1, 4), D(2020, 1, 5), None)
    assert not dates.overlaps(D(2020, 2, 1), None, None, D(2020, 1, 31))


def test_from_day_of_a_moment_keeps_the_day():
    assert dates.from_day(dt.datetime(2020, 8, 9, 21, 0, tzinfo=dt.UTC)) == parse("2020-08-09")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("5 March 2022", "2022"),
        ("2022-03~", "2022~"),
        ("before 5 March 2022", "../2022"),
        ("31 December 2021 or 1 January 2022", "[2021,2022]"),
        ("1980s", "198X"),
        ("winter 2021", "2020/2022"),
        ("1954-02-29", ""),
    ],
)
def test_year_only_says_no_more_than_years(text, years):
    assert dates.year_only(parse(text)).edtf == years
    assert dates.year_only(parse(text)).text == years


def test_parse_iso_days_is_fast():
    best = min(timeit.repeat(lambda: parse("2020-08-09"), number=5000, repeat=3))
    assert 5000 / best > 50_000


DAYS = st.dates(D(1801, 1, 1), D(2199, 12, 31))
QUALIFIERS = st.sampled_from(["", "~", "?", "%"])
PARTS = st.builds(
    lambda day, form, qualifier: day.strftime(form) + qualifier,
    DAYS,
    st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y-XX", "%Y-%m-XX", "%Y-XX-XX", "%Y-21", "%Y-22", "%Y-23", "%Y-24"]),
    QUALIFIERS,
) | st.builds(lambda decade, qualifier: f"{decade}X{qualifier}", st.integers(181, 218), QUALIFIERS)
EXPRESSIONS = st.one_of(
    PARTS,
    st.builds("{}/{}".format, PARTS, PARTS),
    st.builds("../{}".format, PARTS),
    st.builds("{}/..".format, PARTS),
    st.builds("[{},{}]".format, PARTS, PARTS),
)


@given(EXPRESSIONS)
def test_parse_edtf_bounds_are_ordered_and_edtf_round_trips(text):
    partial = parse(text)
    if partial.impossible:
        assert "/" in text
        return
    assert partial.lower is None or partial.upper is None or partial.lower <= partial.upper
    assert parse(partial.edtf) == dates.PartialDate(partial.edtf, partial.edtf, partial.lower, partial.upper)


@given(EXPRESSIONS, st.sampled_from(["en", "be", "ru"]))
def test_display_read_again_means_the_same_days(text, language):
    partial = parse(text)
    if partial.impossible:
        return
    again = parse(display(partial.edtf, language))
    assert (again.lower, again.upper) == (partial.lower, partial.upper)
    assert (again.approximate, again.uncertain) == (partial.approximate, partial.uncertain)


@given(EXPRESSIONS)
def test_year_only_never_excludes_a_possible_day(text):
    partial = parse(text)
    if partial.impossible:
        return
    years = dates.year_only(partial)
    assert years.lower is None or years.lower <= partial.lower
    assert years.upper is None or years.upper >= partial.upper


WORDS = st.sampled_from(
    [
        "before",
        "after",
        "between",
        "and",
        "or",
        "about",
        "2020",
        "1980s",
        "5",
        "31",
        "марта",
        "сакавіка",
        "February",
        "spring",
        "winter",
        "20/21",
        "-",
        "/",
        ".",
        "05/06/2019",
        "с",
        "по",
        "до",
        "XX",
        "~",
        "?",
        "[",
        "]",
        ",",
        "2020-13",
        "2020-00",
        "2020-13-01",
        "../",
        "199X",
        "0000",
        "9999",
        "٣",
        "²",
        "2020/21",
        "1800",
        "2200",
    ]
)


@given(
    st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=7).map(" ".join), st.lists(WORDS, max_size=5).map("".join))
)
def test_parse_any_text_raises_only_its_own_errors(text):
    try:
        partial = parse(text)
    except UnreadableDate:
        return
    assert isinstance(display(partial.edtf, "be"), str)
    assert isinstance(display(text, "ru"), str)


@pytest.mark.parametrize("text", ["winter 1800", "winter 2200", "1980s 29 or 01.02.2020"])
def test_parse_of_what_reaches_beyond_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate):
        parse(text)


@pytest.mark.parametrize("text", ["winter 1801", "winter 2199", "winter 2020", "1980s", "1800", "2200"])
def test_whatever_can_be_read_can_be_reduced_to_its_years(text: str) -> None:
    assert dates.year_only(parse(text)).edtf


def test_parse_of_more_days_than_fit_is_refused() -> None:
    with pytest.raises(UnreadableDate, match="too many"):
        parse("[" + ",".join(f"1980-01-{day:02}" for day in range(1, 8)) + "]")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("2020-21", {"spring 2020", "between 2020 and 2021"}),
        ("2020/21", {"spring 2020", "between 2020 and 2021"}),
        ("2020–24", {"winter 2020", "between 2020 and 2024"}),
        ("about 2020-21", {"spring 2020", "between 2020 and 2021"}),
        ("2020-21?", {"spring 2020", "between 2020 and 2021"}),
        ("[2020-21,2022]", {"spring 2020", "between 2020 and 2021"}),
        ("2019/2020-22", {"summer 2020", "between 2020 and 2022"}),
        ("before 2020-21", {"spring 2020", "between 2020 and 2021"}),
    ],
)
def test_parse_typed_of_a_season_number_is_refused_naming_the_readings(text: str, readings: set[str]) -> None:
    with pytest.raises(AmbiguousDate) as refusal:
        dates.parse_typed(text)
    assert set(refusal.value.readings) == readings


@pytest.mark.parametrize(
    "text",
    [
        "winter 2020/21", "winter of 2020-21", "зіма 2020-21", "spring 2020", "5 May 2020-21 June 2021", "2020-2021",
        "2020/2022", "05/05/2020-21/06/2021", "01.05.2020-21.06.2021", "2020-21-05", "2018/04/dd", "2020-08-09 23:30",
        "2020-08-09T00:00:00", "13.2020", "",
    ],
)  # fmt: skip
def test_parse_typed_of_everything_else_reads_as_parse_does(text: str) -> None:
    assert dates.parse_typed(text) == parse(text)


@pytest.mark.parametrize("stored", ["2021-21", "2021-24", "before 2020-21", "2022-03-08T23:30:00Z"])
def test_parse_goes_on_reading_what_is_stored(stored: str) -> None:
    assert parse(stored).dated


@pytest.mark.parametrize("text", ["2022-03-08T23:30:00Z", "2022-03-08 23:30+03:00", "2022-03-08T23:30:00.000-05",
    "between 2022-03-08T23:30Z and 2023"])  # fmt: skip
def test_parse_typed_of_a_moment_in_a_zone_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate, match="time zone"):
        dates.parse_typed(text)


@given(EXPRESSIONS, st.sampled_from(["en", "be", "ru"]))
def test_parse_typed_reads_whatever_display_writes(text: str, language: str) -> None:
    partial = parse(text)
    if not partial.impossible:
        again = dates.parse_typed(display(partial.edtf, language))
        assert (again.lower, again.upper) == (partial.lower, partial.upper)


@given(st.lists(PARTS, min_size=1, max_size=8).map(lambda parts: "[" + ",".join(parts) + "]"))
def test_year_only_of_any_choice_that_can_be_read_is_told(text: str) -> None:
    try:
        partial = parse(text)
    except UnreadableDate:
        return
    years = dates.year_only(partial)
    assert partial.impossible or (years.lower is not None and years.lower <= partial.lower)
    assert partial.impossible or (years.upper is not None and years.upper >= partial.upper)
    assert len(years.edtf) <= 60


def test_year_only_of_many_winters_names_the_first_and_the_last() -> None:
    winters = parse("[" + ",".join(f"{year}-24" for year in range(1980, 1999, 3)) + "]")
    assert dates.year_only(winters).edtf == "1979/1999"


MONTHS_IN_CASES = {
    "be": ("студзень студзеня студзенем", "люты лютага лютым", "сакавік сакавіка сакавіком", "красавік красавіка красавіком",
           "май мая маем", "чэрвень чэрвеня чэрвенем", "ліпень ліпеня ліпенем", "жнівень жніўня жніўнем",
           "верасень верасня вераснем", "кастрычнік кастрычніка кастрычнікам", "лістапад лістапада лістападам",
           "снежань снежня снежнем"),
    "ru": ("январь января январём", "февраль февраля февралём", "март марта мартом", "апрель апреля апрелем", "май мая маем",
           "июнь июня июнем", "июль июля июлем", "август августа августом", "сентябрь сентября сентябрём",
           "октябрь октября октябрём", "ноябрь ноября ноябрём", "декабрь декабря декабрём"),
    "en": tuple(f"{name} {name} {name}" for name in (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December")),
}  # fmt: skip


@pytest.mark.parametrize("language", MONTHS_IN_CASES)
def test_display_of_every_month_declines_it(language: str) -> None:
    """Two of the three forms come from a library: another version of it must not change what is published."""
    between, and_ = {"be": ("паміж", "і"), "ru": ("между", "и"), "en": ("between", "and")}[language]
    year = {"en": "2022"}.get(language, "2022 г.")
    for number, forms in enumerate(MONTHS_IN_CASES[language], 1):
        nominative, genitive, instrumental = forms.split()
        month = f"2022-{number:02}"
        assert dates.display(month, language) == f"{nominative} {year}"
        assert dates.display(f"{month}-05", language) == f"5 {genitive} {year}"
        assert dates.display(f"{month}/2023-01-05", language).startswith(f"{between} {instrumental} {year} {and_} ")
