"""Where a sentence adds to an earlier one, the joined term is told everywhere, or both; never the addition alone."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])

BASE = "Imprisonment: 12 years, strict regime"


def _sentenced(editor: User, approved: Any, how: str) -> str:
    """Twelve years, and in a second case an addition of one year."""
    person = factories.person("Joined Person", by=editor)
    approved(person)
    for given, years in (
        ({"decided": "2021-05-01"}, 12),
        ({"decided": "2023-10-05", "instance": "addition", "addition": how}, 1),
    ):
        case = factories.case(by=editor)
        defendant = factories.defendant(case=case, person=person, by=editor, stage_date=given["decided"])
        sentence = factories.sentence(defendant, by=editor, **given)
        factories.penalty(sentence, by=editor, years=years, months=None, regime="strict")
        approved(case)
    return str(person.public_id)


@pytest.mark.parametrize(
    ("how", "words", "cell", "total", "length"),
    [
        ("full", "Imprisonment: 13 years, strict regime (combined from 12 years + 1 year)", "13y", 13, "10_more"),
        ("absorption", "Imprisonment: 12 years, strict regime (combined from 12 years + 1 year)", "12y", 12, "10_more"),
        ("total", "Imprisonment: 1 year, strict regime (combined from 12 years + 1 year)", "1y", 1, "1_3"),
        ("", f"{BASE}; addition of sentences: imprisonment: 1 year, strict regime", "12y + 1y", None, "10_more"),
        ("partial", f"{BASE}; addition of sentences (added in part): imprisonment: 1 year", "12y + 1y", None, "10_more"),
    ],
)  # fmt: skip
def test_term_is_told_as_the_sentences_join(
    reader: Client, approved: Any, editor: User, how: str, words: str, cell: str, total: int | None, length: str
) -> None:
    ref = _sentenced(editor, approved, how)
    for address in (
        f"/en/persons/{ref}/",
        "/en/persons/",
        "/en/persons/?q=Joined",
        "/en/persons/embed/",
        "/en/persons.atom",
    ):
        page = reader.get(address).content.decode()
        assert words.removeprefix("I") in page, address  # after a stage it stands in lower case
    (row,) = csv.DictReader(io.StringIO(b"".join(reader.get("/en/persons.csv").streaming_content).decode("utf-8-sig")))  # type: ignore[attr-defined]
    assert row["joined_term"] == cell
    told = json.loads(reader.get(f"/api/v1/persons/{ref}").content)["joined_term"]
    assert (told["total"] and told["total"]["years"]) == total
    assert ref in reader.get(f"/en/persons/?length={length}").content.decode()


def test_addition_of_a_case_by_itself_says_what_it_is(reader: Client, approved: Any, editor: User) -> None:
    _sentenced(editor, approved, "")
    cases = reader.get("/en/cases/").content.decode()
    assert "addition of sentences: imprisonment: 1 year" in cases


def test_any_custody_counts_as_an_arrest(reader: Client, approved: Any, editor: User) -> None:
    person, other = factories.person("Two Times", by=editor), factories.person("One Time", by=editor)
    for whom, begun, until in (
        (person, "2020-08-10", "2020-08-25"),
        (person, "2024-05-02", ""),
        (other, "2022-01-01", ""),
    ):
        factories.custody(whom, by=editor, from_date=begun, until=until, end="served" if until else "")
    approved(person)
    approved(other)
    for query, found in (
        ("arrested_from=2024", True),
        ("arrested_from=2020&arrested_to=2020", True),
        ("arrested_from=2022&arrested_to=2022", False),
    ):
        page = reader.get(f"/en/persons/?{query}").content.decode()
        assert (person.public_id in page) == found, query
    page = reader.get("/en/persons/?sort=arrest").content.decode()
    assert page.index(person.public_id) < page.index(other.public_id)
    assert "Latest start of custody:</span> <strong>2 May 2024" in page
    assert "Start of custody from" in page
    assert "latest start of custody" in page
