"""Every page that adds something, and every tool that makes something: a form that is sent twice makes it once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import one_time_keys
from accounts.encrypted_choices import choice_of
from accounts.models import SentForm, User
from accounts.one_time_keys import FIELD
from cases.models import Case, Citation, Hearing, ImportDraft, Merge
from cases.models.calendar_link import AgendaLink
from cases.review.models import Snapshot
from tests import factories
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import opened, with_row

pytestmark = pytest.mark.django_db(databases=["default", "register"])

Forms = dict[str, Callable[[], tuple[str, dict[str, Any]]]]
NAMED = {"name_en": "An invented one"}


def _key(record: Any) -> str:
    return choice_of(record)


# What is typed into the form of each page that adds a record: (query of its address, values).
ADDED: Forms = {
    "person": lambda: ("", {"names-0-text": "Новы Чалавек", "names-0-language": "be"}),
    "case": lambda: ("", {"title": "A new one", "jurisdiction": _key(factories.jurisdiction())}),
    "hearing": lambda: (f"?case={factories.case().public_id}", {"day": "2024-03-01"}),
    "defendant": lambda: (f"?case={factories.case().public_id}", {"person": _key(factories.person())}),
    "sentence": lambda: (
        f"?defendant={factories.defendant().public_id}",
        {"instance": "first", "decided": "2024-03-01"},
    ),
    "violation": lambda: (f"?person={factories.person().public_id}", {"kind": "torture"}),
    "source": lambda: ("", {"title": "A page", "kind": "other"}),
    "intake": lambda: ("", {"channel": "letter", "subject": "A letter", "says": "Something"}),
    "country": lambda: ("", {**NAMED, "code": "XA"}),
    "region": lambda: ("", {**NAMED, "country": _key(factories.country())}),
    "occupation": lambda: ("", NAMED),
    "organisation": lambda: ("", NAMED),
    "official": lambda: ("", NAMED),
    "court": lambda: ("", {**NAMED, "country": _key(factories.country())}),
    "facility": lambda: ("", {**NAMED, "country": _key(factories.country())}),
    "jurisdiction": lambda: ("", {**NAMED, "country": _key(factories.country())}),
    "code": lambda: ("", {**NAMED, "jurisdiction": _key(factories.jurisdiction())}),
    "provision": lambda: ("", {**NAMED, "code": _key(factories.code()), "article": "900"}),
    "creditfactor": lambda: (
        "",
        {"jurisdiction": _key(factories.jurisdiction()), "custody": "remand", "factor": "1.5", "source": "A law"},
    ),
    "appealperiod": lambda: ("", {"jurisdiction": _key(factories.jurisdiction()), "days": "10", "source": "A law"}),
}
BY_STEPS = {"importbatch", "importmapping", "user"}
"""Added on pages of their own, which have tests of their own below."""


def adding() -> set[str]:
    """The kinds of record for which somebody is offered a page that adds one."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    return {
        str(model._meta.model_name)
        for model, model_admin in admin.site._registry.items()
        if model_admin.has_add_permission(request)
    }


def twice(client: Client, address: str, form: dict[str, Any], model: type[Any]) -> tuple[HttpResponse, HttpResponse]:
    """Both answers to a form sent twice; one record was made, and the second answer leads to it."""
    before = model._base_manager.count()
    assert form[FIELD], "the form bears no key"
    first, second = client.post(address, form), client.post(address, form)
    made = model._base_manager.count() - before
    assert made == 1, f"{made} made: {getattr(first, 'context', None) and first.context.get('errors')}"
    assert second.status_code == 302
    assert second.headers["Location"] == SentForm.objects.get().address
    return first, second


def key_on(client: Client, address: str) -> str:
    """The first one-time key on a page."""
    page = client.get(address).content.decode()
    return page.partition(f'name="{FIELD}" value="')[2].partition('"')[0]


def test_table_names_every_page_that_adds() -> None:
    assert adding() == set(ADDED) | BY_STEPS


@pytest.mark.parametrize("noun", sorted(ADDED))
def test_page_that_adds_makes_one_record(noun: str, editor: User) -> None:
    query, values = ADDED[noun]()
    client, address = sign_in(editor), f"{reverse(f'admin:cases_{noun}_add')}{query}"
    model = next(model for model in admin.site._registry if model._meta.model_name == noun)
    _first, second = twice(client, address, opened(client, address) | values, model)
    newest = model._base_manager.latest("pk")
    assert second.headers["Location"] == reverse(f"admin:cases_{noun}_change", args=[newest.pk])
    page = client.get(second.headers["Location"])
    assert str(one_time_keys.SENT_BEFORE) in page.content.decode()


