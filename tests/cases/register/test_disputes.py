"""What sources dispute is shown as disputed, with both sides, and no more of either than was approved."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Citation, Custody
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
    ("language", "words"), [("en", "5 March 2021"), ("be", "5 сакавіка 2021"), ("ru", "5 марта 2021")]
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
