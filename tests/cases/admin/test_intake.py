"""What arrives: encrypted, for named staff alone, and the chain from it to the records."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.encrypted_choices import choice_of
from accounts.models import Entry, User
from cases.models import Intake, IntakeUse, Person, Source
from tests import factories
from tests.access.world import account
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import opened, saved, with_row
from tests.cases.admin.test_record_admin import page

pytestmark = pytest.mark.django_db
ADD = "admin:cases_intake_add"
STORY = "Яго білі ў ізалятары."


@pytest.fixture
def reader(roles: None) -> User:
    return account("reader", "Editor")


def enter(client: Client, **given: Any) -> Intake:
    """Enter something on the page, as an editor does."""
    form = opened(client, reverse(ADD)) | {"subject": "Ліст", "says": STORY, "from_whom": "Сястра"} | given
    response = client.post(reverse(ADD), form)
    assert response.status_code == 302, response.content.decode()
    entry: Intake = Intake._base_manager.latest("pk")
    return entry


def test_entry_is_restricted_to_whoever_entered_it_from_the_start(
    as_editor: Client, editor: User, reader: User
) -> None:
    entry = enter(as_editor)
    assert entry.restricted
    assert list(entry.readers.all()) == [editor]
    other = sign_in(reader)
    assert other.get(page(entry)).status_code == 404
    assert "0 intake" in other.get(reverse("admin:cases_intake_changelist")).content.decode()
    assert saved(as_editor, page(entry), readers=[choice_of(editor), choice_of(reader)]).status_code == 302
    assert other.get(page(entry)).status_code == 200


def test_reviewer_has_no_intake_even_if_named(as_editor: Client, reviewer: User) -> None:
    entry = enter(as_editor)
    entry.set_readers([*entry.readers.all(), reviewer], by=None)
    client = sign_in(reviewer)
    for address in (page(entry), reverse("admin:cases_intake_changelist"), reverse(ADD)):
        assert client.get(address).status_code == 403


def test_words_are_stored_and_logged_encrypted_alone(as_editor: Client) -> None:
    entry = enter(as_editor)
    saved(as_editor, page(entry), says=STORY + " Потым адпусцілі.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, says, from_whom FROM cases_intake")
        stored = " ".join(cursor.fetchone())
        cursor.execute("SELECT before, after, note FROM accounts_entry")
        stored += " ".join(" ".join(row) for row in cursor.fetchall())
    for word in ("Ліст", "білі", "Сястра", "адпусцілі"):
        assert word not in stored
    assert entry.says == STORY


def test_from_whom_is_shown_only_where_it_is_asked_for_and_that_is_logged(as_editor: Client, editor: User) -> None:
    entry = enter(as_editor)
    assert "Сястра" not in as_editor.get(page(entry)).content.decode()
    assert not Entry.objects.filter(action="read sensitive").exists()
    assert "Сястра" in as_editor.get(page(entry) + "?sensitive=1").content.decode()
    assert Entry.objects.filter(action="read sensitive", kind="intake", key=entry.pk, by=editor).count() == 1
    assert Entry.objects.filter(action="read restricted", kind="intake", key=entry.pk, by=editor).count() == 2
    assert "Сястра" not in as_editor.get(page(entry, "history")).content.decode()


def test_from_whom_stays_when_the_page_is_saved_without_it(as_editor: Client) -> None:
    entry = enter(as_editor)
    assert saved(as_editor, page(entry), status="worked", from_whom="forged").status_code == 302
    now = Intake._base_manager.get(pk=entry.pk)
    assert (now.status, now.from_whom) == ("worked", "Сястра")


def test_setting_aside_without_a_reason_is_refused(as_editor: Client) -> None:
    entry = enter(as_editor)
    assert "Enter why it is not used." in saved(as_editor, page(entry), status="set_aside", reason=" ").content.decode()
    assert saved(as_editor, page(entry), status="set_aside", reason="Known already.").status_code == 302


def test_list_finds_by_id_and_filters_and_says_nothing_of_others(as_editor: Client, reader: User) -> None:
    mine = enter(as_editor, subject="Мой ліст")
    enter(sign_in(reader), subject="Чужы ліст")
    listed = reverse("admin:cases_intake_changelist")
    html = as_editor.get(listed).content.decode()
    assert "Мой ліст" in html
    assert "Чужы ліст" not in html
    assert "Мой ліст" in as_editor.get(listed, {"q": mine.public_id}).content.decode()
    assert "Мой ліст" not in as_editor.get(listed, {"q": "Мой"}).content.decode()
    assert "Мой ліст" not in as_editor.get(listed, {"status__exact": "worked"}).content.decode()


@pytest.mark.parametrize(
    ("noun", "given"),
    [("source", {"title": "Ліст сястры"}), ("person", {"names-0-text": "Новы Чалавек", "names-0-language": "be"})],
)
def test_record_made_from_the_page_of_an_entry_keeps_the_chain(
    as_editor: Client, editor: User, reader: User, noun: str, given: dict[str, str]
) -> None:
    entry = enter(as_editor, channel="letter", received_on="March 2022")
    address = reverse(f"admin:cases_{noun}_add") + f"?intake={entry.public_id}"
    assert f'href="{page(entry)}"' in as_editor.get(address).content.decode()
    form = opened(as_editor, address)
    if noun == "source":
        assert (form["kind"], form["published"]) == ("document", "March 2022")
    assert as_editor.post(address, form | given).status_code == 302
    use = IntakeUse._base_manager.get(intake=entry)
    assert (use.made.noun(), use.created_by) == (noun, editor)
    assert page(entry) in as_editor.get(page(use.made)).content.decode()
    assert str(use.made) in as_editor.get(page(entry)).content.decode()
    other = sign_in(reader).get(page(use.made)).content.decode()
    assert page(entry) not in other
    assert entry.public_id[:4] not in other


def test_case_made_from_the_page_of_an_entry_keeps_the_chain(as_editor: Client) -> None:
    entry = enter(as_editor)
    address = reverse("admin:cases_case_add") + f"?intake={entry.public_id}"
    form = opened(as_editor, address) | {"title": "New", "jurisdiction": choice_of(factories.jurisdiction())}
    assert as_editor.post(address, form).status_code == 302
    assert IntakeUse._base_manager.get(intake=entry).case is not None


def test_entry_barred_or_unknown_in_the_address_is_left_alone(as_editor: Client, reader: User) -> None:
    hidden = enter(sign_in(reader))
    for key in (choice_of(hidden), str(hidden.pk), str(10**6), "x", "9" * 40):
        address = reverse("admin:cases_source_add") + f"?intake={key}"
        form = opened(as_editor, address) | {"title": f"Report {key[:9]}"}
        assert as_editor.post(address, form).status_code == 302
    assert not IntakeUse._base_manager.exists()


def test_record_that_is_there_already_is_named_on_the_page_of_the_entry_once(as_editor: Client) -> None:
    entry, person = enter(as_editor), factories.person()
    row = {"source": "", "person": choice_of(person), "case": ""}
    assert as_editor.post(page(entry), with_row(opened(as_editor, page(entry)), "uses", **row)).status_code == 302
    again = as_editor.post(page(entry), with_row(opened(as_editor, page(entry)), "uses", **row))
    assert "This person is already listed." in again.content.decode()
    two = row | {"source": choice_of(factories.source())}
    refused = as_editor.post(page(entry), with_row(opened(as_editor, page(entry)), "uses", **two))
    assert "Choose a source, a person or a case in each row" in refused.content.decode()
    assert IntakeUse._base_manager.count() == 1


def test_record_barred_to_a_reader_of_the_entry_is_not_named_there(as_editor: Client, reader: User) -> None:
    entry = enter(as_editor)
    secret = factories.person("Таемны", restricted=True, readers=[reader])
    IntakeUse(intake=entry, person=secret).save(by=reader)
    for address in (page(entry), page(entry, "history")):
        assert "Таемны" not in as_editor.get(address).content.decode()


def test_auditor_reads_nothing_in_the_log_of_an_entry_barred_to_them(as_editor: Client, auditor: User) -> None:
    entry = enter(as_editor)
    IntakeUse(intake=entry, person=factories.person("Заўважны")).save(by=None)
    client = sign_in(auditor)
    log = reverse("admin:accounts_entry_changelist")
    assert str(entry) not in client.get(log, {"q": "intake"}).content.decode()
    assert entry.public_id[:4] not in client.get(log).content.decode()
    assert Person.objects.count() == 1


def test_source_made_of_a_barred_entry_shows_its_title_and_no_evidence(as_editor: Client, reader: User) -> None:
    client = sign_in(reader)
    entry = enter(client)
    address = reverse("admin:cases_source_add") + f"?intake={entry.public_id}"
    client.post(address, opened(client, address) | {"title": "A letter"})
    kept = factories.evidence(Source.objects.get(), original_name="letter of the sister.txt", by=reader)
    html = as_editor.get(page(kept.source)).content.decode()
    assert "A letter" in html
    assert "sister" not in html
