"""How much of a body is read before it is known who asks: nothing beyond a small form, on every route."""

from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import get_resolver

from casetracker import body_limits
from casetracker.body_limits import ANONYMOUS, MB, SIGNED_IN, UPLOADS, limit_for
from tests.access.asking import address
from tests.access.routes import walk
from tests.access.table import lines
from tests.access.world import OTHERS, World, build, client_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])
HUGE = 300 * MB
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UPLOADED = {
    "admin:cases_importbatch_add",
    "package",
    "admin:cases_source_add",
    "admin:cases_source_change",
    "admin:cases_person_add",
    "admin:cases_person_change",
}


class Untouchable:
    """A body of which no byte may be read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def routes() -> list[Any]:
    """One line of the table for every route."""
    return list({line.pattern: line for line in lines()}.values())


def send(client: Client, path: str, method: str = "POST", **environ: Any) -> int:
    given = {"CONTENT_LENGTH": str(HUGE), "wsgi.input": Untouchable(), **environ}
    content_type = "multipart/form-data; boundary=x"
    return client.generic(method, path, b"", content_type=content_type, **given).status_code


def world_of(role: str) -> tuple[World, Client]:
    world = build(role)
    client = client_of(world.me)
    client.raise_request_exception = True
    return world, client


def test_routes_of_the_walk_are_all_there_are() -> None:
    assert {line.pattern for line in routes()} == {pattern for pattern, _name in walk()}


@pytest.mark.parametrize("role", ["anonymous", "no role", "Publisher", "Administrator", "Editor+Reviewer"])
def test_huge_body_is_refused_on_every_route_before_a_byte_is_read(role: str, roles: None) -> None:
    world, client = world_of(role)
    wrong = [line.pattern for line in routes() if send(client, address(world, line, OTHERS)) != 413]
    assert not wrong


@pytest.mark.parametrize("method", METHODS)
def test_huge_body_is_refused_whatever_the_method(method: str, roles: None) -> None:
    world, client = world_of("anonymous")
    wrong = [line.pattern for line in routes() if send(client, address(world, line, OTHERS), method) != 413]
    assert not wrong


def test_body_without_a_length_is_refused_on_every_route(roles: None) -> None:
    world, client = world_of("Editor+Reviewer")
    for line in routes():
        path = address(world, line, OTHERS)
        for length in ("", "0", "10"):
            assert send(client, path, HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH=length) == 413, path


def test_anonymous_body_just_over_the_limit_is_refused_and_a_form_is_not(roles: None) -> None:
    client = Client()
    assert send(client, "/accounts/login/", CONTENT_LENGTH=str(ANONYMOUS + 1)) == 413
    assert client.post("/accounts/login/", {"login": "x", "password": "y" * 4096}).status_code == 200


def test_form_whose_session_ended_may_be_as_large_as_one_in_a_session(roles: None) -> None:
    for path, content_type, limit in (
        ("/admin/cases/case/add/", "application/x-www-form-urlencoded", SIGNED_IN),
        ("/admin/cases/case/add/", "multipart/form-data; boundary=x", ANONYMOUS),
        ("/accounts/login/", "application/x-www-form-urlencoded", ANONYMOUS),
    ):
        request = RequestFactory().post(path, b"x=1", content_type=content_type)
        request.user = AnonymousUser()
        assert limit_for(request) == limit, path


@pytest.mark.parametrize(("role", "expected"), [("Editor", "upload"), ("Publisher", "form"), ("anonymous", "small")])
def test_limits_by_who_asks(role: str, expected: str, roles: None) -> None:
    world = build(role)
    for line in routes():
        request = RequestFactory().post(address(world, line, OTHERS))
        request.user = world.me
        name = get_resolver().resolve(request.path_info).view_name
        limits = {"small": ANONYMOUS, "form": SIGNED_IN, "upload": SIGNED_IN}
        if expected == "upload" and name in UPLOADED:
            limits["upload"] = UPLOADS[name].size + body_limits.FORM_BESIDE_FILES
        assert limit_for(request) == limits[expected], line.pattern


def test_upload_routes_are_there_and_no_form_takes_files_elsewhere() -> None:
    assert set(UPLOADS) == UPLOADED <= {name for _pattern, name in walk()}
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.startswith(("cases.", "accounts.")) and any(
                isinstance(field, forms.FileField) for field in getattr(form, "base_fields", {}).values()
            ):
                found.add(form.__name__)
    assert found == {"EvidenceForm", "PackageForm", "PhotoForm", "UploadForm"}
