"""Reading and exporting the log in the admin."""

import csv
import io

import pytest
from django.test import Client

from accounts import log, reading
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
    assert "Hidden Before" not in as_administrator.get(f"{LOG}{key}/change/").content.decode()


def test_log_shows_case_values_to_who_may_see_cases(entries: None) -> None:
    reader = sign_in(make_user("vera", "accounts.view_entry", "cases.view_person"))
    assert "Hidden Before" in reader.get(LOG).content.decode()


@pytest.mark.parametrize("path", ["", "1/change/", "export/", "add/", "1/delete/", "1/history/"])
def test_log_for_others_is_refused(entries: None, editor: User, path: str) -> None:
    client = sign_in(editor)
    assert client.get(LOG + path).status_code in {403, 405}
    assert client.post(LOG + path).status_code in {403, 405}


def test_log_cannot_be_changed_even_by_a_superuser(entries: None) -> None:
    client = sign_in(make_user("root", is_superuser=True))
    assert client.get(f"{LOG}add/").status_code == 403
    assert client.post(f"{LOG}1/change/", {"note": "x"}).status_code == 403
    assert client.post(f"{LOG}1/delete/", {"post": "yes"}).status_code == 403
    client.post(LOG, {"action": "delete_selected", "_selected_action": ["1"], "post": "yes"})
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
    assert reading.inert(text) == f"'{text}"
    assert reading.inert("a" + text) == "a" + text


def test_log_export_by_get_does_nothing(entries: None, as_administrator: Client) -> None:
    assert as_administrator.get(f"{LOG}export/").status_code == 405
    assert not Entry.objects.filter(action="log exported").exists()


def test_log_leaves_out_what_the_hook_keeps_back(entries: None, as_administrator: Client, settings) -> None:
    settings.ACCOUNTS_READABLE_ENTRIES = "tests.accounts.test_reading.without_persons"
    assert "personname" not in as_administrator.get(LOG).content.decode()
    assert len(exported(as_administrator.post(f"{LOG}export/"))) == 1
    assert as_administrator.get(f"{LOG}1/change/").status_code == 404


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


def test_log_search_finds_the_record_by_number(entries: None, as_administrator: Client) -> None:
    page = as_administrator.get(f"{LOG}?q=3").content.decode()
    assert "personname" in page and "roles changed</td>" not in page
