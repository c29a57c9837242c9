"""The list of people: filters, counts, orders, pages, refusals, number of queries."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Person
from cases.public_site.filters.person_filters import PersonFilterSet
from cases.public_site.index import person_index
from cases.public_site.index.next_hearings import Coming
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def _count(reader: Client, query: str) -> int:
    page = reader.get(f"/en/persons/?{query}").content.decode()
    return int(page.split('<p class="count" role="status">')[1].split()[0])


def test_search_finds_another_script(reader: Client, public: tuple[Person, Case]) -> None:
    assert [_count(reader, f"q={name}") for name in ("Vydumany", "Выдуманы", "Vital Vydumany", "Somebodyelse")] == [
        1,
        1,
        1,
        0,
    ]


def test_search_finds_a_case_number_and_an_article(reader: Client, public: tuple[Person, Case]) -> None:
    article = public[1].defendants.get().charges.get().provision.article
    assert _count(reader, "q=7-1/22") == 1
    assert _count(reader, f"q={article}") == 1
    assert _count(reader, "q=7-1/23") == 0
    assert _count(reader, "q=No. 7-1/22") == 1
    assert _count(reader, f"q=ст. {article}") == 1
    assert public[1].public_id in reader.get("/en/cases/?q=№ 7-1/22").content.decode()


def test_number_of_a_case_finds_nobody_by_words_of_texts(
    reader: Client, approved: Any, public: tuple[Person, Case], editor: User
) -> None:
    other = factories.person("Іншая Асоба", by=editor)
    factories.person_summary(other, by=editor, text="Told in 22 of 7 letters, not 7-1/22.")
    approved(other)
    assert _count(reader, "q=7-1/22") == 1
    assert _count(reader, "q=letters 22") == 1


def test_list_names_its_feed(reader: Client, public: tuple[Person, Case]) -> None:
    for listing in ("persons", "cases"):
        page = reader.get(f"/en/{listing}/?sort=newest").content.decode()
        address = re.search(r'<link rel="alternate" type="application/atom\+xml" href="([^"]*)">', page)
        assert address
        assert reader.get(html.unescape(address[1])).headers["Content-Type"].startswith("application/atom+xml")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("status=released", 1), ("status=in_custody", 0), ("status=in_custody&status=released", 1),
        ("gender=male", 1), ("gender=female", 0), ("stage=charged", 1), ("penalty=imprisonment", 1), ("length=3_5", 1),
        ("length=1_3", 0), ("age=30_44", 1), ("arrested_from=2021-01-02&arrested_to=2021-01-02", 1),
        ("arrested_from=2021-01-03", 0), ("arrested_to=2021-01-01", 0), ("arrested_from=2021&arrested_to=2021", 1),
        ("sentenced_from=2021-09&sentenced_to=2021-09", 1), ("hearing_from=2022-05-09", 1), ("hearing_to=2022-04", 0),
        ("status=&gender=&q=", 1), ("gender=male&status=in_custody", 0),
    ],
)  # fmt: skip
def test_filter_lets_through_whom_it_means(reader: Client, public: tuple[Person, Case], query: str, count: int) -> None:
    assert _count(reader, query) == count


@pytest.mark.parametrize(
    "query",
    [
        "status=zzz", "status=in_custody&status=zzz", "gender=1", "arrested_from=2021-13", "arrested_from=0", "arrested_to=10000",
        "arrested_from=-1", "arrested_from=2022-02-30", "arrested_from=99999999999", "page=0", "page=-1",
        "page=9223372036854775808",
        "page=٣", "page=1.5", "sort=secret", "sort=-name", "sort=name&sort=arrest", "place=zzz", "place=AAAAAAAAAAAA",
        "arrested_from=2022&arrested_to=2021", "q=" + "x" * 201, "&".join(f"stage=trial{n}" for n in range(61)),
    ],
)  # fmt: skip
def test_invalid_value_is_refused_in_a_sentence(reader: Client, public: tuple[Person, Case], query: str) -> None:
    response = reader.get(f"/en/persons/?{query}")
    assert response.status_code == 400
    assert '<p class="lead">' in response.content.decode()


def test_page_beyond_the_last_is_not_found(reader: Client, public: tuple[Person, Case]) -> None:
    assert reader.get("/en/persons/?page=2").status_code == 404


@pytest.mark.parametrize(
    "text", ['"', "AND", "NEAR(", "*", "name:x", "'", "%", "_", "\\", "{{7*7}}", "%(x)s", "<b>", "٣", "😀", "-"]
)
def test_search_for_signs_is_a_search_for_words(reader: Client, public: tuple[Person, Case], text: str) -> None:
    response = reader.get("/en/persons/", {"q": text})
    assert response.status_code == 200


def test_orders_end_in_the_public_id(reader: Client, approved: Any, editor: User) -> None:
    people = [factories.person("Ганна Аднолькавая", by=editor) for _number in range(3)]
    for person in people:
        approved(person)
    for sort in ("name", "family", "arrest", "hearing", "newest", "sentence"):
        page = reader.get(f"/en/persons/?sort={sort}").content.decode()
        places = [page.index(ref) for ref in sorted(person.public_id for person in people)]
        assert places == sorted(places), sort


def test_facet_counts_leave_the_facet_itself_aside(reader: Client, approved: Any, editor: User) -> None:
    for gender in ("male", "male", "female"):
        approved(factories.person(by=editor, gender=gender))
    page = reader.get("/en/persons/?gender=female").content.decode()
    assert "<span>male</span> <span class=count>2</span>" in page
    assert "<span>female</span> <span class=count>1</span>" in page
    assert "1 person<" in page


def test_year_of_birth_is_not_refined_by_a_filter(reader: Client, approved: Any, editor: User) -> None:
    person = factories.person(by=editor, born="1980-11-30")
    factories.custody(person, by=editor, from_date="2010-01-01")
    approved(person)
    assert _count(reader, "age=30_44") == 1  # 29 to the day, but only the year is public
    assert "30 November 1980" not in reader.get(f"/en/persons/{person.public_id}/").content.decode()


def test_number_of_queries_does_not_grow_with_the_list(
    reader: Client, approved: Any, editor: User, django_assert_max_num_queries: Any
) -> None:
    for _number in range(3):
        person = factories.person(by=editor)
        factories.custody(person, by=editor)
        approved(person)
        approved(factories.defendant(person=person, by=editor).case)
    for address in ("persons/", "cases/", f"persons/{person.public_id}/"):
        reader.get(f"/en/{address}")  # what is made once an edition
        with django_assert_max_num_queries(20, using="register"):
            reader.get(f"/en/{address}")


def test_next_hearing_orders_by_the_day_and_leaves_those_without_one_last(
    reader: Client, approved: Any, editor: User
) -> None:
    today = timezone.localdate()
    days = {
        "later": [today + timedelta(9)],
        "none": [],
        "past and next": [today - timedelta(400), today + timedelta(3)],
        "past": [today - timedelta(2)],
        "today": [today],
    }
    people = {}
    for told, dates in days.items():
        people[told] = factories.person(f"Асоба {told}", by=editor)
        approved(people[told])
        case = factories.case(by=editor)
        factories.defendant(case=case, person=people[told], by=editor)
        for day in dates:
            factories.hearing(case, by=editor, day=day.isoformat())
        approved(case)
    expected = [people[told].public_id for told in ("today", "past and next", "later", "none", "past")]
    page = reader.get("/en/persons/?sort=hearing").content.decode()
    assert sorted(expected, key=page.index) == expected
    assert page.count("Next hearing:") == 3
    men = PersonFilterSet(QueryDict("sort=hearing&gender=male&page=2"), "en", person_index())
    assert men.address(page="3") == "?gender=male&sort=hearing&page=3"


def test_next_hearing_is_another_one_when_its_day_has_passed() -> None:
    positions = Coming([(0, "2030-01-01", date(2030, 1, 1), date(2030, 1, 1)), (1, "2030", date(2030, 1, 1), None)], 3)
    assert positions.on(date(2030, 1, 1)).order.positions == [0, 1, 2]
    assert positions.on(date(2030, 1, 2)).order.positions == [1, 0, 2]


def test_hearing_of_somebody_else_is_nobodys_next(reader: Client, approved: Any, editor: User) -> None:
    case = factories.case(by=editor)
    mine, others = (factories.defendant(case=case, person=factories.person(by=editor), by=editor) for _n in range(2))
    factories.hearing_defendant(factories.hearing(case, by=editor, day="2190-01-02"), defendant=others, by=editor)
    for record in (mine.person, others.person, case):
        approved(record)
    page = reader.get("/en/persons/?sort=hearing").content.decode()
    assert page.index(others.person.public_id) < page.index(mine.person.public_id)
    assert page.count("Next hearing:") == 1


@pytest.mark.parametrize(
    ("given", "died", "status"),
    [
        ({"until": "31.02.2022"}, "", "released"),
        ({"until": "2200-03-01"}, "", "in_custody"),
        ({}, "31.02.2022", "died"),
    ],
    ids=["an end that cannot be", "an end to come", "a death on a day that cannot be"],
)
def test_person_is_listed_as_all_periods_tell(
    reader: Client, approved: Any, editor: User, given: dict[str, str], died: str, status: str
) -> None:
    person = factories.person(by=editor, died=died)
    factories.custody(person, by=editor, **given)
    approved(person)
    assert _count(reader, f"status={status}") == 1
    page = reader.get(f"/en/persons/{person.public_id}/").content.decode()
    assert f'class="status-line {status}"' in page
    assert "Released: 1 March 2200" not in page


def test_order_by_arrest_goes_by_the_earliest_day_that_a_date_allows(
    reader: Client, approved: Any, editor: User
) -> None:
    people = {}
    for name, given in (("Мая", "2024-05"), ("Дзесяты", "2024-05-10"), ("Красавік", "2024-04-30"), ("Год", "2024")):
        people[name] = factories.person(f"{name} Выдуманы", by=editor)
        factories.custody(people[name], from_date=given, by=editor)
        approved(people[name])
    page = reader.get("/en/persons/?sort=arrest").content.decode()
    places = {name: page.index(f"/en/persons/{person.public_id}/") for name, person in people.items()}
    assert sorted(places, key=places.__getitem__) == ["Дзесяты", "Мая", "Красавік", "Год"]
