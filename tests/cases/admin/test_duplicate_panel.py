"""A new person who is likely there already is shown while typing and asked about when saved; nothing is merged by machine."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Person
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])
ROWS = (
    "names", "custody", "prosecutions", "recognitions", "consents", "violations", "citizenships", "occupations",
    "summaries", "photos", "citations",
)  # fmt: skip


def typed(name: str, **more: str) -> dict[str, Any]:
    """What the page of a new person sends."""
    posted: dict[str, Any] = {"gender": "", "born": "", "died": "", "region": "", "can_receive_letters": "unknown"}
    for rows in ROWS:
        posted |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    posted |= {
        "names-TOTAL_FORMS": "1", "names-0-text": name, "names-0-kind": "legal", "names-0-language": "be",
        "names-0-order": "given_first", "names-0-position": "0",
    }  # fmt: skip
    return posted | more


def save(client: Client, name: str, **more: str) -> Any:
    return client.post(reverse("admin:cases_person_add"), typed(name, **more))


def test_saving_somebody_likely_recorded_asks_and_is_done_once_confirmed(as_editor: Client) -> None:
    known = factories.person("Віталь Мельнік", born="1980")
    asked = save(as_editor, "Vital Melnik", born="1980-05-06")
    page = asked.content.decode()
    assert asked.status_code == 200 and "Nothing is saved yet" in page and "born: 1980" in page
    assert f'value="{known.public_id}"' in page
    assert Person.objects.count() == 1
    assert save(as_editor, "Vital Melnik", another_than=known.public_id).status_code == 302
    assert Person.objects.count() == 2


def test_confirmation_holds_only_for_those_who_were_shown(as_editor: Client) -> None:
    known = factories.person("Віталь Мельнік")
    factories.person("Vitali Melnik")
    assert save(as_editor, "Vital Melnik", another_than=known.public_id).status_code == 200
    assert Person.objects.count() == 2


def test_saving_somebody_new_asks_nothing(as_editor: Client) -> None:
    factories.person("Віталь Мельнік")
    assert save(as_editor, "Ганна Іншая").status_code == 302


def test_restricted_person_is_not_asked_about(as_editor: Client, reviewer: User) -> None:
    factories.person("Віталь Мельнік", restricted=True, readers=[reviewer])
    assert save(as_editor, "Віталь Мельнік").status_code == 302


def test_changing_a_person_who_is_there_asks_nothing(as_editor: Client) -> None:
    factories.person("Віталь Мельнік")
    page = as_editor.get(reverse("admin:cases_person_change", args=[factories.person("Віталь Мельнік").pk]))
    assert "duplicates.js" not in page.content.decode()


def test_script_is_told_who_is_likely_and_nobody_restricted(as_editor: Client, reviewer: User) -> None:
    factories.person("Віталь Мельнік", restricted=True, readers=[reviewer])
    known = factories.person("<b>Віталь</b> Мельнік", gender="male")
    answer = as_editor.post(reverse("admin:cases_person_likely"), typed("Vital Melnik", gender="female"))
    (one,) = answer.json()["likely"]
    assert one["id"] == known.public_id
    assert one["disagrees"] == ["gender: male"]


@pytest.mark.parametrize("count", ["", "x", "-1", "9" * 30, "1e9"])
def test_script_that_sends_nonsense_is_told_of_nobody(as_editor: Client, count: str) -> None:
    answer = as_editor.post(reverse("admin:cases_person_likely"), {"names-TOTAL_FORMS": count, "region": count})
    assert answer.json() == {"likely": []}


def test_likely_are_told_only_to_who_enters_persons(as_auditor: Client) -> None:
    assert as_auditor.post(reverse("admin:cases_person_likely"), typed("Vital")).status_code == 403


def test_page_of_likely_ones_leads_to_the_comparison(as_editor: Client) -> None:
    one, other = factories.person("Віталь Мельнік"), factories.person("Vital Melnik")
    page = as_editor.get(reverse("admin:cases_person_likely_of", args=[one.pk])).content.decode()
    assert reverse("admin:cases_person_merge", args=[one.pk, other.pk]) in page


def test_page_holds_no_inline_script_or_style(as_editor: Client) -> None:
    page = as_editor.get(reverse("admin:cases_person_add")).content.decode()
    panel = page[page.index('id="likely"') : page.index("duplicates.js")]
    assert "onclick" not in panel and "style=" not in panel
