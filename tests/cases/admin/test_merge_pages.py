"""The pages of merging: comparison, decision, undoing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Entry, User
from cases.duplicates import person_diff
from cases.duplicates.merge_verbs import is_public
from cases.models import Merge, Person
from cases.review import transitions
from cases.review.freeze import values_of
from tests import factories
from tests.accounts.signing_in import sign_in

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def kept(editor: User) -> Person:
    return factories.person("Віталь Мельнік", born="1980", contacts="the mother", by=editor)


@pytest.fixture
def gone(editor: User) -> Person:
    person = factories.person("Vital Melnik", born="1980-05-06", contacts="a friend", by=editor)
    factories.custody(person, by=editor)
    return person


def compare(client: Client, kept: Person, gone: Person, **posted: str) -> Merge:
    address = reverse("admin:cases_person_merge", args=[kept.pk, gone.pk])
    page = client.get(address).content.decode()
    versions = re.search(r'name="versions" value="([0-9.]+)"', page)
    assert versions
    assert client.post(address, {"versions": versions[1], **posted}).status_code == 302
    return Merge.objects.get()


def test_comparison_is_shown_and_carried_out_as_chosen(as_editor: Client, kept: Person, gone: Person) -> None:
    page = as_editor.get(reverse("admin:cases_person_merge", args=[kept.pk, gone.pk])).content.decode()
    assert "1980-05-06" in page and "the mother" not in page and "period of custody" in page
    merge = compare(as_editor, kept, gone, **{f"choose:{kept.path}/born": "gone"})
    kept.refresh_from_db()
    assert (merge.status, kept.born) == ("done", "1980-05-06")
    assert as_editor.get(reverse("admin:cases_person_change", args=[gone.pk])).status_code == 404
    assert as_editor.post(reverse("admin:cases_person_merged", args=[merge.pk]), {"verb": "undo"}).status_code == 302
    assert as_editor.get(reverse("admin:cases_person_change", args=[gone.pk])).status_code == 200


def test_sensitive_values_are_shown_when_asked_for_and_logged(as_editor: Client, kept: Person, gone: Person) -> None:
    address = reverse("admin:cases_person_merge", args=[kept.pk, gone.pk])
    assert "a friend" in as_editor.get(address, {"sensitive": "1"}).content.decode()
    assert Entry.objects.filter(action="read sensitive").count() == 2


def test_public_person_is_merged_by_another_reviewer_on_the_page(
    as_editor: Client, kept: Person, gone: Person, editor: User, reviewer: User, second_reviewer: User
) -> None:
    snapshot = transitions.submit(record=gone, by=editor)
    ticked = set(values_of(snapshot.content))
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
    merge = compare(as_editor, kept, gone)
    address = reverse("admin:cases_person_merged", args=[merge.pk])
    assert as_editor.post(address, {"verb": "approve"}).status_code == 409
    assert is_public(gone)
    client = sign_in(reviewer)
    assert "Vital Melnik" in client.get(reverse("admin:cases_person_merges")).content.decode()
    unconfirmed = sign_in(second_reviewer, age=3600).post(address, {"verb": "approve"})
    assert "/reauthenticate/" in unconfirmed.headers["Location"]
    assert is_public(gone)
    page = client.get(address).content.decode()
    assert re.search(r'<input type="checkbox" name="leads_on" value="1">', page)  # off unless the reviewer ticks it
    assert client.post(address, {"verb": "approve"}).status_code == 302
    assert not is_public(gone)
    assert not Merge.objects.get().leads_on


def test_reviewer_lets_the_old_address_lead_on_and_closes_it_on_the_page(
    as_editor: Client, kept: Person, gone: Person, editor: User, reviewer: User
) -> None:
    for person in (kept, gone):
        snapshot = transitions.submit(record=person, by=editor)
        transitions.approve(
            snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=set(values_of(snapshot.content))
        )
    merge = compare(as_editor, kept, gone)
    address = reverse("admin:cases_person_merged", args=[merge.pk])
    client = sign_in(reviewer)
    client.post(address, {"verb": "approve", "leads_on": "1"})
    assert Merge.objects.get().leads_on
    assert "redirects to the surviving record" in client.get(address).content.decode()
    assert client.post(address, {"verb": "close"}).status_code == 302
    assert not Merge.objects.get().leads_on
    assert client.post(address, {"verb": "close"}).status_code == 409


def test_no_choice_is_about_what_is_not_a_value(kept: Person, gone: Person, editor: User) -> None:
    factories.person_summary(kept, text="one", by=editor)
    factories.person_summary(gone, text="other", by=editor)
    lines = person_diff.compare(Person.objects.get(pk=kept.pk), Person.objects.get(pk=gone.pk)).lines
    assert {line.path.rpartition("/")[2] for line in lines} & {"text"}
    assert not [line.path for line in lines if not line.field.editable or line.field.primary_key]


@pytest.mark.parametrize("verb", ["approve", "return", "withdraw"])
def test_note_with_characters_that_cannot_be_seen_is_refused_with_a_sentence(
    verb: str, as_editor: Client, kept: Person, gone: Person, editor: User, reviewer: User
) -> None:
    snapshot = transitions.submit(record=gone, by=editor)
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=set(values_of(snapshot.content)))
    merge = compare(as_editor, kept, gone)
    address = reverse("admin:cases_person_merged", args=[merge.pk])
    client = as_editor if verb == "withdraw" else sign_in(reviewer)
    answer = client.post(address, {"verb": verb, "reason": "nul \x00"})
    assert answer.status_code == 409
    assert "invisible characters" in answer.content.decode()


def test_stale_comparison_is_refused_with_a_sentence(as_editor: Client, kept: Person, gone: Person) -> None:
    address = reverse("admin:cases_person_merge", args=[kept.pk, gone.pk])
    for versions in ("1.1", "", "x.y", "9" * 50):
        response = as_editor.post(address, {"versions": versions})
        assert response.status_code == 409
        assert "changed while you compared" in response.content.decode()


def test_restricted_and_unknown_records_answer_alike(as_editor: Client, kept: Person, reviewer: User) -> None:
    secret = factories.person("Таямніца", restricted=True, readers=[reviewer])
    for other in (secret.pk, 10**6, kept.pk):
        for pair in ((kept.pk, other), (other, kept.pk)):
            assert as_editor.get(reverse("admin:cases_person_merge", args=pair)).status_code == 404
    assert as_editor.get(reverse("admin:cases_person_merged", args=[1])).status_code == 404


def test_who_may_neither_merge_nor_decide_is_refused(as_auditor: Client, kept: Person, gone: Person) -> None:
    assert as_auditor.get(reverse("admin:cases_person_merge", args=[kept.pk, gone.pk])).status_code == 403
    assert as_auditor.get(reverse("admin:cases_person_merges")).status_code == 403
    assert as_auditor.get(reverse("admin:cases_person_merged", args=[1])).status_code == 403
