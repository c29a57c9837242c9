"""What every page of entry promises."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.encrypted_choices import choice_of
from accounts.models import Entry, User
from cases.admin.record_admin import RecordAdmin
from cases.models import Custody, Person, PersonName
from tests import factories
from tests.cases.admin.pages import confirmed, form_of, opened, saved, with_row

RECORD_ADMINS = [(model, page) for model, page in admin.site._registry.items() if isinstance(page, RecordAdmin)]
NOUNS = [model._meta.model_name for model, _page in RECORD_ADMINS]


def page(record: object, view: str = "change") -> str:
    return reverse(f"admin:cases_{record.noun()}_{view}", args=[record.pk])  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize("noun", NOUNS)
def test_list_of_every_noun_opens_for_an_editor(as_editor: Client, noun: str) -> None:
    factories.penalty(factories.sentence(factories.defendant()))
    factories.hearing(factories.case())
    factories.provision(to_verify=True)
    for address in ("", "?q=invented", "?q=%D0%86%D0%B2%D0%B0%D0%BD", "?p=99999999999999999999", "?o=9.9"):
        response = as_editor.get(reverse(f"admin:cases_{noun}_changelist") + address)
        assert response.status_code in (200, 302), (address, response)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "page"), RECORD_ADMINS, ids=NOUNS)
def test_filter_that_the_list_does_not_offer_is_a_bad_request(
    as_editor: Client, model: type, page: RecordAdmin
) -> None:
    address = reverse(f"admin:cases_{model._meta.model_name}_changelist")
    offered = page.allowed_lookups()
    for field in model._meta.get_fields():
        for lookup in (field.name, f"{field.name}__startswith", f"{field.name}__exact"):
            if lookup not in offered:
                assert as_editor.get(address, {lookup: "1"}).status_code == 400, lookup


@pytest.mark.django_db
def test_walk_over_relations_is_a_bad_request(as_editor: Client) -> None:
    for lookup in ("created_by__password__startswith", "names__text__contains", "internal_notes__startswith"):
        assert as_editor.get(reverse("admin:cases_person_changelist"), {lookup: "a"}).status_code == 400


@pytest.mark.django_db
def test_saving_writes_who_into_the_history(as_editor: Client, editor: User) -> None:
    person = factories.person(born="1979")
    response = saved(as_editor, page(person), born="1980")
    assert response.status_code == 302
    entry = Entry.objects.get(kind="person", key=person.pk, field="born", before="1979")
    assert (entry.after, entry.by) == ("1980", editor)


@pytest.mark.django_db
def test_rows_are_added_changed_and_removed_with_history(as_editor: Client, editor: User) -> None:
    person = factories.person("Іван Першы")
    form = with_row(
        opened(as_editor, page(person)),
        "names",
        text="Ivan Pershy",
        kind="latin",
        language="en",
        order="given_first",
        position="1",
    )
    assert as_editor.post(page(person), form).status_code == 302
    second = PersonName.objects.get(person=person, text="Ivan Pershy")
    assert second.created_by == editor
    assert saved(as_editor, page(person), **{"names-1-text": "Ivan Piershy"}).status_code == 302
    assert saved(as_editor, page(person), **{"names-1-DELETE": "on"}).status_code == 302
    assert not PersonName.objects.filter(pk=second.pk).exists()
    assert list(Entry.objects.filter(kind="personname", key=second.pk, field="text").values_list("action", flat=True)) == [
        "removed", "changed", "added",
    ]  # fmt: skip


@pytest.mark.django_db
def test_second_editor_is_told_who_changed_what_and_loses_nothing_typed(as_editor: Client, reviewer: User) -> None:
    person = factories.person(born="1979")
    form = opened(as_editor, page(person)) | {"internal_notes": "typed for an hour", "died": "2023"}
    person.born = "1980"
    person.save(by=reviewer)
    response = as_editor.post(page(person), form)
    text = response.content.decode()
    assert response.status_code == 200
    assert "reviewer" in text
    assert "“1979” → “1980”" in text
    assert "typed for an hour" in text
    person.refresh_from_db()
    assert (person.internal_notes, person.died) == ("", "")


@pytest.mark.django_db
def test_saving_again_after_being_told_keeps_both(as_editor: Client, reviewer: User) -> None:
    person = factories.person(born="1979")
    form = opened(as_editor, page(person)) | {"died": "2023"}
    person.born = "1980"
    person.save(by=reviewer)
    again = form_of(as_editor.post(page(person), form).content.decode())
    assert as_editor.post(page(person), again).status_code == 302
    person.refresh_from_db()
    assert (person.born, person.died) == ("1980", "2023")


@pytest.mark.django_db
def test_change_of_a_row_by_somebody_else_is_told_too(as_editor: Client, reviewer: User) -> None:
    person = factories.person()
    custody = factories.custody(person)
    form = opened(as_editor, page(person)) | {"died": "2023"}
    custody.until = "2022"
    custody.save(by=reviewer)
    response = as_editor.post(page(person), form)
    assert response.status_code == 200
    assert "→ “2022”" in response.content.decode()


@pytest.mark.django_db
def test_row_removed_meanwhile_stays_on_the_page_and_is_made_anew_knowingly(as_editor: Client, reviewer: User) -> None:
    person = factories.person()
    first, second = factories.custody(person, from_date="2020"), factories.custody(person, from_date="2021")
    form = opened(as_editor, page(person)) | {"custody-0-until": "2020-12", "custody-1-until": "2022"}
    first.remove(by=reviewer)
    third = factories.custody(person, from_date="2019")
    response = as_editor.post(page(person), form)
    again = form_of(response.content.decode())
    assert response.status_code == 200
    assert (again["custody-0-id"], again["custody-0-until"]) == (choice_of(second), "2022")
    assert (again["custody-1-id"], again["custody-1-until"]) == ("", "2020-12")
    assert as_editor.post(page(person), again).status_code == 302
    found = Custody.objects.order_by("from_date").values_list("from_date", "until")
    assert list(found) == [("2019", ""), ("2020", "2020-12"), ("2021", "2022")]
    assert Custody.objects.filter(pk=third.pk).exists()


@pytest.mark.django_db
def test_what_the_database_refuses_comes_back_as_a_sentence(as_editor: Client) -> None:
    person = factories.person()
    factories.custody(person, from_date="2021-05-05")
    response = saved(as_editor, page(person), **{"custody-0-until": "2020-01-01"})
    assert response.status_code == 200
    assert "The end date is before the start date" in response.content.decode()
    assert Custody.objects.get().until == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        "Iv\x00an",
        "Ivan\u202enavI",
        "Iv\u200ban",
        "I" * 201,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1") + "\x9f",
    ],
)
def test_deceiving_or_too_long_name_is_a_form_error(as_editor: Client, bad: str) -> None:
    person = factories.person("Іван Першы")
    response = saved(as_editor, page(person), **{"names-0-text": bad})
    assert response.status_code == 200
    assert PersonName.objects.get().text == "Іван Першы"


@pytest.mark.django_db
def test_invisible_character_is_shown_as_what_it_is(as_editor: Client) -> None:
    person = factories.person("Іван Першы")
    response = saved(as_editor, page(person), **{"names-0-text": "Ivan\u202enavI"})
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in response.content.decode()


@pytest.mark.django_db
def test_joiner_within_a_persian_name_is_kept(as_editor: Client) -> None:
    person = factories.person("Іван Першы")
    assert saved(as_editor, page(person), **{"names-0-text": "علی\u200cرضا"}).status_code == 302
    assert PersonName.objects.get().text == "علی\u200cرضا"


@pytest.mark.django_db
def test_day_that_does_not_exist_is_kept_and_told(as_editor: Client) -> None:
    person = factories.person()
    response = confirmed(as_editor, page(person), opened(as_editor, page(person)) | {"born": "29.02.1954"})
    assert "not a date in any calendar" in response.content.decode()
    person.refresh_from_db()
    assert (person.born, person.born_lower) == ("29.02.1954", None)


@pytest.mark.django_db
def test_nothing_is_ever_deleted_by_a_page_of_its_own(as_editor: Client) -> None:
    person = factories.person()
    assert as_editor.post(page(person, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": choice_of(person), "post": "yes"}
    as_editor.post(reverse("admin:cases_person_changelist"), chosen)
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_stamps_version_and_id_cannot_be_posted(as_editor: Client, editor: User, reviewer: User) -> None:
    person = factories.person(by=reviewer)
    public_id = person.public_id
    forged = {"public_id": "x" * 12, "version": "77", "created_by": editor.pk, "id": "999", "contacts": "forged"}
    assert saved(as_editor, page(person), **forged).status_code == 302
    person.refresh_from_db()
    assert (person.public_id, person.created_by, person.contacts) == (public_id, reviewer, "")


@pytest.mark.django_db
def test_auditor_reads_and_cannot_save(as_auditor: Client) -> None:
    person = factories.person()
    assert as_auditor.get(page(person)).status_code == 200
    assert as_auditor.post(page(person), {"born": "1980"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["0", "99999999999999999999999", "abc", "%D9%A3%D9%A3"])
def test_unknown_record_is_not_found(as_editor: Client, key: str) -> None:
    assert as_editor.get(f"/admin/cases/person/{key}/change/").status_code == 404


@pytest.mark.django_db
def test_forged_rows_do_not_break_the_page(as_editor: Client) -> None:
    person = factories.person()
    form = opened(as_editor, page(person))
    for forged in (
        {"names-TOTAL_FORMS": "x"}, {"names-INITIAL_FORMS": "5"}, {"names-0-id": "99999999999999999999"},
        {"names-TOTAL_FORMS": "-1"}, {"region": "9" * 40}, {"region": "x"}, {"seen": "9" * 5000}, {"seen": ""},
    ):  # fmt: skip
        assert as_editor.post(page(person), form | forged).status_code in (200, 302), forged
