"""The calendar link: what it shows, to whom, and how it ends."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts import switches
from accounts.models import Entry, Switch, SwitchName, User
from cases.models import AgendaLink, Case, Court
from cases.workspace import calendar_tokens
from cases.workspace.agenda import Entry as Shown
from cases.workspace.calendar_file import written
from tests import factories
from tests.access.world import account, client_of
from tests.cases.workspace.worlds import SECRET

pytestmark = pytest.mark.django_db(databases=["default", "register"])
LINK = "/admin/desk/agenda/link/"


def soon(days: int = 2) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def read(token: str) -> tuple[int, str]:
    response = Client().get(f"/agenda/{token}.ics")
    return response.status_code, response.content.decode()


def hearing(title: str, **given: object) -> Case:
    case = factories.case(title=title, court=Court.objects.first() or factories.court(name_en="Court; of, Invention"))
    factories.hearing(case, day=soon(), time="10:00", room="5", **given)
    return case


def test_link_shows_the_agenda_without_a_session_and_without_titles(editor: User) -> None:
    hearing("Справа Выдуманага")
    status, told = read(calendar_tokens.make_link(by=editor))
    assert status == 200 and "Справа" not in told
    assert "BEGIN:VEVENT" in told and "SUMMARY:trial session" in told and "Court\\; of\\, Invention" in told
    assert re.search(r"DTSTART:\d{8}T070000Z", told), "10:00 in Minsk"
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))


def test_titles_are_shown_where_the_owner_asked_but_never_of_a_restricted_case(editor: User) -> None:
    hearing("Справа вядомая")
    hidden = hearing(f"{SECRET} справа")
    token = calendar_tokens.make_link(by=editor, titles=True)
    hidden = factories.restrict(hidden)
    assert read(token)[1].count("BEGIN:VEVENT") == 1
    hidden.set_readers([editor, *hidden.readers.all()], by=None)
    told = read(token)[1]
    assert told.count("BEGIN:VEVENT") == 2 and "Справа вядомая" in told.replace("\r\n ", "") and SECRET not in told


def test_link_follows_what_the_owner_may_see_at_the_time_of_reading(editor: User) -> None:
    token = calendar_tokens.make_link(by=editor)
    case = hearing("Справа")
    assert "VEVENT" in read(token)[1]
    case = factories.restrict(case)
    assert "VEVENT" not in read(token)[1]


def test_every_link_that_does_not_work_is_answered_alike(editor: User) -> None:
    hearing("Справа")
    never = read("never-given")
    assert never[0] == 404
    old = calendar_tokens.make_link(by=editor)
    token = calendar_tokens.make_link(by=editor)
    assert read(old) == never and read(token)[0] == 200
    editor.groups.clear()
    assert read(token) == never
    editor.groups.set(editor.groups.model.objects.filter(name="Editor"))
    assert read(token)[0] == 200
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert read(token) == never
    User.objects.filter(pk=editor.pk).update(is_active=True)
    calendar_tokens.end_link(by=editor)
    assert read(token) == never and not calendar_tokens.end_link(by=editor)


def test_link_is_dead_while_the_site_is_locked(editor: User, administrator: User) -> None:
    token = calendar_tokens.make_link(by=editor)
    Switch.objects.update_or_create(name=SwitchName.LOCK, defaults={"on": True, "since": timezone.now()})
    assert switches and read(token)[0] == 404


def test_only_the_digest_is_kept_and_the_secret_is_in_no_log(editor: User) -> None:
    token = calendar_tokens.make_link(by=editor)
    read(token)
    read(token)
    assert AgendaLink.objects.get().digest != token
    kept = [str(row) for model in (AgendaLink, Entry) for row in model.objects.values_list()]
    assert not [row for row in kept if token in row]
    actions = list(Entry.objects.filter(kind=calendar_tokens.KIND).order_by("pk").values_list("action", flat=True))
    assert actions == ["calendar link made", "calendar read by link"]


def test_page_shows_the_link_once_and_ends_it(editor: User) -> None:
    client = client_of(editor)
    address = re.search(r"http://testserver(/agenda/[\w-]+\.ics)", client.post(LINK, {"verb": "make"}).content.decode())
    assert address and Client().get(address[1]).status_code == 200
    assert address[1] not in client.get(LINK).content.decode()
    client.post(LINK, {"verb": "end"})
    assert Client().get(address[1]).status_code == 404


def test_answer_is_a_file_that_nobody_stores(editor: User) -> None:
    response = Client().get(f"/agenda/{calendar_tokens.make_link(by=editor)}.ics")
    assert response["Cache-Control"] == "no-store" and response["Content-Type"].startswith("text/calendar")
    assert response["X-Content-Type-Options"] == "nosniff" and "attachment" in response["Content-Disposition"]
    assert not response.cookies


def test_line_breaks_in_a_title_cannot_forge_an_event(editor: User) -> None:
    case = factories.case(title="x\r\nBEGIN:VEVENT\nSUMMARY:forged")
    row = factories.hearing(case, day=soon())
    told = written([Shown(row, None, {}, {})], titles=True, stamp=timezone.now())
    assert told.count(b"\r\nBEGIN:VEVENT") == 1


def test_two_accounts_have_links_of_their_own(editor: User) -> None:
    first, second = calendar_tokens.make_link(by=editor), calendar_tokens.make_link(by=account("other", "Editor"))
    assert read(first)[0] == read(second)[0] == 200
