"""Addresses that are not text are refused with 400 on both sites, and no others."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from casetracker.bad_input import is_readable
from tests.casetracker.pages import private_site, public_site

SITES = pytest.mark.parametrize("site", [private_site, public_site])
BAD = ["%00", "%0A", "%1b", "%7F", "%C2%85", "%FF", "%C3", "%ED%A0%80", "%C0%AF", "%F5%80%80%80"]


def status(site: Callable[[], AbstractContextManager[None]], address: str) -> int:
    with site():
        return Client(raise_request_exception=False).get(address).status_code


@SITES
@pytest.mark.parametrize("bad", BAD)
def test_get_with_unreadable_bytes_is_refused_in_path_and_in_query(
    site: Callable[[], AbstractContextManager[None]], bad: str
) -> None:
    assert status(site, f"/fine/?q=a{bad}b") == 400
    assert status(site, f"/fine/?a{bad}=b") == 400
    assert status(site, f"/fi{bad}ne/") == 400


@SITES
@pytest.mark.django_db(databases=["default", "register"])
def test_get_with_any_script_is_answered(site: Callable[[], AbstractContextManager[None]]) -> None:
    assert status(site, "/fine/?q=" + quote("Ціханоўская, محمد, 李, ʼ + 50 %")) == 200
    assert status(site, "/fine/?q=%25zz&%") == 200
    assert status(site, "/" + quote("Ё") + "/") == 404


@pytest.mark.django_db(databases=["default", "register"])
@given(raw=st.binary(max_size=40))
@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_get_with_random_bytes_never_fails(raw: bytes) -> None:
    with public_site():
        client = Client(raise_request_exception=False)
        expected = 200 if is_readable(raw) else 400
        assert client.get("/fine/?q=" + quote_from_bytes(raw)).status_code == expected
        assert client.get("/fine/" + quote_from_bytes(raw)).status_code in {200, 400, 404}


@SITES
@pytest.mark.parametrize("length", ["x", "-1", "1.5", "9" * 30])
@pytest.mark.django_db(databases=["default", "register"])
def test_post_with_a_length_that_is_no_number_is_refused(
    site: Callable[[], AbstractContextManager[None]], length: str
) -> None:
    with site():
        response = Client(raise_request_exception=False).post("/fine/", {"a": "b"}, CONTENT_LENGTH=length)
    assert response.status_code == 400
