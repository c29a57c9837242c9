"""No page of the private site tells a serial key, and none takes one: they would tell how many records there are."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.forms import ModelChoiceField
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from accounts.admin_addresses import encrypted_key
from accounts.encrypted_choices import EncryptedChoiceField, EncryptedFormSet, choice_of
from accounts.encrypted_filters import EncryptedFilter
from accounts.models import Entry, User
from cases.models import Person
from cases.review.admin import bulk_review
from tests import factories
from tests.access.asking import address
from tests.access.routes import walk
from tests.access.table import Line
from tests.access.world import OTHERS, OWN, World, build, client_of
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import opened, saved

pytestmark = pytest.mark.django_db(databases=["default", "register"])

START = 7_340_000
SERIAL = re.compile(r"(?<![a-zA-Z0-9])734\d{4}(?![a-zA-Z0-9])")
"""A private key of these tests, wherever it stands: value, address, attribute, script or text."""
ROLES = ("Editor", "Reviewer", "Editor+Reviewer", "Auditor", "Administrator")
NO_CHOICE = "That choice is not one of the available choices."


def begin_at(start: int) -> None:
    """Let the keys of every table but the log go on from `start`."""
    tables = {m._meta.db_table for m in apps.get_models() if m is not Entry and m._meta.pk.name == "id"}
    tables &= set(connection.introspection.table_names())  # those of the register are elsewhere
    with connection.cursor() as cursor:
        for table in sorted(tables):
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f'"{table}"', start])


@pytest.fixture
def world(request: pytest.FixtureRequest, roles: None) -> World:
    """The records that `role` finds, all with keys that can be recognised."""
    begin_at(START)
    return build(request.param)


def every_role(test: Any) -> Any:
    """With the world of each role."""
    return pytest.mark.parametrize("world", ROLES, indirect=True)(test)


def pages(world: World, client: Client) -> Iterator[tuple[str, Any]]:
    """(address, answer) of every page that a GET reaches: routes of records by one's own and by another's record, lists in
    every dress, search boxes, forms that come back, and questions after a selection."""
    for pattern, _name in walk():
        if pattern.startswith(("admin/", "desk/", "accounts/")) and "logout" not in pattern:
            for kind in (OWN, OTHERS):
                where = address(world, Line("GET", pattern, kind, {}), kind)
                yield where, client.get(where)
    waiting = {"id": [encrypted_key(bulk_review.SELECTED, key) for key in world.snapshots]}
    yield "several submissions", client.get(reverse("admin:review_many"), waiting)
    for model, options in admin.site._registry.items():
        noun = f"{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"admin:{noun}_changelist")
        for query in ("?_popup=1", "?_facets=True", "?all=", "?status=all"):
            yield listed + query, client.get(listed + query)
        for field in options.autocomplete_fields:
            asked = {"term": "", "app_label": model._meta.app_label, "model_name": model._meta.model_name}
            yield f"search box {noun}.{field}", client.get(reverse("admin:autocomplete"), asked | {"field_name": field})
        if (model._meta.model_name, OTHERS) in world.keys or (model._meta.model_name, OWN) in world.keys:
            key = world.key(str(model._meta.model_name), OWN)
            chosen = {"_selected_action": encrypted_key(model._meta.label_lower, key), "index": "0"}
            yield f"export {noun}", client.post(listed, chosen | {"action": "export_chosen"})
            try:
                change = reverse(f"admin:{noun}_change", args=[key])
            except NoReverseMatch:
                continue
            yield change, client.get(change + "?_popup=1")
            if client.get(change).status_code == 200:
                wrong = opened(client, change) | {"born": "x" * 500, "name_en": "", "text": "", "title": "y" * 900}
                yield f"{change} sent", client.post(change, wrong)


@every_role
def test_no_page_tells_a_serial_key(world: World) -> None:
    client = client_of(world.me)
    asked, told = 0, {}
    for where, answer in pages(world, client):
        asked += answer.status_code == 200
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = body.decode(errors="replace") + str(answer.headers)
        if found := SERIAL.search(said):
            told[where] = said[max(found.start() - 90, 0) : found.end() + 40]
        assert answer.status_code != 500, where
    assert told == {}
    assert asked > 20


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_every_choice_of_a_form_and_every_filter_of_a_list_is_encrypted(model: Any, editor: User) -> None:
    """Also of pages that a later record will have: what the walk above cannot reach."""
    options, request = admin.site._registry[model], RequestFactory().get("/")
    request.user = User.objects.create_superuser("everything")
    forms = [options.get_form(request)] if options.has_view_permission(request) else []
    for rows, _inline in options.get_formsets_with_inlines(request):
        assert issubclass(rows, EncryptedFormSet), rows
        forms.append(rows.form)
    fields = [field for form in forms for field in form.base_fields.values()]
    assert [f for f in fields if isinstance(f, ModelChoiceField) and not isinstance(f, EncryptedChoiceField)] == []
    filters = options.get_changelist_instance(request).filter_specs if options.has_view_permission(request) else []
    assert [
        f for f in filters if isinstance(f, admin.RelatedFieldListFilter) and not isinstance(f, EncryptedFilter)
    ] == []


def test_no_module_offers_choices_by_serial_keys() -> None:
    """`ModelChoiceField` of Django is derived from in one module, and used in none."""
    root = Path(__file__).parents[2]
    modules = [path for folder in ("accounts", "cases", "casetracker") for path in (root / folder).rglob("*.py")]
    used = {
        path.relative_to(root).as_posix()
        for path in modules
        if re.search(
            r"forms\.Model(Multiple)?ChoiceField|RelatedOnlyFieldListFilter|RelatedFieldListFilter", path.read_text()
        )
    }
    assert used == {"accounts/encrypted_choices.py", "accounts/encrypted_filters.py"}


def test_serial_key_typed_into_a_choice_is_refused_and_what_was_typed_stays(editor: User) -> None:
    region, person, client = factories.region(), factories.person("Вядомы Чалавек"), sign_in(editor)
    page = reverse("admin:cases_person_change", args=[person.pk])
    answer = saved(client, page, region=str(region.pk), gender="male", born="1980")
    assert answer.status_code == 200 and NO_CHOICE in answer.content.decode()
    assert 'value="1980"' in answer.content.decode()
    person.refresh_from_db()
    assert (person.region, person.born) == (None, "")
    assert saved(client, page, region=choice_of(region)).status_code == 302
    person.refresh_from_db()
    assert person.region == region
    assert opened(client, page)["region"] == choice_of(region)


@pytest.mark.parametrize("input", ["names-0-id", "names-0-person"])
def test_serial_key_of_a_row_is_refused(input: str, editor: User) -> None:
    person, client = factories.person("Вядомы Чалавек"), sign_in(editor)
    page = reverse("admin:cases_person_change", args=[person.pk])
    name = person.names.get()
    serial = {"names-0-id": name.pk, "names-0-person": person.pk}[input]
    answer = saved(client, page, **{input: str(serial), "names-0-text": "Іншы Чалавек"})
    assert answer.status_code == 200 and "This row does not belong to the page." in answer.content.decode()
    assert [each.text for each in person.names.all()] == ["Вядомы Чалавек"]


def test_row_that_comes_back_with_an_error_keeps_its_key(editor: User) -> None:
    person, client = factories.person("Вядомы Чалавек"), sign_in(editor)
    page = reverse("admin:cases_person_change", args=[person.pk])
    answer = saved(client, page, born="x" * 500)
    name = person.names.get()
    assert f'value="{choice_of(name)}"' in answer.content.decode()


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_list_filtered_by_a_serial_key_is_refused(model: Any) -> None:
    administrator = User.objects.create_superuser("everything")
    request = RequestFactory().get("/")
    request.user = administrator
    options, client = admin.site._registry[model], sign_in(administrator)
    listed = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
    for declared in options.get_list_filter(request):
        name = declared[0] if isinstance(declared, tuple) else declared
        if isinstance(name, str) and options._leads_to_records(name):
            for lookup in (name, f"{name}__exact", f"{name}__id__exact", f"{name}__in", f"{name}__id"):
                assert client.get(listed, {lookup: "1"}).status_code == 400, lookup
            related = model._meta.get_field(name).related_model
            chosen = {f"{name}__id__exact": encrypted_key(related._meta.label_lower, 1)}
            assert client.get(listed, chosen).status_code == 200
            assert client.get(listed, chosen | {"_facets": "True"}).status_code == 200


def test_serial_key_of_a_selected_row_is_refused(editor: User) -> None:
    person, client = factories.person("Вядомы Чалавек"), sign_in(editor)
    listed = reverse("admin:cases_person_changelist")
    for action in ("submit_many", "export_chosen"):
        answer = client.post(listed, {"action": action, "_selected_action": str(person.pk), "index": "0"})
        assert answer.status_code == 400
    export = reverse("admin:cases_person_export")
    assert client.post(export, {"format": "csv", "chosen": str(person.pk)}).status_code == 400


def test_search_box_answers_with_what_its_form_takes(editor: User) -> None:
    place, client = factories.region(name_en="Somewhere"), sign_in(editor)
    asked = {"term": "", "app_label": "cases", "model_name": "person", "field_name": "region"}
    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert choice_of(place) in {one["id"] for one in found}
    assert not any(one["id"].isdigit() for one in found)


def test_small_window_names_the_new_record_as_choices_do(editor: User) -> None:
    client = sign_in(editor)
    form = {"name_en": "A place", "country": choice_of(factories.country()), "level": "region", "_popup": "1"}
    answer = client.post(reverse("admin:cases_region_add"), opened(client, reverse("admin:cases_region_add")) | form)
    assert answer.status_code == 200
    made = Person._meta.get_field("region").related_model.objects.get(name_en="A place")
    assert choice_of(made) in answer.content.decode() and f"&quot;{made.pk}&quot;" not in answer.content.decode()
