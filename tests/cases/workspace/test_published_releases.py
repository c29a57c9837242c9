"""What may be told in public of an expected release: never from one source, never where it was switched off."""

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Citation, Defendant
from cases.workspace.digest import sections_of, written
from cases.workspace.published_releases import expected_releases
from tests import factories
from tests.cases.workspace.test_digest import approve
from tests.cases.workspace.worlds import belarus

pytestmark = pytest.mark.django_db(databases=["default", "register"])
TODAY = dt.date(2022, 12, 1)
RELEASE = dt.date(2022, 12, 18)


@pytest.fixture(autouse=True)
def _on_that_day() -> object:
    """The first of December 2022, seventeen days before the release of check case A."""
    with mock.patch.object(timezone, "localdate", return_value=TODAY):
        yield


@pytest.fixture
def one(editor: User) -> Defendant:
    """Check case A, by two sources; nothing is approved yet."""
    case = factories.case(jurisdiction=belarus(), by=editor)
    person = factories.person("Вядомы Чалавек", by=editor)
    factories.custody(person, kind="remand", from_date="2022-01-20", by=editor)
    made: Defendant = factories.defendant(case=case, person=person, stage="in_force", by=editor)
    sentence = factories.sentence(made, decided="2022-03-16", by=editor)
    penalty = factories.penalty(sentence, years=1, regime="general", by=editor)
    factories.citation(case, about=f"{sentence.path}/decided", by=editor)
    factories.citation(case, about=f"{penalty.path}/years", by=editor)
    return made


def told(after: dt.date = TODAY) -> list[dt.date]:
    return [found.earliest for found in expected_releases(after)]


def approve_both(one: Defendant, editor: User, reviewer: User) -> None:
    for record in (one.person, one.case):
        approve(record, editor, reviewer)


def test_release_by_two_approved_sources_is_told(one: Defendant, editor: User, reviewer: User) -> None:
    assert told() == [], "nothing is approved"
    approve_both(one, editor, reviewer)
    assert told() == [RELEASE]
    whole = written(sections_of(TODAY - dt.timedelta(6), TODAY, "en"), TODAY, TODAY, "en", "text")
    assert "EXPECTED RELEASES" in whole and "2022-12-18: " in whole and "(estimate)" in whole
    assert told(dt.date(2022, 12, 18)) == told(dt.date(2022, 11, 1)) == [], "outside the thirty days"


def test_release_is_never_told_where_the_organisation_switched_it_off(
    one: Defendant, editor: User, reviewer: User, settings: Any
) -> None:
    approve_both(one, editor, reviewer)
    settings.PUBLIC_RELEASES = False
    assert told() == []
    assert "2022-12-18" not in repr(sections_of(TODAY - dt.timedelta(6), TODAY, "en"))


@pytest.mark.parametrize("about", ["", "case", "contradicts", "same source"])
def test_release_by_one_source_is_never_told(one: Defendant, editor: User, reviewer: User, about: str) -> None:
    second = Citation.objects.filter(about__startswith="penalty").get()
    first = Citation.objects.filter(about__startswith="sentence").get()
    if about == "contradicts":
        second.stance = "contradicts"
    elif about == "same source":
        second.source = first.source
    else:
        second.about = about and f"{one.path}/stage"
    second.save(by=editor)
    approve_both(one, editor, reviewer)
    assert told() == []


def test_release_is_not_told_where_the_records_know_better(one: Defendant, editor: User, reviewer: User) -> None:
    approve_both(one, editor, reviewer)
    row = one.person.custody.get()
    row.until, row.end = "2022-11-20", "pardoned"
    row.save(by=editor)
    assert told() == []


def test_release_is_not_told_of_a_person_who_is_not_public(one: Defendant, editor: User, reviewer: User) -> None:
    approve(Case.objects.get(), editor, reviewer)
    assert told() == []


def test_public_site_has_no_place_for_an_expected_release() -> None:
    names = {field.name for model in apps.get_app_config("register").get_models() for field in model._meta.fields}
    assert not {name for name in names if "release" in name or "expected" in name or "estimate" in name}
