"""A restricted record does not exist for those who are not among its readers; sensitive fields are opened knowingly."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Entry, User
from cases.models import Case, Citation, Person
from cases.review import transitions
from cases.review.freeze import values_of
from tests import factories
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import opened, saved, with_row
from tests.cases.admin.test_record_admin import page

SECRET = "Таемны Чалавек"


@pytest.fixture
def barred(reviewer: User) -> Person:
    """A person whom only the reviewer may know of."""
    return factories.person(SECRET, restricted=True, readers=[reviewer])


@pytest.fixture
def case_with_barred(barred: Person) -> Case:
    """An open case in which the barred person is one of two defendants."""
    case = factories.case(title="Open case", number="5/21")
    hidden = factories.defendant(case=case, person=barred)
    shown = factories.defendant(case=case, person=factories.person("Вядомы Чалавек"))
    factories.charge(hidden)
    hearing = factories.hearing(case)
    factories.hearing_defendant(hearing, defendant=hidden)
    factories.hearing_defendant(hearing, defendant=shown)
    factories.citation(case, about=f"{hidden.path}/stage", quote="About the hidden one.")
    return case


@pytest.mark.django_db
def test_restricted_person_answers_like_an_unknown_one(as_editor: Client, barred: Person) -> None:
    unknown = as_editor.get(reverse("admin:cases_person_change", args=[10**6]))
    for view in ("change", "history", "delete"):
        response = as_editor.get(page(barred, view))
        assert response.status_code in (403, 404), view
    assert as_editor.get(page(barred)).content == unknown.content
    assert as_editor.post(page(barred), {"born": "1980"}).status_code == 404


@pytest.mark.django_db
def test_restricted_person_is_in_no_list_search_or_count(as_editor: Client, barred: Person) -> None:
    address = reverse("admin:cases_person_changelist")
    for query in ({}, {"q": "Таемны"}, {"q": barred.public_id}, {"restricted__exact": "1"}):
        text = as_editor.get(address, query).content.decode()
        assert reverse("admin:cases_person_change", args=[barred.pk]) not in text
        assert "0 persons" in text


@pytest.mark.django_db
def test_restricted_person_is_not_offered_by_autocomplete(as_editor: Client, reviewer: User, barred: Person) -> None:
    query = {"term": "Таемны", "app_label": "cases", "model_name": "defendant", "field_name": "person"}
    address = reverse("admin:autocomplete")
    assert as_editor.get(address, query).json()["results"] == []
    (found,) = sign_in(reviewer).get(address, query).json()["results"]
    assert found["text"].startswith(SECRET)


@pytest.mark.django_db
def test_forged_choice_of_a_restricted_person_is_answered_like_an_unknown_one(
    as_editor: Client, barred: Person
) -> None:
    case = factories.case()
    form = opened(as_editor, page(case))
    answers = []
    for pk in (barred.pk, 10**6):
        row = with_row(form, "defendants", person=str(pk), stage="charged", stage_date="", act_date="")
        response = as_editor.post(page(case), row)
        assert response.status_code == 200
        answers.append(response.content.decode().count("Select a valid choice"))
    assert answers[0] == answers[1] > 0
    assert not case.defendants.exists()


@pytest.mark.django_db
def test_restricted_defendant_is_on_no_page_of_an_open_case(as_editor: Client, case_with_barred: Case) -> None:
    hearing = case_with_barred.hearings.get()
    hidden = case_with_barred.defendants.get(person__restricted=True)
    pages = [
        page(case_with_barred), page(case_with_barred, "history"), page(hearing), page(hearing, "history"),
        reverse("admin:cases_hearing_add") + f"?case={case_with_barred.public_id}", reverse("admin:cases_case_changelist"),
        reverse("admin:cases_defendant_changelist"),
    ]  # fmt: skip
    for address in pages:
        response = as_editor.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert SECRET not in text, address
        assert hidden.public_id not in text, address
        assert "About the hidden one" not in text, address
    assert as_editor.get(page(hidden)).status_code == 404
    found = as_editor.get(reverse("admin:cases_case_changelist"), {"q": "Таемны"}).content.decode()
    assert "0 cases" in found


@pytest.mark.django_db
def test_saving_an_open_case_keeps_its_restricted_defendant(as_editor: Client, case_with_barred: Case) -> None:
    assert saved(as_editor, page(case_with_barred), title="Renamed").status_code == 302
    assert case_with_barred.defendants.count() == 2
    assert Citation.objects.count() == 1


@pytest.mark.django_db
def test_reader_of_a_restricted_record_sees_it_and_the_reading_is_logged(reviewer: User, barred: Person) -> None:
    assert sign_in(reviewer).get(page(barred)).status_code == 200
    entry = Entry.objects.get(action="read restricted")
    assert (entry.by, entry.root_key) == (reviewer, barred.pk)


@pytest.mark.django_db
def test_who_restricts_a_record_stays_among_its_readers(as_editor: Client, editor: User) -> None:
    person = factories.person(by=editor)
    assert saved(as_editor, page(person), restricted="on").status_code == 302
    assert list(person.readers.all()) == [editor]
    assert as_editor.get(page(person)).status_code == 200


@pytest.mark.django_db
def test_sensitive_fields_are_not_in_the_page_unless_asked_for(as_editor: Client) -> None:
    person = factories.person(contacts="sister: +375 29 0000000")
    factories.consent(person, given_by="the invented sister")
    text = as_editor.get(page(person)).content.decode()
    assert "+375 29" not in text
    assert "invented sister" not in text
    assert not Entry.objects.filter(action="read sensitive").exists()


@pytest.mark.django_db
def test_opening_sensitive_fields_is_logged(as_editor: Client, editor: User) -> None:
    person = factories.person(contacts="sister: +375 29 0000000")
    factories.consent(person, given_by="the invented sister")
    text = as_editor.get(page(person) + "?sensitive=1").content.decode()
    assert "+375 29" in text
    assert "invented sister" in text
    entry = Entry.objects.get(action="read sensitive")
    assert (entry.by, entry.key) == (editor, person.pk)


@pytest.mark.django_db
def test_sensitive_fields_are_saved_encrypted_and_never_told_by_the_history(as_editor: Client) -> None:
    person = factories.person()
    assert saved(as_editor, page(person) + "?sensitive=1", health="asthma").status_code == 302
    person.refresh_from_db()
    assert person.health == "asthma"
    text = as_editor.get(page(person, "history")).content.decode()
    assert "(encrypted)" in text
    assert "asthma" not in text
    assert "gAAAA" not in text


@pytest.mark.django_db
def test_account_without_the_permission_cannot_open_sensitive_fields() -> None:
    person = factories.person(contacts="sister: +375 29 0000000")
    user = factories.user(is_staff=True, permissions=["cases.view_person", "cases.change_person"])
    client = sign_in(user)
    assert "+375 29" not in client.get(page(person) + "?sensitive=1").content.decode()
    saved(client, page(person) + "?sensitive=1", contacts="overwritten")
    person.refresh_from_db()
    assert person.contacts == "sister: +375 29 0000000"


@pytest.mark.django_db(databases=["default", "register"])
@pytest.mark.parametrize("noun", ["person", "case"])
def test_restricting_what_is_public_is_a_form_error(noun: str, as_editor: Client, editor: User, reviewer: User) -> None:
    record = factories.person(by=editor) if noun == "person" else factories.case(by=editor, number="1/22")
    snapshot = transitions.submit(record=record, by=editor)
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=set(values_of(snapshot.content)))
    answer = saved(as_editor, page(record), restricted="on")
    assert answer.status_code == 200
    assert "Unpublish it first" in answer.content.decode()
    record.refresh_from_db()
    assert not record.restricted
