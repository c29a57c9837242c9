"""The main job, by hand: a fact is entered, submitted, reviewed, public, found; corrected; withdrawn."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cases.models import Person
from tests.browser.conftest import CHROMIUM, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]

Desk = Callable[[User], Any]


def enter(page: Any) -> None:
    """A new person with one name and one period of custody."""
    page.goto("/admin/cases/person/add/")
    page.fill("#id_names-0-text", "Віталь Выдуманы")
    page.fill("#id_born", "8 сакавіка 1980")
    page.fill("#id_internal_notes", "canary: never public")
    page.click("input[name=_continue] >> nth=0")
    assert "changed" in page.inner_text(".messagelist") or "added" in page.inner_text(".messagelist")


def submit(page: Any, person: Person) -> None:
    page.goto(reverse("admin:cases_person_change", args=[person.pk]))
    page.click("input[name=_submit] >> nth=0")
    assert "Submitted" in page.inner_text(".messagelist")


def approve(page: Any, *, leave: str = "") -> None:
    """Open the first submission of the queue, tick all but `leave`, approve."""
    page.goto("/admin/review/snapshot/")
    page.click("#result_list tbody .field-subject a")
    shoot(page, "review")
    for box in page.query_selector_all("input[name=tick]"):
        if not leave or leave not in box.get_attribute("value"):
            box.check()
    page.click("button[value=approve]")
    assert "now public" in page.inner_text(".messagelist")


def test_fact_goes_from_entry_to_public_and_back(
    desk_of: Desk, public_site: str, browser: Any, editor: User, reviewer: User
) -> None:
    at_editor, at_reviewer, reader = desk_of(editor), desk_of(reviewer), browser.new_page()
    enter(at_editor)
    person = Person.objects.get()
    assert (person.born_edtf, person.names.get().text) == ("1980-03-08", "Віталь Выдуманы")

    submit(at_editor, person)
    search = f"{public_site}/en/persons/?q=Vital+Vydumany"
    reader.goto(search)
    assert "Віталь" not in reader.inner_text("main")
    approve(at_reviewer)
    reader.goto(search)
    reader.click("main a:has-text('Віталь Выдуманы')")
    shown = reader.inner_text("main")
    assert "1980" in shown
    assert "March" not in shown
    assert "canary" not in reader.content()
    assert reader.context.cookies() == []
    address = reader.url

    at_editor.goto(reverse("admin:cases_person_change", args=[person.pk]))
    at_editor.select_option("#id_gender", "male")
    at_editor.click("input[name=_continue] >> nth=0")
    at_editor.wait_for_selector(".messagelist")
    assert "unpublished changes" in at_editor.inner_text(".review-buttons")
    reader.reload()
    assert "male" not in reader.inner_text("main")
    submit(at_editor, person)
    approve(at_reviewer)
    reader.reload()
    assert "male" in reader.inner_text("main")

    at_reviewer.goto(reverse("admin:cases_person_change", args=[person.pk]))
    at_reviewer.click("text=Unpublish…")
    at_reviewer.check("input[name=because] >> nth=0")
    at_reviewer.fill("#reason", "The family asked.")
    at_reviewer.click("button.default:has-text('Unpublish')")
    at_reviewer.wait_for_selector(".messagelist")
    assert reader.goto(address).status == 404
    reader.goto(search)
    assert "Віталь" not in reader.inner_text("main")
