"""Taking in a list at a browser: words nobody explained are answered by keyboard alone, long values do not break the page."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from cases.models import Facility, Person
from cases.spreadsheets.mapping import mapping_store
from tests import factories
from tests.browser.conftest import CHROMIUM, shoot
from tests.cases.spreadsheets.import_.conftest import HEAD, SIMPLE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]

Desk = Callable[[User], Any]
LONG = "A note as long as a page of a notebook. " * 60


def rows(count: int) -> str:
    """A list of invented people with everything that makes a preview wide: long notes and names, many places."""
    return "".join(
        f"{n},Invented Person{n} {'Verylongsurname' * (n % 3)},19{50 + n % 40},2021-05-{n % 28 + 1:02},,"
        f'{["IP 1", "Unheard Prison", "Colony nobody knows"][n % 3]},"{LONG if n % 7 == 0 else "short"}"\n'
        for n in range(1, count + 1)
    )


def upload(page: Any, text: str) -> None:
    page.goto("/admin/cases/importbatch/add/")
    page.set_input_files("input[type=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.click("button.default, input.default")
    page.click("button.default:has-text('Preview all rows')")
    page.wait_for_selector("table.rows", timeout=20_000)


def press_until(page: Any, selector: str, *, most: int = 80) -> None:
    """Go on by Tab until the element has the focus."""
    for _step in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by keyboard")


def wide(page: Any) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_unknown_words_are_answered_by_keyboard_alone(desk_of: Desk, editor: User) -> None:
    mapping_store.save_text(name="simple", text=SIMPLE, by=editor)
    country = factories.country(code="BY")
    factories.facility(country=country, name_en="Prison No. 8, Žodzina", kind="prison")
    page = desk_of(editor)
    upload(page, HEAD + rows(30))
    shoot(page, "lists-preview-unknown")
    press_until(page, "a[href$='/words/']")
    page.keyboard.press("Enter")
    page.wait_for_selector("select[name=word0]")
    shoot(page, "lists-words")
    assert wide(page) <= 0
    press_until(page, "select[name=word0]")
    page.keyboard.type("remand")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "word1"
    page.keyboard.type("Prison No. 8")
    page.keyboard.press("Enter")
    press_until(page, "button.default")
    shoot(page, "lists-words-answered")
    page.keyboard.press("Enter")
    page.wait_for_selector("table.rows", timeout=20_000)
    assert "not known" not in page.inner_text("main")
    assert wide(page) <= 0
    shoot(page, "lists-preview")
    page.set_viewport_size({"width": 420, "height": 900})
    assert wide(page) <= 0
    shoot(page, "lists-preview-narrow")
    press_until(page, "form.carry button", most=400)
    page.keyboard.press("Enter")
    page.wait_for_selector("table.facts", timeout=20_000)
    shoot(page, "lists-batch")
    assert Person.objects.count() == 30
    assert set(Facility.objects.values_list("name_en", flat=True)) >= {"Prison No. 8, Žodzina", "Invented prison"}
