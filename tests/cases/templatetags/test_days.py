"""The bar of years above a list: every year between the first and the last, then what the year holds."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db
LIST = "admin:cases_violation_changelist"


@pytest.fixture
def violations() -> None:
    person = factories.person("Віталь Выдуманы")
    for day in ("2019-05-06", "2022-03-01", "2022-08-01"):
        factories.violation(person, kind="dismissal", on_date=day)


def _bar(client: Client, **query: str) -> list[str]:
    html = client.get(reverse(LIST), query).content.decode()
    shown = re.search(r'<nav class="toplinks".*?</nav>|<div class="toplinks".*?</div>', html, re.DOTALL)
    return re.findall(r"on_date_lower__\w+=[^\"]*", shown[0].replace("&amp;", "&")) if shown else []


def test_bar_offers_every_year_from_the_first_to_the_last(as_editor: Client, violations: None) -> None:
    assert _bar(as_editor) == [f"on_date_lower__year={year}" for year in (2019, 2020, 2021, 2022)]


def test_bar_of_a_year_offers_its_months_that_have_records(as_editor: Client, violations: None) -> None:
    told = _bar(as_editor, on_date_lower__year="2022")
    assert told == [f"on_date_lower__month={month}&on_date_lower__year=2022" for month in (3, 8)]


def test_bar_of_one_year_alone_begins_with_its_days(as_editor: Client) -> None:
    factories.violation(factories.person("Віталь Выдуманы"), kind="dismissal", on_date="2020-01-02")
    assert _bar(as_editor)[1:] == ["on_date_lower__day=2&on_date_lower__month=1&on_date_lower__year=2020"]


def test_bar_of_no_records_is_empty(as_editor: Client) -> None:
    assert _bar(as_editor) == []


def test_persons_are_found_by_the_day_of_entry(as_editor: Client) -> None:
    person = factories.person("Віталь Выдуманы")
    today = timezone.localtime().date().isoformat()
    page = reverse("admin:cases_person_changelist")
    link = reverse("admin:cases_person_change", args=[person.pk])
    assert link in as_editor.get(page, {"created_at__gte": f"{today} 00:00:00+03:00"}).content.decode()
    assert link not in as_editor.get(page, {"created_at__lt": "2020-01-01 00:00:00+03:00"}).content.decode()
