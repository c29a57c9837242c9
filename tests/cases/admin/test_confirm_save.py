"""What is asked before a page is saved: nothing is written until it is confirmed, and everything typed comes back."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.encrypted_choices import choice_of
from cases.models import Case, Custody, Hearing, Person, PersonName
from tests import factories
from tests.cases.admin.pages import box, form_of, opened, with_row

pytestmark = pytest.mark.django_db
AHEAD = f"{timezone.localdate().year + 3}-03-01"


def change(record: object) -> str:
    return reverse(f"admin:cases_{record.noun()}_change", args=[record.pk])  # type: ignore[attr-defined]


def asked_then_saved(client: Client, address: str, form: dict[str, object]) -> str:
    """The page that asks, after which everything typed is on it still; then it is confirmed and saved."""
    answer = client.post(address, form | {"_continue": "1"})
    html = answer.content.decode()
    assert answer.status_code == 200 and box(html), "the page asks"
    again = form_of(html)
    typed = {name: str(value).strip() for name, value in form.items() if name not in ("seen", "csrfmiddlewaretoken")}
    assert {name: value for name, value in typed.items() if value != str(again.get(name, "")).strip()} == {}
    saved = client.post(address, again | {"confirmed": box(html), "_continue": "1"})
    assert saved.status_code == 302, saved.content.decode()[:2000]
    return html


def test_end_that_lies_ahead_is_asked_about(as_editor: Client) -> None:
    person = factories.person()
    form = with_row(
        opened(as_editor, change(person)), "custody", kind="remand", from_date="2022-01-02", until=AHEAD, end=""
    )
    html = asked_then_saved(as_editor, change(person), form)
    assert AHEAD in html and "lies in the future" in html
    assert Custody.objects.get().until == AHEAD


def test_nothing_is_written_while_the_page_asks(as_editor: Client) -> None:
    person = factories.person(born="1980")
    factories.custody(person)
    form = opened(as_editor, change(person)) | {"died": "2001", "names-0-given": "Іван"}
    as_editor.post(change(person), form)
    assert Person.objects.get().died == "" and PersonName.objects.get().given == ""


def test_old_confirmation_does_not_confirm_another_question(as_editor: Client) -> None:
    person = factories.person()
    form = opened(as_editor, change(person)) | {"died": AHEAD}
    html = as_editor.post(change(person), form).content.decode()
    other = form_of(html) | {"born": AHEAD, "confirmed": box(html)}
    assert as_editor.post(change(person), other).status_code == 200
    assert Person.objects.get().born == ""


def test_what_was_confirmed_is_not_asked_again(as_editor: Client) -> None:
    person = factories.person(born="1980", died=AHEAD)
    form = opened(as_editor, change(person)) | {"internal_notes": "A word more."}
    assert as_editor.post(change(person), form | {"_continue": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("page", "values", "says"),
    [
        ("defendant", {"act_date": AHEAD}, "lies in the future"),
        ("hearing", {"day": "2001-01-01"}, "which is impossible"),
        ("sentence", {"decided": "2001-01-01"}, "which is impossible"),
        ("sentence", {"decided": "2022-02-31"}, "not a date in any calendar"),
        ("court", {"opened": "2020", "closed": "2010"}, "which is impossible"),
        ("source", {"published": AHEAD}, "lies in the future"),
        ("official", {"name_en": "Ivan Пaвел"}, "Letters of different scripts"),
        ("case", {"title": "Справа Пaвла"}, "Letters of different scripts"),
    ],
)
def test_every_page_with_dates_or_names_asks(as_editor: Client, page: str, values: dict[str, str], says: str) -> None:
    case = factories.case(opened="2020")
    defendant = factories.defendant(case=case)
    records = {
        "case": case, "defendant": defendant, "hearing": factories.hearing(case), "court": case.court,
        "sentence": factories.sentence(defendant), "source": factories.source(), "official": factories.official(),
    }  # fmt: skip
    address = change(records[page])
    html = asked_then_saved(as_editor, address, opened(as_editor, address) | values)
    assert says in html


def test_name_with_a_letter_of_another_script_is_asked_about(as_editor: Client) -> None:
    address = reverse("admin:cases_person_add")
    form = opened(as_editor, address) | {"names-0-text": "Пaвел Выдуманы"}
    html = asked_then_saved(as_editor, address, form)
    assert "“Пaвел”" in html and PersonName.objects.get().text == "Пaвел Выдуманы"


@pytest.mark.parametrize("name", ["\u3164", "\u2800\u2800", "\u115f", "\u034f", "\u0301"])
def test_blank_name_is_refused_and_not_asked_about(as_editor: Client, name: str) -> None:
    address = reverse("admin:cases_person_add")
    answer = as_editor.post(address, opened(as_editor, address) | {"names-0-text": name})
    assert answer.status_code == 200 and not box(answer.content.decode()) and not Person.objects.exists()


def test_court_of_another_country_is_asked_about_and_refused_by_the_model(as_editor: Client) -> None:
    case = factories.case()
    abroad = factories.court(country=factories.country(code="RU", name_en="Russia"))
    with pytest.raises(ValidationError, match="another country"):
        factories.hearing(case, court=abroad)
    with pytest.raises(ValidationError, match="another country"):
        factories.sentence(factories.defendant(case=case), court=abroad)
    with pytest.raises(ValidationError, match="another country"):
        factories.case(court=abroad)
    html = asked_then_saved(as_editor, change(case), opened(as_editor, change(case)) | {"court": choice_of(abroad)})
    assert "another country" in html and Case.objects.get(pk=case.pk).court == abroad
    factories.hearing(Case.objects.get(pk=case.pk), court=abroad)
    assert Hearing.objects.get().court == abroad, "the court of the case itself was confirmed there"