def test_form_that_was_refused_can_be_sent_again(editor: User) -> None:
    client, address = sign_in(editor), reverse("admin:cases_case_add")
    form = opened(client, address) | {"title": "A new one"}
    refused = client.post(address, form)
    assert refused.status_code == 200 and form[FIELD] in refused.content.decode()
    assert client.post(address, form | {"jurisdiction": _key(factories.jurisdiction())}).status_code == 302
    assert Case.objects.count() == 1


def test_small_window_chooses_the_record_that_the_first_copy_made(editor: User) -> None:
    client, address = sign_in(editor), f"{reverse('admin:cases_organisation_add')}?_popup=1"
    form = opened(client, address) | NAMED
    first, second = client.post(address, form), client.post(address, form)
    assert first.status_code == second.status_code == 200
    assert first.context["popup_response_data"] == second.context["popup_response_data"]


def test_saved_twice_is_no_conflict_with_oneself(editor: User) -> None:
    person = factories.person(by=editor)
    client, address = sign_in(editor), reverse("admin:cases_person_change", args=[person.pk])
    form = with_row(opened(client, address), "custody", kind="remand", from_date="2024-01-01")
    assert [client.post(address, form).status_code for _time in range(2)] == [302, 302]
    assert person.custody.count() == 1


def test_adjourned_hearing_makes_one_next_hearing(editor: User) -> None:
    hearing = factories.hearing(factories.case(by=editor), by=editor)
    client, address = sign_in(editor), reverse("admin:cases_hearing_change", args=[hearing.pk])
    form = opened(client, address) | {"outcome": "adjourned", "next_day": "2030-01-02"}
    twice(client, address, form, Hearing)


def test_series_is_made_once(editor: User) -> None:
    case = factories.case(by=editor)
    client, address = sign_in(editor), reverse("desk_series", args=[case.pk])
    form = {"first": "2030-01-01", "weekdays": ["1"], "count": "1", "kind": "session", "day": "2030-01-01"}
    twice(client, address, {**form, "verb": "make", FIELD: key_on(client, address)}, Hearing)


def test_citation_is_made_once(editor: User) -> None:
    person, source = factories.person(by=editor), factories.source(by=editor)
    client = sign_in(editor)
    address = reverse("admin:cases_source_cite_on", args=[source.pk, "person", person.pk])
    form = {"tick": "", "whole-stance": "supports", "whole-quote": "", "whole-says": "", "seen": str(person.version)}
    twice(client, address, {**form, FIELD: key_on(client, address)}, Citation)


def test_merge_is_made_once(editor: User) -> None:
    kept, gone = factories.person(by=editor), factories.person(by=editor)
    client, address = sign_in(editor), reverse("admin:cases_person_merge", args=[kept.pk, gone.pk])
    form = {"versions": f"{kept.version}.{gone.version}", FIELD: key_on(client, address)}
    twice(client, address, form, Merge)


def test_upload_is_kept_once_and_its_preview_begun_once(editor: User) -> None:
    client, address = sign_in(editor), reverse("admin:cases_importbatch_add")
    key = key_on(client, address)
    before = ImportDraft.objects.count()
    answers = [
        client.post(address, {"file": SimpleUploadedFile("list.csv", b"name\nA\n"), FIELD: key}) for _time in range(2)
    ]
    assert ImportDraft.objects.count() == before + 1
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_mapping_is_saved_once(editor: User) -> None:
    client, address = sign_in(editor), reverse("admin:cases_importmapping_add")
    assert key_on(client, address)


def test_calendar_link_is_made_once(editor: User) -> None:
    client, address = sign_in(editor), reverse("desk_calendar_link")
    twice(client, address, {"verb": "make", FIELD: key_on(client, address)}, AgendaLink)


def test_account_is_invited_once(administrator: User) -> None:
    client, address = sign_in(administrator), reverse("admin:accounts_user_add")
    form = {"username": "newcomer", "display_name": "", "roles": ["Editor"], FIELD: key_on(client, address)}
    twice(client, address, form, User)


def test_action_of_a_list_submits_once(editor: User) -> None:
    person = factories.person(by=editor)
    client, address = sign_in(editor), reverse("admin:cases_person_changelist")
    form = {"action": "submit_many", "_selected_action": choice_of(person), FIELD: key_on(client, address)}
    twice(client, address, form, Snapshot)
