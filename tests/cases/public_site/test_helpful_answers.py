"""Answers that help: dates in the reader's way, filters that cannot be read, nothing found, no page."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cases.models import Case, Person
from cases.public_site.filters.day_range_filter import day_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("31.12.2023", "2023-12-31", "2023-12-31"), ("2023-12-31", "2023-12-31", "2023-12-31"),
        ("31 December 2023", "2023-12-31", "2023-12-31"), ("31 снежня 2023 г.", "2023-12-31", "2023-12-31"),
        ("31 декабря 2023 г.", "2023-12-31", "2023-12-31"), ("02.2024", "2024-02-01", "2024-02-29"),
        ("2024-02", "2024-02-01", "2024-02-29"), ("лютага 2024", "2024-02-01", "2024-02-29"), ("2024", "2024-01-01", "2024-12-31"),
    ],
)  # fmt: skip
def test_date_is_read_as_readers_write_it(typed: str, first: str, last: str) -> None:
    assert (day_of(typed, last=False).isoformat(), day_of(typed, last=True).isoformat()) == (first, last)


@pytest.mark.parametrize("typed", ["31.02.2023", "5/6/2023", "soon", "1500", "0", "9" * 150, "2020/.."])
def test_text_that_is_no_single_date_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"31\.12\.2023"):
        day_of(typed, last=True)


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Start of custody from"), ("be", "Пачатак няволі"), ("ru", "Начало")]
)
def test_filter_that_cannot_be_read_leaves_the_others(
    reader: Client, public: tuple[Person, Case], language: str, label: str
) -> None:
    response = reader.get(f"/{language}/persons/?gender=male&arrested_from=soon&place=zzz")
    page = response.content.decode()
    assert response.status_code == 400
    assert "ETag" not in response.headers
    alert = re.search(r'<div class="problems" role="alert">.*?</div>', page)
    assert alert and label in alert[0] and "31.12.2023" in alert[0]
    assert "arrested_from" not in alert[0] and "place" not in alert[0]
    assert 'value="male" checked' in page
    assert public[0].public_id in page
    assert re.search(r'name="arrested_from" value="soon"[^>]*aria-invalid="true"', page)
    assert f'href="/{language}/persons.atom?gender=male"' in page  # only the same page in other languages keeps it


def test_range_that_ends_before_it_begins_is_said_once_and_kept(reader: Client, public: tuple[Person, Case]) -> None:
    page = reader.get("/en/persons/?arrested_from=2022&arrested_to=2021&gender=male").content.decode()
    assert page.count("The start date is after the end date.") == 2  # in the alert and beside the field
    assert 'name="arrested_from" value="2022"' in page and 'name="arrested_to" value="2021"' in page
    assert public[0].public_id in page


@pytest.mark.parametrize(
    "address", ["cases/?opened_from=x&kind=criminal", "hearings/?day_to=x&when=past", "cases/?court=zzz"]
)
def test_cases_and_hearings_answer_alike(reader: Client, public: tuple[Person, Case], address: str) -> None:
    response = reader.get(f"/en/{address}")
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("address", ["/en/persons.csv", "/en/persons.atom", "/api/v1/persons"])
def test_files_and_feeds_refuse_the_whole_address(reader: Client, public: tuple[Person, Case], address: str) -> None:
    response = reader.get(f"{address}?arrested_from=soon")
    assert response.status_code == 400
    assert public[0].public_id not in response.content.decode()


def test_no_result_says_what_to_try(reader: Client, public: tuple[Person, Case]) -> None:
    page = reader.get("/en/persons/?q=zzzzzzz&gender=male").content.decode()
    assert "Remove a filter above" in page and "another spelling" in page
    assert "Remove a filter above" in reader.get("/en/cases/?q=zzzzzzz").content.decode()


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_page_that_is_not_there_offers_a_search(reader: Client, language: str) -> None:
    page = reader.get(f"/{language}/persons/zzzzzzzzzzzz/").content.decode()
    assert f'action="/{language}/persons/" method="get" role="search"' in page
    assert 'role="search"' not in reader.get(f"/{language}/persons/?page=0").content.decode()
