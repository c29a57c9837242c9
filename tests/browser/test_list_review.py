"""A list of invented people at a browser: taken in, submitted, reviewed as a table with its sample, public, undone as a whole."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from cases.models import ImportBatch, Person
from cases.review.models import ListReviewItem, Snapshot, Status
from cases.spreadsheets.mapping import mapping_store
from tests.accounts.signing_in import cleared, enrol
from tests.browser.conftest import CHROMIUM, shoot
from tests.browser.test_lists import upload, wide
from tests.cases.spreadsheets.import_.conftest import HEAD, SIMPLE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]

Desk = Callable[[User], Any]
COUNT = 30


def rows() -> str:
    return "".join(f"{n},Invented Person{n},19{50 + n},2021-05-{n % 28 + 1:02},,,\n" for n in range(1, COUNT + 1))


def take_in_and_submit(desk: Any) -> None:
    upload(desk, HEAD + rows())
    desk.click("form.carry button")
    desk.wait_for_selector("table.facts", timeout=60_000)
    desk.click("button[name=submit_all]", no_wait_after=True)
    desk.wait_for_selector("text=30 records submitted for review", timeout=60_000)


def open_batch(page: Any) -> None:
    page.goto("/admin/cases/importbatch/")
    page.click("#result_list tbody th a")
    page.wait_for_selector("table.facts")


def find_in_queue(page: Any) -> None:
    page.goto("/admin/review/snapshot/")
    page.click("#changelist-filter a:has-text('list.csv')")
    page.fill("#searchbar", "Invented Person7")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Invented Person7")
    shoot(page, "list-queue")


def review_as_table(page: Any) -> None:
    open_batch(page)
    shoot(page, "list-batch")
    page.click("a:has-text('Review as a table')")
    page.click("button:has-text('Prepare the tables')", no_wait_after=True)
    page.wait_for_selector("table.list-tables", timeout=60_000)
    shoot(page, "list-tables")
    page.click("table.list-tables a")
    page.click("button:has-text('Tick all columns')")
    shoot(page, "list-table")
    assert wide(page) <= 0
    page.click("button:has-text('Open the sample')")
    for left in range(6, 0, -1):
        page.wait_for_selector(f"text=Left to open: {left}.")
        if left == 6:
            shoot(page, "list-sample")
        page.click("button:has-text('Correct, next')")
    page.wait_for_selector("text=The sample (6) was opened")
    page.fill("#basis", "Named in an invented public list already.")
    page.set_viewport_size({"width": 360, "height": 800})
    assert wide(page) <= 0
    shoot(page, "list-table-narrow")
    page.click("button[name=approve]", no_wait_after=True)
    page.wait_for_selector("text=30 submissions approved", timeout=120_000)


def undo(lead: Any) -> None:
    open_batch(lead)
    lead.click("a:has-text('Withdraw, unpublish or undo')")
    lead.wait_for_selector("text=Records unpublished: 30.")
    assert "taken back: 30" in lead.inner_text("main")
    shoot(lead, "list-take-back")
    lead.check("input[value=undo]")
    lead.select_option("#because", "wrong")
    lead.fill("#reason", "The list was of other people.")
    lead.check("input[name=sure]")
    lead.click("button:has-text('Do it now')", no_wait_after=True)
    lead.wait_for_selector("text=The import was undone", timeout=120_000)


def test_list_goes_out_by_one_decision_and_is_undone_as_a_whole(
    desk_of: Desk, public_site: str, editor: User, reviewer: User
) -> None:
    mapping_store.save_text(name="simple", text=SIMPLE, by=editor)
    take_in_and_submit(desk_of(editor))
    page = desk_of(reviewer)
    find_in_queue(page)
    review_as_table(page)
    assert Snapshot.objects.filter(status=Status.APPROVED, decided_by=reviewer).count() == COUNT
    assert ListReviewItem.objects.filter(read_at__isnull=False).count() == 6

    reader = page.context.new_page()
    reader.goto(f"{public_site}/en/persons/?q=Invented+Person7")
    assert "Invented Person7" in reader.inner_text("main")

    lead = User.objects.create_user("lead", is_staff=True)
    lead.groups.set([*editor.groups.all(), *reviewer.groups.all()])
    enrol(lead)
    undo(desk_of(cleared(lead)))
    assert ImportBatch.objects.get().undone_by == lead
    assert not Person.objects.visible_to(reviewer).exists()
    reader.goto(f"{public_site}/en/persons/?q=Invented+Person7")
    assert "No one matches your search." in reader.inner_text("main")
