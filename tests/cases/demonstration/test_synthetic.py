"""Invented records for measuring are approved records like any other."""

import pytest
from django.core.management import CommandError, call_command

from accounts.exceptions import Refused
from cases.demonstration.synthetic import add_officials_and_sources, seed
from cases.demonstration.synthetic_records import Inventor
from cases.models import Person
from cases.public_site.models import Published, PublishedPersonSummary
from cases.publication import publish
from cases.review.freeze import digest_of, values_of
from cases.review.models import Snapshot, Status
from cases.review.policy import AGGREGATES, public_fields

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def reference(roles: None) -> None:
    call_command("load_reference", verbosity=0)
    add_officials_and_sources()


def test_seed_adds_approved_records_that_can_be_published(reference: None) -> None:
    count = seed(persons=6, seed=5, allowed=True)
    assert Person.objects.count() == 6
    snapshots = Snapshot.objects.all()
    assert {one.status for one in snapshots} == {Status.APPROVED}
    assert all(one.digest == digest_of(one.content) for one in snapshots)
    assert publish.publish_outstanding() == count
    assert Published.objects.count() == count
    assert set(PublishedPersonSummary.objects.values_list("language", flat=True)) == {"en", "be", "ru"}


def test_invented_contents_hold_what_the_policy_publishes_and_nothing_else(reference: None) -> None:
    inventor = Inventor(3)
    person = inventor.person()
    case = inventor.case([person["root"].partition("/")[2]], 1)
    for noun, content in (("person", person), ("case", case)):
        paths = [row["path"] for row in content["rows"]]
        assert paths == sorted(paths)
        assert all(row["parent"] in {"", *paths} for row in content["rows"])
        for row in content["rows"]:
            kind = row["path"].partition("/")[0]
            assert kind in AGGREGATES[noun]
            assert set(row["values"]) <= set(public_fields(kind))
        assert values_of(content)


def test_same_seed_gives_the_same_records(reference: None) -> None:
    assert Inventor(7).person() == Inventor(7).person() != Inventor(8).person()


def test_seed_is_refused_outside_demonstration_mode_and_twice(reference: None) -> None:
    with pytest.raises(Refused):
        seed(persons=1, seed=1, allowed=False)
    seed(persons=1, seed=1, allowed=True)
    with pytest.raises(Refused):
        seed(persons=1, seed=1, allowed=True)
    with pytest.raises(CommandError):
        call_command("seed_synthetic", persons=0)
