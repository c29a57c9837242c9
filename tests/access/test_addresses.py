"""Addresses of the admin tell no serial keys and are read back by this site alone."""

import contextlib
import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.admin_addresses import encrypted_key, read_key
from accounts.encrypted_choices import choice_of
from accounts.models import User
from tests import factories
from tests.access.routes import walk
from tests.accounts.signing_in import sign_in


@given(st.integers(0, 2**63 - 1))
def test_encrypted_key_is_read_back(key: int) -> None:
    text = encrypted_key("cases.person", key)
    assert read_key("cases.person", text) == key
    assert read_key("cases.case", text) is None
    assert encrypted_key("cases.case", key) != text


@given(st.text(max_size=30))
def test_nothing_else_is_an_encrypted_key(text: str) -> None:
    assert read_key("cases.person", text) is None


def test_former_secret_key_is_still_read(settings) -> None:
    text = encrypted_key("cases.person", 12)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert read_key("cases.person", text) == 12
    settings.SECRET_KEY_FALLBACKS = []
    assert read_key("cases.person", text) is None


def test_no_route_of_the_admin_takes_a_serial_key() -> None:
    def written(patterns, before=""):
        for pattern in patterns:
            here = before + str(pattern.pattern)
            yield from written(pattern.url_patterns, here) if hasattr(pattern, "url_patterns") else [here]

    routes = [route for route in written(get_resolver().url_patterns) if route.startswith("admin/")]
    assert len(routes) > 100 and len(list(walk())) >= len(routes)
    # A part of a list is counted from 1 within its list: no key of the database.
    serial = [route.replace("review/<int:number>/", "") for route in routes]
    assert not [route for route in serial if "<int:" in route or "<path:" in route]


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_address_of_a_page_holds_no_serial_key(model, page: str) -> None:
    try:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=[12])
    except NoReverseMatch:
        return
    assert "/12/" not in address
    assert str(next(iter(resolve(address).kwargs.values()))) == "12"
    serial = f"/admin/{model._meta.app_label}/{model._meta.model_name}/12/{page}/"
    with contextlib.suppress(Resolver404):
        assert resolve(serial).url_name is None


@pytest.mark.django_db
def test_serial_key_in_an_address_is_no_address(editor: User) -> None:
    person = factories.person("Вядомы Чалавек")
    client = sign_in(editor)
    assert client.get(reverse("admin:cases_person_change", args=[person.pk])).status_code == 200
    for page in ("change", "history", "delete", "likely", f"merge/{person.pk}"):
        for key in (str(person.pk), f"row-{person.pk}", str(10**6)):
            assert client.get(f"/admin/cases/person/{key}/{page}/").status_code == 404


@pytest.mark.django_db
def test_saving_leads_to_addresses_without_serial_keys(editor: User) -> None:
    client: Client = sign_in(editor)
    answer = client.post(
        reverse("admin:cases_region_add"),
        {"name_en": "A region", "country": choice_of(factories.country()), "_continue": "1"},
    )
    assert answer.status_code == 302 and not any(part.isdigit() for part in answer.url.split("/"))
    assert client.get(answer.url).status_code == 200


@pytest.mark.django_db
def test_pages_link_to_no_serial_key(editor: User) -> None:
    defendant = factories.defendant()
    factories.hearing(defendant.case)
    factories.sentence(defendant)
    client = sign_in(editor)
    for page in ("person", "case", "defendant", "hearing", "sentence", "source"):
        listed = client.get(reverse(f"admin:cases_{page}_changelist")).content.decode()
        for address in _links(listed):
            assert not any(part.isdigit() for part in address.partition("?")[0].split("/")), address
    for record in (defendant, defendant.case, defendant.person):
        shown = client.get(reverse(f"admin:cases_{record.noun()}_change", args=[record.pk])).content.decode()
        for address in _links(shown):
            assert not any(part.isdigit() for part in address.partition("?")[0].split("/")), address
            assert not re.search(r"(case|person|defendant|intake)=[0-9]+(&|$)", address), address


def _links(html: str) -> list[str]:
    return re.findall(r'href="(/admin/[^"]*)"', html)
