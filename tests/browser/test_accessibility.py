"""WCAG 2.2 AA at a browser: every kind of public page in light and dark, at three widths, by keyboard; main pages of the staff."""

import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cases.models import Case, Person
from cases.review import transitions
from tests import factories
from tests.browser.axe import unreached, violations, wider
from tests.browser.conftest import CHROMIUM, shoot
from tests.cases.public_site.routes import addresses
from tests.cases.review.conftest import approved, whole_case, whole_person

__all__ = ["approved", "whole_case", "whole_person"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]


@pytest.fixture
def pages(public_site: str, approved: Any, whole_person: Person, whole_case: Case, editor: User) -> dict[str, str]:
    """An address of every kind of public page: of every route that answers with one, of refusals, of an Arabic name."""
    place = factories.facility(by=editor, country=factories.country(code="BY", name_en="Belarus", by=editor))
    factories.facility_address(by=editor, facility=place, local="вул. Выдуманая 1", latin="Vydumanaja 1")
    held = factories.person("سامي الخيالي", by=editor)
    name = held.names.get()
    name.language, name.script = "ar", "Arab"
    name.save(by=editor)
    factories.custody(held, by=editor, facility=place)
    for record in (whole_person, whole_case, held):
        approved(record)
    found = {
        kind: public_site + address
        for kind, address in addresses(whole_person.public_id, whole_case.public_id).items()
        if kind not in ("label", "photo", "root") and is_page(public_site + address)
    }
    people = f"{public_site}/en/persons/"
    more = {
        "label": f"{people}{held.public_id}/label/",
        "person, right to left": f"{people}{held.public_id}/",
        "people, filtered": f"{people}?status=in_custody&gender=male&arrested_from=2020",
        "people, found": f"{people}?q=Vital",
        "people, nobody": f"{people}?q=Vytal+Vydymeny",
        "hearings, none": f"{public_site}/en/hearings/",
        "person, Belarusian": f"{public_site}/be/persons/{whole_person.public_id}/",
        "case, Russian": f"{public_site}/ru/cases/{whole_case.public_id}/",
        "refusal": f"{people}?x=1",
        "not found": f"{people}zzzzzzzzzzzz/",
    }
    return found | more


def is_page(address: str) -> bool:
    with urllib.request.urlopen(address) as answer:
        return str(answer.headers["Content-Type"]).startswith("text/html")


def test_every_kind_of_public_page_is_accessible(pages: dict[str, str], browser: Any) -> None:
    found = []
    assert {"home", "persons", "person", "label", "figures", "counter", "methodology", "judges-entry"} <= set(pages)
    for scheme in ("light", "dark"):
        reader = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
        for kind, address in pages.items():
            reader.goto(address)
            found += [f"{kind}, {scheme}: {wrong}" for wrong in violations(reader)]
            shoot(reader, f"public-{kind}-{scheme}")
        reader.context.close()
    assert not found, "\n".join(found)


def test_no_public_page_stores_anything_or_asks_others(pages: dict[str, str], public_site: str, browser: Any) -> None:
    reader = browser.new_page()
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    for kind, address in pages.items():
        reader.goto(address)
        kept = reader.evaluate(
            "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"
        )
        assert kept == [0, 0, 0], kind
    assert reader.context.cookies() == []
    assert {url for url in asked if not url.startswith(f"{public_site}/")} == set()
    assert len(asked) > len(pages)


def test_every_kind_of_public_page_fits_a_telephone_and_a_zoomed_window(pages: dict[str, str], browser: Any) -> None:
    found = []
    for width in (320, 360, 640):  # 400 % and 200 % of a window of 1,280, and a small telephone
        reader = browser.new_context(viewport={"width": width, "height": 800}).new_page()
        for kind, address in pages.items():
            reader.goto(address)
            found += [f"{kind}: {wider(reader)} pixels too wide at {width}"] if wider(reader) > 0 else []
            if width == 360:
                found += [f"{kind}, narrow: {wrong}" for wrong in violations(reader)]
        reader.context.close()
    assert not found, "\n".join(found)


def test_every_kind_of_public_page_is_reached_by_keyboard(pages: dict[str, str], browser: Any) -> None:
    found = []
    for kind, address in pages.items():
        reader = browser.new_page()
        reader.goto(address)
        found += [f"{kind}: {wrong}" for wrong in unreached(reader)]
        if reader.query_selector("a.skip"):
            reader.goto(address)
            reader.keyboard.press("Tab")
            assert reader.evaluate("document.activeElement.className") == "skip", kind
            reader.keyboard.press("Enter")
            assert reader.evaluate("document.activeElement.id") == "content", kind
        reader.close()
    assert not found, "\n".join(found)


def test_main_pages_of_the_staff_are_accessible(
    desk_of: Callable[[User], Any], live_server: Any, browser: Any, whole_person: Person, editor: User, reviewer: User
) -> None:
    snapshot = transitions.submit(record=whole_person, by=editor)
    stranger, at_editor, at_reviewer = browser.new_page(), desk_of(editor), desk_of(reviewer)
    visits = [
        (stranger, live_server.url.replace("127.0.0.1", "localhost") + "/admin/login/"),
        (at_editor, "/admin/"),
        (at_editor, "/admin/cases/person/"),
        (at_editor, reverse("admin:cases_person_change", args=[whole_person.pk])),
        (at_reviewer, "/admin/review/snapshot/"),
        (at_reviewer, reverse("admin:review_snapshot_change", args=[snapshot.pk])),
    ]
    found = []
    for page, address in visits:
        page.goto(address)
        found += [f"{address}: {wrong}" for wrong in violations(page, staff=True)]
        shoot(page, f"staff-{address.strip('/').replace('/', '-')}")
    assert not found, "\n".join(found)
