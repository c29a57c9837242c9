"""What other sites may show in a frame, and how the organisation is reached."""

from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Person
from tests.cases.public_site.routes import addresses

pytestmark = pytest.mark.django_db(databases=["default", "register"])
FRAMED = {"counter", "embed"}


def test_two_pages_alone_may_stand_in_a_frame(reader: Client, public: tuple[Person, Case]) -> None:
    for name, address in addresses(public[0].public_id, public[1].public_id).items():
        headers = reader.get(address).headers
        open_to_all = "frame-ancestors *" in headers["Content-Security-Policy"]
        assert (open_to_all, "X-Frame-Options" not in headers) == (name in FRAMED, name in FRAMED), name


@pytest.mark.parametrize(("query", "count"), [("", 1), ("?gender=male", 1), ("?gender=female", 0), ("?q=Vydumany", 1)])
def test_list_in_a_frame_has_the_filters_of_the_list(
    reader: Client, public: tuple[Person, Case], query: str, count: int
) -> None:
    page = reader.get(f"/en/persons/embed/{query}").content.decode()
    assert page.count(f"/en/persons/{public[0].public_id}/") == count
    assert page.count('target="_top"') == count + 2
    assert f'href="/en/persons/{query}' in page
    assert "<script" not in page


def test_unknown_parameter_of_the_list_in_a_frame_is_refused(reader: Client, public: tuple[Person, Case]) -> None:
    assert reader.get("/en/persons/embed/?ids=1").status_code == 400
    assert reader.get("/en/persons/embed/?page=9").status_code == 404


def test_ways_to_reach_the_organisation_are_shown_as_written(reader: Client, public: Any, settings: Any) -> None:
    before = reader.get("/en/about/")
    settings.CONTACT = ["corrections@example.org", "Signal: <b>example.01</b>"]
    after = reader.get("/en/about/")
    assert "example.org" not in before.content.decode()
    assert "<bdi>corrections@example.org</bdi>" in after.content.decode()
    assert "Signal: &lt;b&gt;example.01" in after.content.decode()
    assert before.headers["ETag"] != after.headers["ETag"]
