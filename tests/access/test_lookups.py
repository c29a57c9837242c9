"""No list of the private site answers questions about hidden fields: only declared filters and the search box work."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.views.main import IS_FACETS_VAR
from django.contrib.auth.models import Group
from django.core.checks import Error
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.audit import log
from accounts.guarded_admin import GuardedAdmin
from accounts.models import User
from accounts.roles import ROLES
from casetracker.admin_site import StaffSite
from tests import factories
from tests.access.asking import body
from tests.accounts.signing_in import enrol, sign_in

SUFFIXES = (
    "__startswith",
    "__istartswith",
    "__contains",
    "__regex",
    "__iregex",
    "__gt",
    "__lte",
    "__in",
    "__range",
    "__isnull",
)
SITE: Any = admin.site._registry
MODELS = sorted(SITE, key=lambda model: model._meta.label)


def lookups_of(model: type[models.Model]) -> Iterator[str]:
    """Lookups on every column of the model and of what it points at or is pointed at from, two steps deep."""
    for field in model._meta.get_fields():
        if field.related_model is None:
            yield from (f"{field.name}{suffix}" for suffix in ("", *SUFFIXES))
        else:
            related: Any = field.related_model
            yield f"{field.name}__isnull"
            for other in related._meta.get_fields():
                yield from (f"{field.name}__{other.name}{suffix}" for suffix in ("__startswith", "__regex"))
    yield from (
        "by__password__startswith",
        "created_by__password__regex",
        "user_permissions__codename",
        "pk__in",
        "id__gt",
    )


def listed(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def allowed(model: type[models.Model]) -> set[str]:
    options = SITE[model]
    found: set[str] = options.allowed_lookups()
    return found


@pytest.fixture
def clients(roles: None) -> dict[str, Client]:
    made = {}
    for role in ROLES:
        user = User.objects.create_user(role.name.lower(), password=None, is_staff=True)
        user.groups.set(Group.objects.filter(name=role.name))
        enrol(user)
        made[role.name] = sign_in(user)
    for client in made.values():
        client.raise_request_exception = False
    return made


def test_every_admin_of_the_site_has_the_guarding_base() -> None:
    assert not [options for options in SITE.values() if not isinstance(options, GuardedAdmin)]
    assert admin.site.check(None) == []


def test_site_reports_an_admin_without_the_guarding_base() -> None:
    class Lax(GuardedAdmin):
        def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
            return True

    for options in (admin.ModelAdmin, Lax):
        site = StaffSite("other")
        site.register(User, options)
        assert [message.id for message in site.check(None) if isinstance(message, Error)] == ["casetracker.E010"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_refuses_every_undeclared_lookup(model: type[models.Model]) -> None:
    options = SITE[model]
    for lookup in set(lookups_of(model)) - allowed(model):
        assert not options.lookup_allowed(lookup, "a", None), lookup


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_allowed_lookups_compare_whole_values_of_shown_filters(model: type[models.Model]) -> None:
    """What is allowed cannot search within a value, and names no secret."""
    for lookup in allowed(model):
        assert not lookup.endswith(tuple(s for s in SUFFIXES if s != "__isnull")), lookup
        assert not {"password", "session_stamp", "digest", "salt", "token"} & set(lookup.split("__")), lookup


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role.name for role in ROLES])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_answers_400_in_every_way_of_asking(
    model: type[models.Model], role: str, clients: dict[str, Client]
) -> None:
    """The list, as a popup, with facets, ordered, by another field, and its export."""
    client, address = clients[role], listed(model)
    plain = client.get(address).status_code
    text = next(
        (f.name for f in model._meta.concrete_fields if isinstance(f, (models.CharField, models.TextField))), "pk"
    )
    ways: list[dict[str, str]] = [
        {f"{text}__startswith": "a"}, {f"{text}__regex": "^a"}, {"password__regex": "^argon2"}, {"by__password__startswith": "a"},
        {f"{text}__startswith": "a", IS_POPUP_VAR: "1"}, {f"{text}__startswith": "a", IS_FACETS_VAR: "True"},
        {f"{text}__startswith": "a", "o": "1"}, {TO_FIELD_VAR: "password", IS_POPUP_VAR: "1"}, {TO_FIELD_VAR: text},
    ]  # fmt: skip
    for query in ways:
        answer = client.get(address, query).status_code
        if plain == 200 and model._meta.label != "accounts.Switch":  # one page without a list: nothing to filter
            assert answer == 400, query
        else:
            assert answer == plain, query
    export = f"{address}export/?{text}__startswith=a"
    for answer in (client.get(export).status_code, client.post(export, {"format": "csv"}).status_code):
        assert answer in (400, 403, 404, 405, 302), answer


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_pages_of_a_record_do_not_answer_lookups(model: type[models.Model], clients: dict[str, Client]) -> None:
    """Change, history and delete pages look a record up by its address alone."""
    stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    for client in clients.values():
        for page in ("change", "history", "delete"):
            try:
                address = reverse(f"{stem}_{page}", args=["1"])
            except NoReverseMatch:  # a list without such a page
                continue
            plain = client.get(address)
            for field in ("password", "username", "text", "digest", "contacts"):
                answer = client.get(address, {TO_FIELD_VAR: field, IS_POPUP_VAR: "1"})
                assert answer.status_code in (plain.status_code, 400, 404), field
                if answer.status_code == 200:  # a page of our own, which does not read the parameter
                    assert answer.context_data["account"] == plain.context_data["account"]


@pytest.mark.django_db
def test_log_is_not_read_letter_by_letter(clients: dict[str, Client]) -> None:
    """As reported: an administrator, who sees no case data, asks for the first letters of a private value."""
    log.write(
        action="changed",
        kind="person",
        key=1,
        root_kind="person",
        root_key=1,
        field="internal_notes",
        after="Confidential",
    )
    for query in (
        "after__startswith=C",
        "after__startswith=X",
        "sequence=1&after__startswith=C",
        "note__regex=^a",
        "salt__startswith=a",
    ):
        assert clients["Administrator"].get(f"/admin/accounts/entry/?{query}").status_code == 400
        assert clients["Administrator"].post(f"/admin/accounts/entry/export/?{query}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["Administrator", "Auditor"])
def test_password_hashes_are_not_read_letter_by_letter(role: str, clients: dict[str, Client]) -> None:
    for query in (
        "password__regex=^argon2",
        "username=reviewer&password__startswith=a",
        "session_stamp__gt=a",
        "email__contains=a",
    ):
        assert clients[role].get(f"/admin/accounts/user/?{query}").status_code == 400


@pytest.mark.django_db
def test_search_box_does_not_find_what_the_list_does_not_show(clients: dict[str, Client]) -> None:
    """Contacts, notes, password hashes and values of the log are no words of a search."""
    person = factories.person("Вядомы Чалавек", contacts="secretcontact", internal_notes="secretnote")
    case = factories.case(title="Open case", internal_notes="secretnote")
    factories.defendant(case=case, person=person, internal_notes="secretnote")
    log.write(action="changed", kind="person", key=person.pk, after="secretnote")
    for model in MODELS:
        for word in ("secretcontact", "secretnote", "argon2", "!"):
            answer = clients["Auditor"].get(listed(model), {"q": word})
            if answer.status_code == 200 and getattr(answer, "context_data", None) and "cl" in answer.context_data:
                assert answer.context_data["cl"].queryset.count() == 0 or not SITE[model].search_fields, (model, word)


@pytest.mark.django_db
def test_autocomplete_refuses_lookups_and_other_columns(clients: dict[str, Client]) -> None:
    asked = {"app_label": "cases", "model_name": "defendant", "field_name": "person", "term": ""}
    factories.person("Вядомы Чалавек", contacts="secretcontact")
    address = reverse("admin:autocomplete")
    assert clients["Editor"].get(address, asked).status_code == 200
    for more in ("contacts__startswith", "internal_notes__regex", "_to_field", "created_by__password__startswith"):
        assert clients["Editor"].get(address, asked | {more: "a"}).status_code == 400
    assert clients["Editor"].get(address, asked | {"term": "secretcontact"}).json()["results"] == []
    assert clients["Administrator"].get(address, asked).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_lists_are_ordered_by_what_they_show_alone(model: type[models.Model]) -> None:
    """A column is sorted by itself, by the bound of the date it shows, or by the record it names, never by a hidden value."""
    options = SITE[model]
    hidden = {
        "before",
        "after",
        "note",
        "digest",
        "previous",
        "salt",
        "password",
        "session_stamp",
        "contacts",
        "internal_notes",
    }
    for name in options.list_display:
        shown = name if callable(name) else getattr(options, name, None) or getattr(model, name, None)
        order = getattr(shown, "admin_order_field", None)
        names = {str(name), str(order or "").lstrip("-")}
        assert not names & hidden, names


def test_export_of_the_log_answers_what_it_is_asked(db: None, clients: dict[str, Client]) -> None:
    log.write(action="changed", kind="person", key=1, after="x")
    assert b"changed" in body(clients["Auditor"].post("/admin/accounts/entry/export/?action=changed"))
