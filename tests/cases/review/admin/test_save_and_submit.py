"""Saving and submitting are one form: what was just typed is what is submitted, with the checks of both."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Person
from cases.review import transitions
from cases.review.models import Snapshot, Status
from tests import factories
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import opened

pytestmark = pytest.mark.django_db(databases=["default", "register"])
SUBMIT = {"_submit": "1"}


def page_of(person: Person) -> str:
    return reverse("admin:cases_person_change", args=[person.pk])


def born_in(snapshot: Snapshot) -> str:
    """What the submission says of the birth."""
    rows = snapshot.content["rows"]
    return str(next(row["values"]["born"]["edtf"] for row in rows if "born" in row["values"]))


def test_what_was_just_typed_is_submitted(whole_person: Person, editor: User) -> None:
    client, page = sign_in(editor), page_of(whole_person)
    form = opened(client, page) | {"born": "1979", "submission_note": "Please look at the year."} | SUBMIT
    answer = client.post(page, form, follow=True)
    snapshot = Snapshot.objects.get()
    assert born_in(snapshot) == "1979"
    assert snapshot.note == "Please look at the year."
    assert answer.redirect_chain[-1][0] == page
    assert "Submitted for review." in answer.content.decode()


def test_who_typed_it_a_moment_ago_is_its_author(whole_person: Person, reviewer: User, second_reviewer: User) -> None:
    client, page = sign_in(reviewer), page_of(whole_person)
    client.post(page, opened(client, page) | {"born": "1979"} | SUBMIT)
    snapshot = Snapshot.objects.get()
    assert reviewer.pk in snapshot.authors.values_list("user", flat=True)
    assert not transitions.may_approve(snapshot, reviewer)
    assert transitions.may_approve(snapshot, second_reviewer)


def test_form_that_is_not_saved_is_not_submitted(whole_person: Person, editor: User) -> None:
    client, page = sign_in(editor), page_of(whole_person)
    answer = client.post(page, opened(client, page) | {"born": "some day", "submission_note": "A note"} | SUBMIT)
    assert answer.status_code == 200 and 'value="A note"' in answer.content.decode()
    assert not Snapshot.objects.exists()


def test_refused_submission_is_told_and_what_was_saved_stays(whole_person: Person, editor: User) -> None:
    whole_person = factories.restrict(whole_person, editor)
    client, page = sign_in(editor), page_of(whole_person)
    answer = client.post(page, opened(client, page) | {"born": "1979"} | SUBMIT, follow=True)
    told = answer.content.decode()
    assert "Not submitted:" in told and "Submitted. " not in told
    whole_person.refresh_from_db()
    assert (whole_person.born, Snapshot.objects.count()) == ("1979", 0)


def test_new_record_is_saved_and_submitted(editor: User) -> None:
    client, page = sign_in(editor), reverse("admin:cases_person_add")
    names = {"names-0-text": "Новы Чалавек", "names-0-language": "be"}
    assert client.post(page, opened(client, page) | names | SUBMIT).status_code == 302
    assert Snapshot.objects.get().person == Person.objects.get()


def test_sent_twice_is_submitted_once(whole_person: Person, editor: User) -> None:
    client, page = sign_in(editor), page_of(whole_person)
    form = opened(client, page) | SUBMIT
    assert [client.post(page, form).headers["Location"] for _time in range(2)] == [page, page]
    assert [snapshot.status for snapshot in Snapshot.objects.all()] == [Status.PENDING]


def test_page_offers_one_way_to_submit(whole_person: Person, editor: User, auditor: User) -> None:
    page = sign_in(editor).get(page_of(whole_person)).content.decode()
    assert 'name="_submit"' in page and reverse("admin:review_submit", args=["person", whole_person.pk]) not in page
    assert 'name="_submit"' not in sign_in(auditor).get(page_of(whole_person)).content.decode()


@pytest.mark.parametrize("stale", [True, False])
def test_changed_meanwhile_is_neither_saved_nor_submitted(whole_person: Person, editor: User, stale: bool) -> None:
    client, page = sign_in(editor), page_of(whole_person)
    form = opened(client, page) | {"born": "1979"} | SUBMIT
    if stale:
        factories.person_name(whole_person)
    assert client.post(page, form).status_code == (200 if stale else 302)
    assert Snapshot.objects.exists() is not stale


def test_kept_form_comes_back_in_its_own_page(whole_person: Person, editor: User) -> None:
    page = page_of(whole_person)
    client = sign_in(editor)
    form = opened(client, page) | {"born": "1979", "custody-0-internal_notes": "Two\r\nlines"}
    back = Client().post(page, form).headers["Location"].partition("next=")[2].replace("%2F", "/")
    answer = client.get(back, follow=True)
    assert answer.redirect_chain[-1][0].startswith(f"{page}?kept=")
    assert "Your form was not saved" in answer.content.decode()
    whole_person.refresh_from_db()
    assert whole_person.born == "1980-05-06"
    again = opened(client, answer.redirect_chain[-1][0])
    assert again["born"] == "1979" and "Two" in again["custody-0-internal_notes"]
    assert client.post(answer.redirect_chain[-1][0], again).status_code == 302
    whole_person.refresh_from_db()
    assert whole_person.born == "1979"
    assert client.get(back).status_code == 404


def test_page_shows_nothing_that_is_kept_for_somebody_else(whole_person: Person, editor: User, reviewer: User) -> None:
    page = page_of(whole_person)
    back = Client().post(page, opened(sign_in(editor), page) | {"born": "1979"}).headers["Location"]
    key = back.rstrip("/").rpartition("%2Fkept%2F")[2].removesuffix("%2F")
    assert sign_in(reviewer).get(f"{page}?kept={key}").status_code == 404
    assert sign_in(editor).get(f"{page}?kept=never").status_code == 404
    other = page_of(factories.person(by=editor))
    assert sign_in(editor).get(f"{other}?kept={key}").status_code == 404
