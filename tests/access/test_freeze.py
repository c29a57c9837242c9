"""While everything is frozen nothing is entered, taken in, submitted or decided: by page, by verb, by command."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import switches
from accounts.exceptions import Refused
from cases.models import ImportBatch
from cases.models.calendar_link import AgendaLink
from cases.review import transitions
from cases.review.freeze import values_of
from cases.spreadsheets.import_.apply_import import carry_out, preview
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.reading import read_table
from cases.workspace import calendar_tokens
from tests.access.asking import ask, state
from tests.access.routes import walk
from tests.access.table import lines
from tests.access.world import OTHERS, OWN, build, client_of
from tests.cases.spreadsheets.import_.conftest import HEAD, SIMPLE

pytestmark = pytest.mark.django_db(databases=["default", "register"])
LIST = (HEAD + "1,Invented Person,1980-01-02,2021-01-02,,IP 1,\n").encode()


def test_no_post_to_any_page_of_records_changes_anything_while_frozen(roles: None) -> None:
    world = build("Editor+Reviewer")
    switches.throw("freeze", on=True, by=None)
    client, before = client_of(world.me), state()
    names = dict(walk())
    for line in lines():
        if line.method == "POST" and line.kind == OTHERS and line.pattern.startswith(("admin/cases/", "admin/review/")):
            status = ask(client, world, line, OTHERS).status_code
            assert (status == 403) != (names[line.pattern] in settings.ACCOUNTS_OPEN_WHILE_FROZEN), line.pattern
    assert state() == before


def test_what_is_public_is_withdrawn_while_frozen_by_page(roles: None) -> None:
    """Freezing is for an emergency; the person who is in danger must still be taken off the site."""
    world = build("Editor+Reviewer")
    client, snapshot = client_of(world.me), world.snapshots[world.key("snapshot", OTHERS)]
    waiting = world.snapshots[world.key("snapshot", OWN)]
    ticked = values_of(snapshot.content)
    transitions.approve(snapshot=snapshot, by=world.me, digest=snapshot.digest, ticked=ticked)  # type: ignore[arg-type]
    switches.throw("freeze", on=True, by=None)
    for verb in ("approve", "return"):
        page = client.post(
            reverse("admin:review_snapshot_change", args=[waiting.pk]), {"verb": verb, "note": "Because."}
        )
        assert page.status_code == 409 and "frozen" in page.content.decode()
    client.post(reverse("admin:review_snapshot_change", args=[waiting.pk]), {"verb": "withdraw"})
    client.post(
        reverse("admin:review_retract", args=["person", snapshot.record.pk]), {"reason": "Because.", "because": "other"}
    )
    snapshot.refresh_from_db(), waiting.refresh_from_db()
    assert (snapshot.status, waiting.status) == ("retracted", "withdrawn")


def test_every_page_that_stays_open_is_there_and_is_said_on_the_page_of_the_switch(roles: None) -> None:
    named = {name for _pattern, name in walk()}
    assert set(settings.ACCOUNTS_OPEN_WHILE_FROZEN) <= named
    page = client_of(build("Administrator").me).get("/admin/accounts/switch/").content.decode()
    for sentence in settings.ACCOUNTS_OPEN_WHILE_FROZEN.values():
        assert str(sentence) in page


def test_calendar_link_is_ended_and_none_made_while_frozen(roles: None) -> None:
    world = build("Editor")
    client = client_of(world.me)
    client.post("/admin/desk/agenda/link/", {"verb": "make"})
    switches.throw("freeze", on=True, by=None)
    kept = AgendaLink.objects.get(user=world.me).digest
    client.post("/admin/desk/agenda/link/", {"verb": "make"})
    assert AgendaLink.objects.get(user=world.me).digest == kept
    client.post("/admin/desk/agenda/link/", {"verb": "end"})
    assert calendar_tokens.link_of(world.me) is None  # type: ignore[arg-type]


def test_list_is_not_taken_in_while_frozen(roles: None, tmp_path: Path) -> None:
    world = build("Editor")
    mapping, table = parse_mapping.read(tomllib.loads(SIMPLE), "simple"), read_table(LIST, "list.csv")
    shown = preview(mapping, table, world.me, file_name="list.csv")  # type: ignore[arg-type]
    switches.throw("freeze", on=True, by=None)
    before = ImportBatch.objects.count()
    with pytest.raises(Refused, match="frozen"):
        carry_out(shown, world.me, table.sha256)  # type: ignore[arg-type]
    (tmp_path / "mapping.toml").write_text(SIMPLE)
    (tmp_path / "list.csv").write_bytes(LIST)
    for more in ([], ["--dry-run"], ["--submit"]):
        with pytest.raises(CommandError, match="frozen"):
            call_command("import_list", str(tmp_path / "mapping.toml"), str(tmp_path / "list.csv"), "--as", "me", *more)
    assert ImportBatch.objects.count() == before


def test_verbs_of_review_are_refused_while_frozen_but_for_taking_out_of_public(roles: None) -> None:
    world = build("Editor+Reviewer")
    snapshot = world.snapshots[world.key("snapshot", OTHERS)]
    switches.throw("freeze", on=True, by=None)
    for check, about in (
        (transitions.check_may_submit, snapshot.record), (transitions.check_may_approve, snapshot),
        (transitions.check_may_return, snapshot),
    ):  # fmt: skip
        with pytest.raises(Refused, match="frozen"):
            check(about, world.me)
    transitions.check_may_withdraw(snapshot, world.me)
    with pytest.raises(Refused, match="This record is not published"):
        transitions.check_may_retract(snapshot.record, world.me)
