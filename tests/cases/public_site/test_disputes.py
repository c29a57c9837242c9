"""What sources dispute is shown as disputed, with both sides, and no more of either than was approved."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Case, Citation, Custody, Person
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def custody(editor: User) -> Custody:
    person = factories.person(by=editor)
    return factories.custody(person, by=editor, from_date="2021-03-04")


def cited(custody: Custody, by: User, title: str, **given: Any) -> Citation:
    about = f"{custody.path}/{given.pop('field', 'from_date')}"
    return factories.citation(
        custody.person, by=by, about=about, source=factories.source(title=title, by=by), quote="", **given
    )


@pytest.mark.parametrize(
    ("language", "words"), [("en", "5 March 2021"), ("be", "5 сакавіка 2021 г."), ("ru", "5 марта 2021 г.")]
)
def test_disputed_day_is_told_in_words_with_both_sources(
    reader: Client, approved: Any, editor: User, custody: Custody, language: str, words: str
) -> None:
    cited(custody, editor, "Ministry statement", stance="contradicts", says="2021-03-05")
    cited(custody, editor, "Monitor report")
    approved(custody.person)
    html = unescape(reader.get(f"/{language}/persons/{custody.person.public_id}/").content.decode())
    assert "Ministry statement" in html and "Monitor report" in html
    assert words in html and "2021-03-05" not in html


def test_disputed_value_that_is_no_day_is_quoted(reader: Client, approved: Any, editor: User, custody: Custody) -> None:
    cited(custody, editor, "Ministry", stance="contradicts", says="in the spring", field="from_date")
    cited(custody, editor, "Monitor", stance="contradicts", says="2021-22", field="facility")
    approved(custody.person)
    html = unescape(reader.get(f"/en/persons/{custody.person.public_id}/").content.decode())
    assert "“in the spring”" in html and "“2021-22”" in html


def test_withheld_source_and_withheld_words_stay_so(
    reader: Client, approved: Any, editor: User, custody: Custody
) -> None:
    contradiction = cited(custody, editor, "Secret witness", stance="contradicts", says="2021-03-05")
    approved(custody.person, withhold={f"{contradiction.path}/source", f"{contradiction.path}/says"})
    html = unescape(reader.get(f"/en/persons/{custody.person.public_id}/").content.decode())
    assert "another source." in html and "Secret witness" not in html and "5 March 2021" not in html


def test_sources_are_numbered_in_the_order_of_the_page(
    reader: Client, approved: Any, whole_person: Person, whole_case: Case, editor: User
) -> None:
    for about in (
        f"{whole_person.path}/gender",
        f"{whole_person.recognitions.get().path}/status",
        f"{whole_person.violations.get().path}/kind",
    ):
        factories.citation(whole_person, by=editor, about=about, source=factories.source(by=editor))
    defendant = whole_case.defendants.get()
    for about in (f"{defendant.path}/stage", f"{whole_case.path}/opened"):
        factories.citation(whole_case, by=editor, about=about, source=factories.source(by=editor))
    for record in (whole_person, whole_case):
        record.refresh_from_db()
        approved(record)
    for address in (f"/en/persons/{whole_person.public_id}/", f"/en/cases/{whole_case.public_id}/"):
        page = reader.get(address).content.decode().partition('class="sources"')[0]
        numbers = [int(number) for number in re.findall(r'href="#source-(\d+)"', page)]
        met = list(dict.fromkeys(numbers))
        assert len(met) > 1 and met == sorted(met), (address, numbers)
