"""Filters with counts beside cases and hearings: each count is what its link gives, and what is chosen can be removed."""

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.public_site.filters.case_filters import CaseFilterSet
from cases.public_site.filters.facet_counts import CountedFilterSet
from cases.public_site.filters.hearing_filters import HearingFilterSet
from cases.public_site.views.facet_panel import MOST_LISTED
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def lists(approved: Any, editor: User) -> list[str]:
    """Four cases at two courts with seven hearings of many kinds, on known and half-known days."""
    courts = [factories.court(by=editor) for _number in range(2)]
    days = ["2190-01-02", "2021", "2190-05", "2021-05-09", "2190", "2021-06-07", "2021-06-08"]
    hearings = 0
    for place in range(4):
        case = factories.case(
            by=editor,
            court=courts[place % 2],
            kind=("criminal", "administrative")[place // 2],
            opened=("2020-01-05", "2020", "2021-02", "")[place],
        )
        factories.case_summary(case, by=editor, title=("A case", "Another")[place % 2])
        factories.charge(factories.defendant(case=case, by=editor, stage=("charged", "trial")[place % 2]), by=editor)
        while hearings < 7 and hearings % 4 <= place:
            outcome = "adjourned" if hearings in (3, 4) else ""
            kind = ("verdict", "preliminary")[hearings % 2]
            factories.hearing(case, by=editor, day=days[hearings], kind=kind, outcome=outcome)
            hearings += 1
        approved(case)
    return [court.public_id for court in courts]


def filters_of(page: str, query: str) -> CountedFilterSet:
    data = QueryDict(query)
    return CaseFilterSet(data, "en") if page == "cases" else HearingFilterSet(data, "en", timezone.localdate())


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("cases", ""), ("cases", "kind=criminal"), ("cases", "opened_from=2020-06"), ("cases", "opened_to=2020-12-31"),
        ("cases", "court={court}&stage=charged"), ("cases", "q=case&kind=criminal&kind=administrative"),
        ("hearings", ""), ("hearings", "when=coming"), ("hearings", "when=past"), ("hearings", "when=coming&when=past"),
        ("hearings", "when=past&kind=verdict"), ("hearings", "day_from=2021-05-01&day_to=2021-06-07&court={court}"),
        ("hearings", "when=past&outcome=adjourned"),
    ],
)  # fmt: skip
def test_count_of_a_value_is_what_the_list_then_has(lists: list[str], page: str, query: str) -> None:
    filters = filters_of(page, query.format(court=lists[0]))
    counted = 0
    for name, values in filters.index.facets.items():
        for value, held in values.items():
            other = filters.told.copy()
            other.setlist(name, [value])
            expected = filters_of(page, other.urlencode()).count
            assert len(held & filters.among(name)) == expected, (name, value)
            counted += expected
    assert counted


def test_chips_remove_one_filter_and_keep_the_others(reader: Client, lists: list[str]) -> None:
    page = reader.get(f"/en/cases/?kind=criminal&court={lists[0]}&sort=opened&opened_from=2019").content.decode()
    chips = re.findall(r'<li><a href="([^"]+)" title="Remove', page)
    assert sorted(chips) == sorted(
        [
            f"?court={lists[0]}&amp;opened_from=2019&amp;sort=opened",
            "?kind=criminal&amp;opened_from=2019&amp;sort=opened",
            f"?kind=criminal&amp;court={lists[0]}&amp;sort=opened",
        ]
    )
    assert re.search(r'value="criminal" checked> <span>[^<]+</span> <span class=count>1<', page)


def test_chips_of_the_calendar_keep_the_tab(reader: Client, lists: list[str]) -> None:
    page = reader.get("/en/hearings/?when=past&kind=verdict").content.decode()
    assert re.findall(r'<li><a href="([^"]+)" title="Remove', page) == ["?when=past"]
    assert '<a class="all" href="?when=past">' in page
    assert 'name="when" value="past"' in page


def test_panel_of_one_list_is_not_that_of_another(reader: Client, lists: list[str]) -> None:
    people, cases, again = (reader.get(f"/en/{page}/").content.decode() for page in ("persons", "cases", "persons"))
    assert 'id="l-jurisdiction"' in cases
    assert 'id="l-jurisdiction"' not in people + again


def test_long_list_of_values_is_short_beside_the_list_and_whole_on_its_page(
    reader: Client, approved: Any, editor: User
) -> None:
    courts = [factories.court(by=editor, name_en=f"Court {number:02}") for number in range(MOST_LISTED + 3)]
    for court in courts:
        case = factories.case(by=editor, court=court, kind="criminal")
        factories.case_summary(case, by=editor, title="A case")
        approved(case)
    last = courts[-1].public_id
    page = reader.get(f"/en/cases/?kind=criminal&court={last}").content.decode()
    panel = re.search(r'<select name="court".*?</select>(<a.*?</a>)', page, re.DOTALL)
    assert panel is not None
    assert panel[0].count("<option") == 1 + MOST_LISTED + 1  # any, the first ones, and the one chosen
    assert f'<option value="{last}" selected>Court 22 (1)' in panel[0]
    assert f'href="/en/cases/by/court/?kind=criminal&amp;court={last}"' in panel[0]
    whole = reader.get(f"/en/cases/by/court/?kind=criminal&court={last}").content.decode()
    links = re.findall(r'<li><a href="([^"]+)">(Court \d\d)</a> <span class="count">1<', whole)
    assert [name for _url, name in links] == [f"Court {number:02}" for number in range(MOST_LISTED + 2)]
    listed = reader.get(links[0][0].replace("&amp;", "&")).content.decode()
    assert re.search(r'role="status">2 cases<', listed)


def test_values_of_hearings_stay_with_the_tab(reader: Client, lists: list[str]) -> None:
    page = reader.get("/en/hearings/by/court/?when=past&kind=verdict").content.decode()
    assert re.findall(r'<li><a href="([^"]+)" title="Remove', page) == ["?when=past"]
    assert '<a class="all" href="?when=past">' in page
    links = re.findall(r'<li><a href="(/en/hearings/[^"]+)">', page)
    assert links and all("when=past" in link for link in links)


def test_values_of_a_filter_without_counts_are_not_found(reader: Client, lists: list[str]) -> None:
    for address in ("persons/by/q/", "cases/by/opened_from/", "persons/by/internal_notes/", "cases/by/"):
        assert reader.get(f"/en/{address}").status_code == 404, address
    assert reader.get("/en/persons/by/court/?court=x").status_code == 400
