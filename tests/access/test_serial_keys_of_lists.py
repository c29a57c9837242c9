"""No page of a list tells a serial key: columns, words, preview, what is no longer said, review as a table, sample."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import ImportBatch, ImportDraft
from cases.review.models import ListReview
from cases.spreadsheets.mapping import mapping_store
from tests import factories
from tests.access.test_serial_keys import SERIAL, START, begin_at
from tests.accounts.signing_in import sign_in
from tests.browser.test_import_columns import workbook
from tests.cases.review.lists import submitted_list
from tests.cases.spreadsheets.import_.conftest import SIMPLE
from tests.cases.spreadsheets.test_import_columns import answers, post
from tests.cases.spreadsheets.test_import_columns import upload as upload_workbook
from tests.cases.spreadsheets.test_pages import look, take_in

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def far_keys(roles: None) -> None:
    """Keys that can be recognised, for whatever is made after this."""
    begin_at(START)


def told(answer: Any) -> str:
    """Where a page tells a serial key; "" where it tells none."""
    assert answer.status_code in (200, 409, 422), answer.status_code
    text = answer.content.decode()
    found = SERIAL.search(text)
    return text[max(found.start() - 90, 0) : found.end() + 40] if found else ""


@pytest.fixture
def desk(far_keys: None, editor: User) -> Client:
    """An editor's browser, with places and courts of which a list speaks."""
    country = factories.country(code="BY")
    place = factories.jurisdiction(country=country)
    factories.facility(country=country, name_en="Place IK-17", kind="colony", code="IK-17")
    factories.court(country=country, name_en="A court", name_ru="Суд Ленинского района г. Минска")
    factories.code(jurisdiction=place, name_en="Criminal Code of Belarus", short_name="CC")
    mapping_store.save_text(name="simple", text=SIMPLE, by=editor)
    return sign_in(editor)


def test_pages_from_upload_to_the_preview(desk: Client) -> None:
    shown = upload_workbook(desk, workbook())
    said = answers(shown)
    assert any(str(value).startswith("known:") for value in said.values()), "records are offered"
    assert [told(shown), told(post(desk, said)), told(post(desk, said, look="1"))] == ["", "", ""]
    draft = ImportDraft.objects.latest("pk")
    for page in ("by_hand", "words", "look", "columns"):
        assert told(desk.get(reverse(f"admin:import_{page}", args=[draft.public_id]), follow=True)) == "", page


def test_pages_of_a_second_edition_and_of_what_it_no_longer_says(desk: Client) -> None:
    first = look(desk, "1,Ann Invented,1980,2020-01-02,2021-03,IP 1,\n")
    assert told(first) == ""
    assert told(take_in(desk)) == ""
    second = look(desk, "1,Ann Invented,,2020-01-02,,IP 1,\n2,Anna Invented,1980,,,,\n")
    assert 'name="unsaid-' in second.content.decode() and told(second) == ""
    batch = ImportBatch.objects.get()
    assert told(desk.get(reverse("admin:cases_importbatch_change", args=[batch.pk]))) == ""


def test_pages_of_the_review_of_a_list(far_keys: None, editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(4, editor)
    client = sign_in(reviewer)
    review = reverse("admin:import_review", args=[batch.pk])
    client.post(review, follow=True)
    assert ListReview.objects.get().pk > START
    table, sample = (reverse(f"admin:import_review_{page}", args=[batch.pk, 1]) for page in ("table", "sample"))
    pages = [client.get(page) for page in (review, table, sample, reverse("admin:review_snapshot_changelist"))]
    assert [told(page) for page in pages] == ["", "", "", ""]
    item = ListReview.objects.get().shapes.get().items.first()
    assert client.post(sample, {"item": str(item.pk), "read": "1"}).status_code == 404
