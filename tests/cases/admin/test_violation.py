"""The list of violations: found by person, place, term and words; of barred persons none."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.encrypted_choices import choice_of
from cases.models import Violation
from tests import factories
from tests.access.world import account
from tests.cases.admin.pages import confirmed, opened
from tests.cases.admin.test_record_admin import page

pytestmark = pytest.mark.django_db
LIST = "admin:cases_violation_changelist"


@pytest.fixture
def violations() -> dict[str, Violation]:
    place = factories.facility(name_en="Temporary detention in Zhodzina", name_be="ІЧУ Жодзіна")
    return {
        "care": factories.violation(
            factories.person("Віталь Мельнік"), kind="medical_denial", on_date="March 2022", facility=place,
            public_text="Insulin was withheld for three days.",
        ),
        "fired": factories.violation(factories.person("Ганна Выдуманая"), kind="dismissal", on_date="2021-05-06"),
    }  # fmt: skip


def listed(client: Client, violations: dict[str, Violation], **query: Any) -> set[str]:
    html = client.get(reverse(LIST), query).content.decode()
    return {name for name, row in violations.items() if reverse("admin:cases_violation_change", args=[row.pk]) in html}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"care", "fired"}), ("мельник", {"care"}), ("melnik", {"care"}), ("жодзіна", {"care"}), ("zhodzina", {"care"}),
        ("insulin", {"care"}), ("360102040000", {"care"}), ("Ганна", {"fired"}), ("nothing like it", set()), ("%", set()),
    ],
)  # fmt: skip
def test_search_finds_by_person_place_term_and_words(
    as_editor: Client, violations: dict[str, Violation], query: str, expected: set[str]
) -> None:
    assert listed(as_editor, violations, q=query) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind__exact": "dismissal"}, {"fired"}), ({"huridocs": "360102040000"}, {"care"}), ({"huridocs": "none"}, {"fired"}),
        ({"on_date_lower__year": "2022"}, {"care"}), ({"kind__exact": "killing"}, set()), ({"huridocs": "1"}, set()),
    ],
)  # fmt: skip
def test_filters_choose_by_kind_term_and_date(
    as_editor: Client, violations: dict[str, Violation], filters: dict[str, str], expected: set[str]
) -> None:
    assert listed(as_editor, violations, **filters) == expected


def test_filter_by_place_chooses(as_editor: Client, violations: dict[str, Violation]) -> None:
    assert listed(as_editor, violations, facility__id__exact=choice_of(violations["care"].facility)) == {"care"}


def test_violation_of_a_barred_person_is_in_no_list_search_or_filter(as_editor: Client) -> None:
    place = factories.facility(name_en="Secret place")
    secret = factories.person("Таемны", restricted=True, readers=[account("keeper", "Editor")])
    row = factories.violation(secret, public_text="Insulin was withheld.", facility=place)
    for query in ({}, {"q": "Таемны"}, {"q": "insulin"}, {"q": row.public_id}):
        html = as_editor.get(reverse(LIST), query).content.decode()
        assert "0 violations" in html
        assert "Secret place" not in html
    assert as_editor.get(page(row)).status_code == 404


def test_violation_is_added_from_its_person_and_changed_on_its_page(as_editor: Client) -> None:
    person = factories.person()
    address = reverse("admin:cases_violation_add") + f"?person={person.public_id}"
    form = opened(as_editor, address) | {"kind": "torture", "on_date": "2022", "public_text": "He was beaten."}
    assert as_editor.post(address, form).status_code == 302
    row = person.violations.get()
    assert row.kind == "torture"
    form = opened(as_editor, page(row)) | {"on_date": "31 April 2022"}
    assert "not a date in any calendar" in confirmed(as_editor, page(row), form).content.decode()
    assert Violation.objects.get(pk=row.pk).on_date == "31 April 2022"
