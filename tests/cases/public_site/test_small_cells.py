"""Small numbers: with a bound chosen, no page, file or answer tells a count below it, nor one that is not rounded."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from accounts.models import User
from cases.public_site import small_cells
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])
# Every place that tells a count: (address, what surrounds the count). Two men, three women, five people, all held, in the
# same court; five prosecutions in three cases. With the bound 3 that is: fewer than 3 men, 3 women, 6 people.
PLACES = {
    "facet as boxes, few": ("/en/persons/", r"<span>male</span> <span class=count>([^<]+)</span>", "2", "&lt;3"),
    "facet as boxes, more": ("/en/persons/", r"<span>female</span> <span class=count>([^<]+)</span>", "3", "3"),
    "facet filtered": (
        "/en/persons/?gender=male",
        r"<span>in custody</span> <span class=count>([^<]+)</span>",
        "2",
        "&lt;3",
    ),
    "total of people": ("/en/persons/", r'role="status">([^<]+)<', "5 people", "6 people"),
    "total of few people": ("/en/persons/?gender=male", r'role="status">([^<]+)<', "2 people", "Fewer than 3 people"),
    "total of cases": ("/en/cases/", r'role="status">([^<]+)[<·]', "2 cases", "Fewer than 3 cases"),
    "total of hearings": ("/en/hearings/?when=past", r'role="status">([^<]+)<', "1 hearing", "Fewer than 3 hearings"),
    "total at a court": ("/en/courts/{court}/", r'class="count">([^<·]+) ·', "5 people", "6 people"),
    "first page, people": ("/en/", r"people in the register</a></dt><dd>([^<]+)<", "5", "6"),
    "first page, held": ("/en/", r"in custody</a></dt><dd>([^<]+)<", "5", "6"),
    "first page, released": ("/en/", r"released</a></dt><dd>([^<]+)<", "0", "0"),
    "first page, cases": ("/en/", r"cases</a></dt><dd>([^<]+)<", "2", "&lt;3"),
    "catalogue": ("/en/courts/", r'<td class="number">([^<]+)</td>', "5", "6"),
    "figures, held": ("/en/figures/", r"on this day</dt><dd>([^<]+)<", "5", "6"),
    "figures, prosecutions": ("/en/figures/", r"in one case\)</dt><dd>([^<]+)<", "5", "6"),
    "figures, a table": ("/en/figures/", r'2021-01</th><td class="number">([^<]+)<', "2", "&lt;3"),
    "figures, a file": ("/en/figures/arrests.csv", r"2021-01,([^\r]+)", "2", "<3"),
    "values of a filter, few": ("/en/persons/by/court/?gender=male", r'<span class="count">([^<]+)<', "2", "&lt;3"),
    "frame": ("/en/persons/embed/", r">([^<>]+ people)</a>", "5 people", "6 people"),
    "figures, a file of days": ("/en/figures/days.csv", r"2021-01-06,([^\r]+)", "2", "<3"),
    "figures, sentences": ("/en/figures/sentences.csv", r"art\. \d+[^,]*,([^\r]+)", "1", "<3"),
    "figures, people prosecuted": ("/en/figures/", r"published prosecution</dt><dd>([^<]+)<", "5", "6"),
    "counter": ("/en/figures/counter/", r"<strong>([^<]+)</strong>", "5", "6"),
    "API": ("/api/v1/persons", r'"count":\s*([^,]+),', "5", "6"),
    "API, few": ("/api/v1/persons?gender=male", r'"count":\s*([^,]+),', "2", "null"),
    "API, cases": ("/api/v1/cases", r'"count":\s*([^,]+),', "2", "null"),
    "API, hearings": ("/api/v1/hearings", r'"count":\s*([^,]+),', "1", "null"),
}


@pytest.fixture
def court(approved: Any, editor: User) -> str:
    """Two men arrested in January and three women in March 2021, charged at one court in two cases."""
    cases = [factories.case(by=editor, court=factories.court(by=editor))]
    cases.append(factories.case(by=editor, court=cases[0].court))
    for place, gender in enumerate(("male", "male", "female", "female", "female")):
        person = factories.person(by=editor, gender=gender)
        factories.custody(person, by=editor, from_date="2021-01-05" if gender == "male" else "2021-03-05")
        approved(person)
        defendant = factories.defendant(case=cases[place % 2], person=person, by=editor)
        if place == 0:
            factories.charge(defendant, by=editor, status="convicted")
            factories.sentence(defendant, by=editor, instance="first")
    factories.hearing(cases[0], by=editor, day="2021-05-01")
    for case in cases:
        approved(case)
    return cases[0].court.public_id


@pytest.mark.parametrize("place", sorted(PLACES))
def test_count_is_told_whole_hidden_or_rounded(reader: Client, court: str, settings: Any, place: str) -> None:
    address, around, whole, coarse = PLACES[place]
    for chosen, expected in ((0, whole), (3, coarse)):
        settings.SMALL_CELLS = chosen
        forget()
        page = reader.get(address.format(court=court)).content.decode()
        found = re.search(around, page)
        assert found, page
        assert found[1].strip() == expected, (place, chosen)


def forget() -> None:
    """Let go what a process keeps of pages: the setting does not change while it runs."""
    from cases.public_site.views import facet_panel, home, statistics_views

    facet_panel._unfiltered._held = ("", {})
    for view in (statistics_views.figures, home.home):
        kept = next(cell.cell_contents for cell in view.__closure__ if hasattr(cell.cell_contents, "_held"))
        kept._held = ("", {})


def test_chart_draws_nothing_of_a_hidden_count(reader: Client, court: str, settings: Any) -> None:
    settings.SMALL_CELLS = 3
    forget()
    page = reader.get("/en/figures/").content.decode()
    arrests = page.split('id="arrests"')[1].split("</svg>")[0]
    assert arrests.count('<rect class="bar"') == 1  # March; January has two


def test_setting_changes_the_validator(reader: Client, court: str, settings: Any) -> None:
    before = reader.get("/api/v1/persons").headers["ETag"]
    settings.SMALL_CELLS = 3
    assert reader.get("/api/v1/persons").headers["ETag"] != before


def test_description_of_the_api_tells_that_counts_may_be_hidden(reader: Client) -> None:
    told = json.loads(reader.get("/api/v1/openapi.json").content)
    schema = told["paths"]["/api/v1/persons"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["count"]["type"] == ["integer", "null"]


@pytest.mark.parametrize(
    ("least", "count", "expected"),
    [(0, 1, 1), (1, 1, 1), (5, 0, 0), (5, 1, None), (5, 4, None), (5, 5, 5), (5, 7, 5), (5, 8, 10), (10, 1234, 1230)],
)
def test_count_is_hidden_below_the_bound_and_rounded_above(
    settings: Any, least: int, count: int, expected: int | None
) -> None:
    settings.SMALL_CELLS = least
    assert small_cells.told(count) == expected


# What counts in the code: a module that does must pass its counts through `small`, or be named here with the reason.
COUNTING = re.compile(
    r"cardinality\(|index\(?\)?\.size|\.counts\(|Count\(|\.count\(\)|held_on\(|filters\.count|len\(ids\)|len\(d\["
)
NOT_TOLD = {
    "feeds/sitemaps.py": "how many parts a sitemap has, by the 1,000",
    "views/case_views.py": "hands the total to the pager",
    "downloads/list_files.py": "cuts what it reads into batches",
    "statistics/daily_counts.py": "counts for views/statistics_views.py, which shows them",
    "statistics/custody_series.py": "counts for statistics_tables.py, which statistics_views.py shows",
    "views/hearing_views.py": "hands the total to the pager",
    "views/person_views.py": "hands the total to the pager",
}


def test_every_module_that_counts_passes_by_the_bound() -> None:
    base = Path(site.BASE_DIR) / "cases" / "public_site"
    for folder in ("views", "feeds", "api", "statistics", "presenters", "downloads"):
        for file in (base / folder).glob("*.py"):
            text, name = file.read_text(), f"{folder}/{file.name}"
            if COUNTING.search(text) and name not in NOT_TOLD:
                assert re.search(r"\bsmall_cells\.\w+\(", text), name


def test_file_of_cases_tells_no_small_number_of_defendants_and_hearings(
    reader: Client, court: str, settings: Any
) -> None:
    def told() -> list[tuple[str, str]]:
        rows = csv.DictReader(reader.get("/en/cases.csv").getvalue().decode().lstrip("\ufeff").splitlines())
        return sorted((row["defendants"], row["hearings"]) for row in rows)

    assert told() == [("2", "0"), ("3", "1")]
    settings.SMALL_CELLS = 3
    assert told() == [("3", "<3"), ("<3", "0")]
