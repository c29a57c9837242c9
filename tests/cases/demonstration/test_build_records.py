"""Tables of the demonstration's files become records, or are named with what is wrong about them."""

from datetime import date

import pytest
from django.db import transaction

from accounts.models import User
from cases.demonstration.build_records import Builder, Mistake
from cases.demonstration.load_demonstration import read
from cases.demonstration.lookup import NotThere
from cases.demonstration.review_states import bring_to_state
from cases.models import Person
from cases.review.freeze import freeze
from tests import factories

TODAY = date(2025, 5, 6)


@pytest.fixture
def builder(editor: User, reviewer: User) -> Builder:
    return Builder(accounts={"editor": editor, "reviewer": reviewer}, today=TODAY)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"nick": "X"}, "p: a person has no field “nick”."),
        ({"born": "the day before"}, "p: “the day before” cannot be read as a date."),
        ({"gender": "unknown"}, "p: .*unknown"),
        ({"custody": [{"kind": "castle"}]}, "p/custody/0: .*castle"),
    ],
)
def test_a_table_that_is_no_record_is_named(builder: Builder, table: dict[str, object], sentence: str) -> None:
    with pytest.raises(Mistake, match=sentence):
        builder.build(Person, table, path="p")


def test_days_are_counted_from_the_day_of_loading(builder: Builder) -> None:
    made = builder.build(Person, {"born": "{-5}", "died": "not later than {+7}"}, path="p")
    assert (made.born, made.died) == ("2025-05-01", "not later than 2025-05-13")


def test_entering_the_same_table_again_gives_the_same_content(editor: User) -> None:
    table = next(table for table in read()["person"] if table["id"] == "jury")
    factories.country(), factories.occupation(name_en="blogger")
    digests = set()
    for _time in range(2):
        point = transaction.savepoint()
        digests.add(freeze(Builder(accounts={"editor": editor}, today=TODAY).build(Person, table, path="p")).digest)
        transaction.savepoint_rollback(point)
    assert len(digests) == 1


def test_what_is_not_in_the_reference_data_is_named(builder: Builder) -> None:
    with pytest.raises(NotThere, match="There is no country “XX”"):
        builder.build(Person, {"citizenships": ["XX"]}, path="p")


def test_an_unknown_state_is_named(builder: Builder) -> None:
    person = builder.build(Person, {"born": "1980"}, path="p")
    with pytest.raises(Mistake, match="there is no state “famous”"):
        bring_to_state(person, {"state": "famous"}, builder)
