"""Reading and exporting the log in the admin."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from accounts.admin_addresses import encrypted_key
from accounts.audit import export, log, verify
from accounts.models import Entry, User
from tests.accounts.signing_in import make_user, sign_in

LOG = "/admin/accounts/entry/"


@pytest.fixture
def entries(editor: User) -> None:
    log.write_many(
        [
            log.Draft(
                action="changed", by=editor, kind="personname", key=7, root_kind="person", root_key=3, field="text",
                before="Hidden Before", after="=HYPERLINK(1)",
            ),
            log.Draft(action="roles changed", by=editor, kind="accounts.user", key=9, after="Editor"),
        ]
    )  # fmt: skip


def exported(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_log_is_listed_and_hides_case_values_from_who_may_not_see_cases(
    entries: None, as_administrator: Client
) -> None:
    page = as_administrator.get(LOG).content.decode()
    assert "roles changed" in page and "Editor" in page and "Hidden Before" not in page
    key = Entry.objects.get(action="changed").pk
    assert "Hidden Before" not in as_administrator.get(entry_page("change", key)).content.decode()


def test_log_shows_case_values_to_who_may_see_cases(entries: None) -> None:
    reader = sign_in(make_user("vera", "accounts.view_entry", "cases.view_person"))
    assert "Hidden Before" in reader.get(LOG).content.decode()


def entry_page(page: str, number: int = 1) -> str:
    return reverse(f"admin:accounts_entry_{page}", args=[number])


@pytest.mark.parametrize("path", ["", "change", "export/", "add/", "delete", "history"])
def test_log_for_others_is_refused(entries: None, editor: User, path: str) -> None:
    client, address = sign_in(editor), LOG + path if path.endswith("/") or not path else entry_page(path)
    assert client.get(address).status_code in {403, 405}
    assert client.post(address).status_code in {403, 405}


def test_log_cannot_be_changed_even_by_a_superuser(entries: None) -> None:
    client = sign_in(make_user("root", is_superuser=True))
    assert client.get(f"{LOG}add/").status_code == 403
    assert client.post(entry_page("change"), {"note": "x"}).status_code == 403
    assert client.post(entry_page("delete"), {"post": "yes"}).status_code == 403
    client.post(
        LOG, {"action": "delete_selected", "_selected_action": [encrypted_key("accounts.entry", 1)], "post": "yes"}
    )
    assert Entry.objects.filter(pk=1).exists()


def test_log_export_is_logged_first_and_takes_the_filter(
    entries: None, administrator: User, as_administrator: Client
) -> None:
    rows = exported(as_administrator.post(f"{LOG}export/?action=roles changed"))
    assert [row["action"] for row in rows] == ["roles changed"]
    entry = Entry.objects.get(action="log exported")
    assert entry.by == administrator and entry.after == "1" and "roles" in entry.note


def test_log_export_is_inert_in_a_spreadsheet_and_hides_what_is_hidden(entries: None, as_administrator: Client) -> None:
    hidden = exported(as_administrator.post(f"{LOG}export/"))[0]
    assert "Hidden" not in hidden["before"]
    reader = sign_in(make_user("vera", "accounts.view_entry", "accounts.export_entry", "cases.view_person"))
    row = exported(reader.post(f"{LOG}export/"))[0]
    assert row["after"] == "'=HYPERLINK(1)" and row["before"] == "Hidden Before"


@pytest.mark.parametrize("text", ["＝1+1", "\n=1", " \u3000@SUM(1)", "－2"])
def test_log_export_makes_every_beginning_of_a_formula_inert(text: str) -> None:
    assert export.inert(text) == f"'{text}"
    assert export.inert("a" + text) == "a" + text


def test_log_export_by_get_does_nothing(entries: None, as_administrator: Client) -> None:
    assert as_administrator.get(f"{LOG}export/").status_code == 405
    assert not Entry.objects.filter(action="log exported").exists()


def test_log_leaves_out_what_the_hook_keeps_back(entries: None, as_administrator: Client, settings) -> None:
    settings.ACCOUNTS_READABLE_ENTRIES = "tests.accounts.audit.test_export.without_persons"
    assert "personname" not in as_administrator.get(LOG).content.decode()
    assert len(exported(as_administrator.post(f"{LOG}export/"))) == 1
    assert as_administrator.get(entry_page("change")).status_code == 404


def without_persons(user: User, entries):
    return entries.exclude(root_kind="person")


@pytest.mark.parametrize(
    "query",
    ["q=7", "q=abc", "q=" + "9" * 40, "q=%00", "at__year=99999", "at__year=x", "action=%FF", "who=nobody", "kind=x", "p=99999",
     "o=1.2.3.99", "secret__startswith=a", "by__password__startswith=a", "e=1", "all="],
)  # fmt: skip
def test_log_strange_filters_are_no_error_of_the_server(entries: None, as_administrator: Client, query: str) -> None:
    assert as_administrator.get(f"{LOG}?{query}").status_code in {200, 302, 400}
    assert as_administrator.post(f"{LOG}export/?{query}").status_code in {200, 302, 400}


def test_log_search_finds_an_account_by_what_its_address_says(entries: None, as_administrator: Client) -> None:
    page = as_administrator.get(f"{LOG}?q={encrypted_key('accounts.user', 9)}").content.decode()
    assert ">changed</td>" not in page and "roles changed</td>" in page


def test_log_shows_numbers_only_to_who_may_see_them(entries: None, as_administrator: Client) -> None:
    """Numbers have gaps where an entry is hidden from the reader."""
    assert "sequence" not in exported(as_administrator.post(f"{LOG}export/"))[0]
    for address in (LOG, entry_page("change")):
        assert "field-sequence" not in as_administrator.get(address).content.decode()
    reader = sign_in(make_user("vera", "accounts.view_entry", "accounts.export_entry", "accounts.view_entry_numbers"))
    assert exported(reader.post(f"{LOG}export/"))[0]["sequence"] == "1"
    assert "field-sequence" in reader.get(LOG).content.decode()


@pytest.mark.django_db
def test_hidden_values_are_not_found_by_trying(entries: None, as_administrator: Client) -> None:
    """As reported: birth dates, gender and names came back from unsalted digests in under a second."""
    log.write_many(
        [
            log.Draft(action="added", kind="person", key=3, root_kind="person", root_key=3, field=field, after=value)
            for field, value in (("born", "1990-05-17"), ("gender", "female"), ("text", "Вядомы Чалавек"))
        ]
    )
    hidden = [entry for entry in Entry.objects.order_by("sequence") if entry.kind in ("person", "personname")]
    digests = {entry.digest for entry in hidden}
    shown = b"".join(as_administrator.post(f"{LOG}export/").streaming_content).decode()
    for number in Entry.objects.values_list("sequence", flat=True):
        shown += as_administrator.get(entry_page("change", number)).content.decode()
    shown += as_administrator.get(LOG).content.decode()
    assert not [digest for digest in digests if digest in shown]
    assert not [salt for salt in Entry.objects.values_list("salt", flat=True) if salt in shown]
    for entry in hidden:  # and even whoever had the digest would not find the value: the salt is not known
        real, days = entry.digest, [f"1990-05-{day:02}" for day in range(1, 32)]
        for guess in (*days, "female", "male", "Вядомы Чалавек"):
            for salt in ("", "0" * 32):
                entry.after, entry.salt = guess, salt
                assert log.digest_of(entry) != real
    assert len(set(Entry.objects.values_list("salt", flat=True))) == Entry.objects.count()
    assert verify.verify() == []


@pytest.mark.django_db
def test_page_of_an_entry_shows_the_digest_of_no_hidden_neighbour(entries: None, as_administrator: Client) -> None:
    first, second = Entry.objects.order_by("sequence")[:2]
    page = as_administrator.get(entry_page("change", second.sequence)).content.decode()
    assert second.digest in page and first.digest not in page
