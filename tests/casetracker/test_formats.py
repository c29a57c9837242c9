"""One format of dates on the pages for staff: day month year and 24 hours, in the language of the reader."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import formats
from django.utils.translation import override

MOMENT = dt.datetime(2026, 12, 14, 20, 23, tzinfo=dt.UTC)
WRITTEN = {
    "en": "14 December 2026, 20:23",
    "be": "14 снежня 2026 г., 20:23",
    "ru": "14 декабря 2026 г., 20:23",
}


@pytest.mark.parametrize("language", sorted(WRITTEN))
@pytest.mark.parametrize("named", ["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"])
def test_moment_is_written_alike_everywhere(language: str, named: str) -> None:
    with override(language):
        assert formats.date_format(MOMENT, named) == WRITTEN[language]
        assert formats.date_format(MOMENT.date(), named.replace("TIME", "")) == WRITTEN[language].partition(",")[0]


@pytest.mark.parametrize("language", sorted(WRITTEN))
def test_moment_without_a_named_format_has_24_hours(language: str, settings: object) -> None:
    settings.TIME_ZONE = "UTC"  # type: ignore[attr-defined]
    with override(language):
        assert Template("{{ moment }}").render(Context({"moment": MOMENT})) == WRITTEN[language]


@pytest.mark.parametrize("month", range(1, 13))
def test_belarusian_months_are_in_the_official_orthography(month: int) -> None:
    with override("be"):
        written = formats.date_format(dt.date(2026, month, 5), "j E")
    assert written.split()[1] in (
        "студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня", "жніўня", "верасня", "кастрычніка",
        "лістапада", "снежня",
    )  # fmt: skip
