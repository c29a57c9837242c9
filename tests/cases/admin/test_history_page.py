"""The history of a record: one line a change, grouped by save, filtered by person and field."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.encrypted_choices import choice_of
from accounts.models import User
from cases.models import Source
from tests import factories
from tests.access.world import account
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import opened, saved, with_row
from tests.cases.admin.test_record_admin import page

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def lines(html: str) -> list[str]:
    """The lines of the page as a reader sees them."""
    items = re.findall(r"<li><span class=\"did\">(.*?)</li>", html, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", item)).strip() for item in items]


def history(client: Client, person: object, **asked: str) -> str:
    return client.get(page(person, "history"), asked).content.decode()


def test_changed_field_is_one_line_and_added_row_is_one_line_within_its_save(as_editor: Client) -> None:
    person = factories.person("Іван Першы", born="1979", by=None)
    form = with_row(opened(as_editor, page(person)), "custody", kind="arrest", from_date="2021-03-05", until="")
    assert as_editor.post(page(person), form | {"born": "1980"}).status_code == 302
    html = history(as_editor, person)
    newest = html.split('<section class="save">')[1]
    told = lines(newest)
    assert len(told) == 2
    assert "added Period of custody" in told[0]
    assert "kind: arrest" in told[0] and "from: 2021-03-05" in told[0]
    assert told[1].startswith("changed Person born: 1979 → 1980")


def test_history_is_filtered_by_person_and_by_field(as_editor: Client, editor: User, roles: None) -> None:
    person = factories.person("Іван Першы", born="1979")
    colleague = account("colleague", "Editor")
    saved(as_editor, page(person), born="1980")
    saved(sign_in(colleague), page(person), born="1981", internal_notes="Called the family.")
    by_colleague = history(as_editor, person, by=choice_of(colleague))
    assert "1980 → 1981" in " ".join(lines(by_colleague))
    assert "1979 → 1980" not in " ".join(lines(by_colleague))
    of_field = lines(history(as_editor, person, field="person.born"))
    assert [line for line in of_field if "born" not in line] == []
    assert "1979 → 1980" in " ".join(of_field)
    assert "No changes match these filters." in history(as_editor, person, field="person.nothing")


def test_digest_of_a_submission_stands_behind_a_link(as_editor: Client) -> None:
    person = factories.person("Іван Першы")
    saved(as_editor, page(person), _submit="1", born="1979")
    html = history(as_editor, person)
    before, _details, after = html.partition("<details>")
    assert not re.search(r"[0-9a-f]{64}", before)
    assert re.search(r"<code>[0-9a-f]{64}</code>", after)
    assert "submission" in before.lower()


def test_filters_do_not_offer_what_the_reader_may_not_see(as_editor: Client, roles: None) -> None:
    other = account("colleague", "Editor")
    hidden = factories.person("Таемны", restricted=True, readers=[other], by=other)
    case = factories.case(by=None)
    factories.defendant(case=case, person=hidden, by=other)
    html = history(as_editor, case)
    assert str(other) not in html
    assert "Таемны" not in html
    assert "defendant" not in html.split("history-field")[-1].lower() if "history-field" in html else True


def test_history_of_a_source_is_a_page_of_the_same_kind(as_editor: Client) -> None:
    address = reverse("admin:cases_source_add")
    assert as_editor.post(address, opened(as_editor, address) | {"title": "A report"}).status_code == 302
    assert "title: A report" in lines(history(as_editor, Source.objects.get()))[0]
