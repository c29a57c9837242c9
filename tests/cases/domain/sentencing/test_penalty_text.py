"""Penalties as lists write them: length, kind and regime, and what is no length."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.sentencing.penalty_text import PenaltyText, read_penalty


def said(text: str) -> str:
    """What a text gives, in a line."""
    given = read_penalty(text)
    if given.left:
        return "?"
    length = " ".join(f"{count}{unit[0]}" for unit, count in given.length.items())
    return " ".join(filter(None, (given.kind, length, given.regime, "pending" if given.pending else "")))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("2 года 6 мес. колонии общего режима", "imprisonment 2y 6m general"), ("5 лет", "5y"), ("2,5 года", "2y 6m"),
        ("полтора года", "1y 6m"), ("4 1/2 years", "4y 6m"), ("2 1/2 years", "2y 6m"), ("Seven years, six months", "7y 6m"),
        ("3 года 6 мес. колонии общего режима", "imprisonment 3y 6m general"),
        ("домашняя химия 3 года", "restriction_home 3y"), ("химия 2 года", "restriction_open 2y"),
        ("15 суток", "administrative_arrest 15d"), ("life", "life"), ("пожизненно", "life"), ("смертная казнь", "death"),
        ("ожидает суда", "pending"),
        # other members of the same kinds
        ("4½ years", "4y 6m"), ("4 ½ years", "4y 6m"), ("two and a half years", "2y 6m"), ("два с половиной года", "2y 6m"),
        ("паўтара года", "1y 6m"), ("полгода", "6m"), ("a year and a half", "1y 6m"), ("two years and a half", "2y 6m"),
        ("2.25 years", "2y 3m"), ("18 months", "18m"), ("twenty-one years", "?"), ("twenty one years", "21y"),
        ("два года шесть месяцев", "2y 6m"), ("два гады калоніі ўзмоцненага рэжыму", "imprisonment 2y reinforced"),
        ("хатняя хімія 3 гады", "restriction_home 3y"), ("хімія 2 гады", "restriction_open 2y"), ("15 сутак",
        "administrative_arrest 15d"),
        ("3 months of arrest", "arrest 3m"), ("15 суток ареста", "administrative_arrest 15d"), ("3 месяца ареста", "arrest 3m"),
        ("5 лет лишения свободы условно", "suspended 5y"), ("life imprisonment", "life"), ("пажыццёвае зняволенне", "life"),
        ("пожизненное лишение свободы", "life"), ("смяротнае пакаранне", "death"), ("death penalty", "death"),
        ("чакае суда", "pending"),
        ("awaiting trial", "pending"), ("3 года ограничения свободы без направления", "restriction_home 3y"),
        ("3 года ограничения свободы с направлением", "restriction_open 3y"), ("1 год", "1y"), ("год колонии", "imprisonment 1y"),
        ("10 years in prison", "imprisonment 10y"), ("2 weeks", "14d"), ("2г. 6мес.", "2y 6m"), ("٣ years", "3y"), ("", ""),
        ("7 лет колонии строгого режима", "imprisonment 7y strict"), ("3 years of colony-settlement", "imprisonment 3y settlement"),
        ("5 years with hard labour", "hard_labour 5y"), ("3 года колонии", "imprisonment 3y"), ("1 год 6 месяцев", "1y 6m"),
        # no length
        ("3 to 8 years", "?"), ("3-8 лет", "?"), ("3–8 years", "?"), ("от 3 до 8 лет", "?"), ("до 5 лет", "?"),
        ("up to 8 years", "?"),
        ("between 3 and 8 years", "?"), ("not less than 5 years", "?"), ("около 3 лет", "?"), ("5+ years", "?"), ("> 5 лет", "?"),
        ("three to eight years", "?"), ("5 or 6 years", "?"), ("2 года 2 года", "?"), ("2,7 года", "?"), ("1,5 месяца", "?"),
        ("штраф", "?"), ("3 года колонии и 2 года химии", "?"), ("life, 5 years", "?"), ("5", "?"), ("5 лет чего-то", "?"),
        ("ожидает суда 3 года", "?"), ("ограничение свободы 3 года", "?"), ("8/3 years", "?"), ("6 months' probation", "?"),
    ],
)  # fmt: skip
def test_penalty_is_read_as_it_is_meant(text: str, meaning: str) -> None:
    assert said(text) == meaning


@pytest.mark.parametrize("text", ["3 to 8 years", "от 3 до 8 лет", "life, 5 years"])
def test_what_is_no_length_is_left_whole(text: str) -> None:
    assert read_penalty(text) == PenaltyText(left=text)


@given(
    st.integers(1, 40),
    st.integers(1, 11),
    st.sampled_from(["{} years {} months", "{} лет, {} мес.", "{} гадоў і {} месяцаў"]),
)
def test_length_comes_back_as_it_was_written(years: int, months: int, form: str) -> None:
    assert read_penalty(form.format(years, months)).length == {"years": years, "months": months}


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["3", "½", "1/2", "года", "years", "to", "до", "life", "химия", "и", ",", "-", "колонии", "two", "2,5"]
            )
        ).map(" ".join),
    )
)
def test_any_text_is_read_or_given_back(text: str) -> None:
    given = read_penalty(text)
    assert all(count >= 0 for count in given.length.values())
    assert given.left in ("", " ".join(text.split()))


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "года ", "a ", "1/", "2 years ", "ограничения свободы ", "-", "twenty ", "1,"]
)
def test_time_to_read_a_penalty_grows_with_its_length(piece: str) -> None:
    def cost(length: int) -> float:
        cell = piece * (length // len(piece))
        times = []
        for _round in range(2):
            started = time.process_time()
            read_penalty(cell)
            times.append(time.process_time() - started)
        return min(times)

    assert cost(16_000) < 24 * max(cost(2_000), 1e-3)
