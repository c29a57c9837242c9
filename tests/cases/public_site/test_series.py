"""What figures count on a day: who is held, who was arrested, who is recognised."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.public_site.edition import current
from cases.public_site.statistics.custody_series import Series, series
from cases.public_site.statistics.legal_events import AsOf
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def on(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def told() -> Series:
    return series(current().digest, timezone.localdate())


@pytest.mark.parametrize(
    ("given", "died", "held", "free"),
    [
        ({"from_date": "2021-03-04", "until": "2022-03-04", "end": "served"}, "", ["2021-03-04", "2022-03-04"], ["2022-03-05"]),
        ({"from_date": "2021-03-04"}, "", ["2021-03-04", "2026-01-01"], ["2021-03-03"]),
        ({"from_date": "2021-03-04"}, "2023-05-06", ["2023-05-05"], ["2023-05-06", "2026-01-01"]),
        ({"from_date": "2021-03-04"}, "2023", ["2023-12-30"], ["2023-12-31"]),
        ({"from_date": "2021-03-04", "end": "pardoned"}, "", ["2021-03-04"], ["2021-03-05"]),
        ({"from_date": "2021-03", "until": "2021-05", "end": "served"}, "", ["2021-03-01", "2021-05-31"], ["2021-06-01"]),
    ],
    ids=["ended", "lasting", "died", "died in a year", "ended on no known day", "months"],
)  # fmt: skip
def test_held_on_counts_periods_until_their_end_or_the_death(
    approved: Any, editor: User, given: dict[str, str], died: str, held: list[str], free: list[str]
) -> None:
    person = factories.person(by=editor, died=died)
    factories.custody(person, by=editor, **given)
    approved(person)
    counted = told()
    assert [counted.held_on(on(day)) for day in held] == [1] * len(held)
    assert [counted.held_on(on(day)) for day in free] == [0] * len(free)
    assert [len(counted.held(on(day))) for day in (*held, *free)] == [1] * len(held) + [0] * len(free)
    assert counted.arrests_between(on("2021-03-01"), on("2021-03-31")) == 1
    assert counted.undated == 0


@pytest.mark.parametrize(
    ("status", "counts"),
    [("political_prisoner", 1), ("conscience", 1), ("arbitrary", 1), ("ex_post", 1), ("former", 0), ("persecuted", 0)],
)
def test_recognised_on_counts_what_is_a_recognition_on_that_day(
    approved: Any, editor: User, reader: Client, status: str, counts: int
) -> None:
    person = factories.person(by=editor)
    given = factories.recognition(person, by=editor, status=status, from_date="2021-03-10", until="2022-03-10")
    approved(person)
    asked = [AsOf(on(day), current=False) for day in ("2021-03-09", "2021-03-10", "2022-03-10", "2022-03-11")]
    organisation = given.organisation.public_id
    assert [told().recognised_on(organisation, day)[0] for day in asked] == [0, counts, counts, 0]


@pytest.mark.parametrize(("status", "found"), [("political_prisoner", 1), ("former", 1), ("persecuted", 0)])
def test_filter_finds_whom_an_organisation_recognises_or_did(
    approved: Any, editor: User, reader: Client, status: str, found: int
) -> None:
    person = factories.person(by=editor)
    given = factories.recognition(person, by=editor, status=status)
    approved(person)
    page = reader.get(f"/en/persons/?recognised_by={given.organisation.public_id}")
    # Where nobody is recognised, the organisation is no value of the filter, which is left out and named.
    assert page.status_code == (200 if found else 400)
    assert f"/en/persons/{person.public_id}/" in page.content.decode()


def test_figures_of_a_day_to_come_are_those_of_today(approved: Any, editor: User, reader: Client) -> None:
    person = factories.person(by=editor)
    factories.custody(person, by=editor)
    approved(person)
    for later in ("2200", f"{timezone.localdate().year}"):
        page = reader.get(f"/en/figures/?on={later}").content.decode()
        assert f'value="{timezone.localdate().isoformat()}"' in page


def test_sentence_tells_since_when_the_present_custody_lasts(approved: Any, editor: User, reader: Client) -> None:
    person = factories.person(by=editor)
    for given in (
        {"from_date": "2020-08-10", "until": "2020-09-01", "end": "bail"},
        {"from_date": "2024-05-02", "until": "2024-05-20", "end": "transfer"},
        {"from_date": "2024-05-20"},
    ):
        factories.custody(person, by=editor, **given)
    approved(person)
    assert "In custody since 2 May 2024" in reader.get(f"/en/persons/{person.public_id}/").content.decode()


@pytest.mark.parametrize("address", ["/en/cases/?opened_from=2022&opened_to=2021", "/en/hearings/?day_from=2022&day_to=2021",
                                     "/en/persons/?arrested_from=2022&arrested_to=2021"])  # fmt: skip
def test_span_turned_round_is_refused_in_every_list(reader: Client, public: Any, address: str) -> None:
    refused = reader.get(address)
    assert (refused.status_code, "after the end date" in refused.content.decode()) == (400, True)


def test_part_of_the_sitemap_that_is_not_there_is_not_found(reader: Client, public: Any) -> None:
    assert [reader.get(f"/sitemap-{number}.xml").status_code for number in (1, 2, 9999)] == [200, 404, 404]
