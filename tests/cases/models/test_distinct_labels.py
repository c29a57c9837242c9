"""Two records of one name are told apart wherever one is chosen or named: every kind that can have two."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from cases.models import Record
from cases.models.distinct_labels import DETAILS, READ_WITH, distinct, labelled
from cases.models.reference import Titled
from cases.review import transitions
from cases.review.diff import compare
from tests import factories
from tests.accounts.signing_in import sign_in

pytestmark = pytest.mark.django_db
MAKE: dict[str, Callable[..., Any]] = {
    "person": factories.person,
    "case": lambda: factories.case(title="One title"),
    "defendant": factories.defendant,
    "official": lambda: factories.official(name_en="A. Judge"),
    "source": lambda: factories.source(title="One report"),
}
DIFFERENT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "court": ({"city": "Minsk"}, {"city": "Homiel", "opened": "2001"}),
    "facility": ({"city": "Minsk"}, {"city": "Homiel", "opened": "2001"}),
}


def pair(noun: str) -> tuple[Any, Any]:
    if noun in MAKE:
        return MAKE[noun](), MAKE[noun]()
    first, second = DIFFERENT[noun]
    made: Any = getattr(factories, noun)
    return made(name_en="One name", **first), made(name_en="One name", **second)


@pytest.mark.parametrize("noun", [*MAKE, *DIFFERENT])
def test_two_of_one_name_have_different_labels(noun: str) -> None:
    one, other = pair(noun)
    assert str(one) == str(other) and distinct(one) != distinct(other)
    assert distinct(one).startswith(str(one))


def test_person_is_told_apart_by_years_and_region() -> None:
    region = factories.region(name_en="Homiel region")
    with override("en"):
        assert "1979; Homiel region" in distinct(factories.person(born="1979-03-08", region=region))
        assert "1979 – 2022" in distinct(factories.person(born="1979", died="2022-05"))
        assert "8 March" not in distinct(factories.person(born="1979-03-08"))


def test_editions_of_a_provision_are_told_apart_by_their_days() -> None:
    code = factories.code(short_name="CC")
    old = factories.provision(code=code, article="368", valid_until="2021-06-18")
    new = factories.provision(code=code, article="368", valid_from="2021-06-19")
    with override("en"):
        assert "CC; … – 18 June 2021" in distinct(old) and "CC; 19 June 2021 – …" in distinct(new)


def test_every_kind_of_which_there_can_be_two_of_one_name_is_told_apart() -> None:
    """A new kind of reference data is unique by its name, or says what tells two apart."""
    for model in apps.get_app_config("cases").get_models():
        if issubclass(model, Titled):
            alone = any(
                getattr(each, "fields", ()) == ("name_en",) for each in model._meta.constraints
            ) or model.noun() in ("country", "occupation")
            assert alone or model in DETAILS, model
    assert set(READ_WITH) == set(DETAILS)


@pytest.mark.parametrize(
    ("model", "field", "noun"),
    [
        ("defendant", "person", "person"), ("charge", "provision", "provision"), ("case", "court", "court"),
        ("hearing", "court", "court"), ("hearingofficial", "official", "official"), ("sentence", "judge", "official"),
        ("citation", "source", "source"), ("custody", "facility", "facility"), ("provision", "code", "code"),
    ],
)  # fmt: skip
def test_search_box_of_a_form_tells_them_apart(model: str, field: str, noun: str, editor: User) -> None:
    record = getattr(factories, noun)()
    query = {"app_label": "cases", "model_name": model, "field_name": field, "term": ""}
    found = sign_in(editor).get(reverse("admin:autocomplete"), query)
    assert found.status_code == 200
    assert distinct(record) in [each["text"] for each in found.json()["results"]]


def test_chosen_record_is_labelled_in_the_form_too(editor: User) -> None:
    case = factories.case(court=factories.court(city="Minsk"))
    page = sign_in(editor).get(reverse("admin:cases_case_change", args=[case.pk])).content.decode()
    assert distinct(case.court) in page


def test_filter_of_a_list_tells_them_apart(editor: User) -> None:
    here, there = (
        factories.jurisdiction(name_en="J1"),
        factories.jurisdiction(name_en="J2", country=factories.country(code="RU", name_en="Russia")),
    )
    factories.code(name_en="Criminal Code", jurisdiction=here)
    factories.code(name_en="Criminal Code", jurisdiction=there)
    page = sign_in(editor).get(reverse("admin:cases_provision_changelist")).content.decode()
    assert "Criminal Code (J1)" in page and "Criminal Code (J2)" in page


def test_reviewer_reads_which_edition_and_which_person(editor: User, reviewer: User) -> None:
    person = factories.person("Іван Выдуманы", by=editor, born="1979")
    defendant = factories.defendant(person=person, by=editor)
    provision = factories.provision(article="368", valid_from="2021-06-19")
    factories.charge(defendant, provision=provision, by=editor)
    snapshot = transitions.submit(record=defendant.case, by=editor)
    with override("en"):
        told = " ".join(line.proposed for line in compare(snapshot).lines)
        page = sign_in(reviewer).get(reverse("admin:review_snapshot_change", args=[snapshot.pk])).content.decode()
    assert "19 June 2021 – …" in told and f"1979; {person.public_id}" in told
    assert defendant.case.public_id in page


def test_labels_of_many_cost_one_query(django_assert_num_queries: Any) -> None:
    for _number in range(3):
        factories.court()
    model: type[Record] = apps.get_model("cases", "court")
    with django_assert_num_queries(1):
        assert len([distinct(record) for record in labelled(model.objects.all())]) == 3


def test_pages_that_name_records_for_a_decision_tell_them_apart(editor: User, reviewer: User) -> None:
    one, other = factories.person(by=editor), factories.person(by=editor)
    for person in (one, other):
        transitions.submit(record=person, by=editor)
    merge = reverse("admin:cases_person_merge", args=[one.pk, other.pk])
    for client, address in ((sign_in(reviewer), reverse("admin:review_snapshot_changelist")), (sign_in(editor), merge)):
        page = client.get(address).content.decode()
        for person in (one, other):
            assert distinct(person) in page, address
