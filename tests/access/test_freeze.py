"""While everything is frozen nothing is entered, taken in, submitted or decided: by page, by verb, by command."""

import tomllib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts import switches
from accounts.refusals import Refused
from cases.imports import mapping_file
from cases.imports.importing import carry_out, preview
from cases.imports.reading import read_table
from cases.models import ImportBatch
from cases.review import transitions
from tests.access.asking import ask, state
from tests.access.table import lines
from tests.access.world import OTHERS, build, client_of
from tests.cases.imports.conftest import HEAD, SIMPLE

pytestmark = pytest.mark.django_db(databases=["default", "register"])
LIST = (HEAD + "1,Invented Person,1980-01-02,2021-01-02,,IP 1,\n").encode()


def test_no_post_to_any_page_of_records_changes_anything_while_frozen(roles: None) -> None:
    world = build("Editor+Reviewer")
    switches.throw("freeze", on=True, by=None)
    client, before = client_of(world.me), state()
    for line in lines():
        if line.method == "POST" and line.kind == OTHERS and line.pattern.startswith(("admin/cases/", "admin/review/")):
            assert ask(client, world, line, OTHERS).status_code == 403, line.pattern
    assert state() == before


def test_list_is_not_taken_in_while_frozen(roles: None, tmp_path: Path) -> None:
    world = build("Editor")
    mapping, table = mapping_file.read(tomllib.loads(SIMPLE), "simple"), read_table(LIST, "list.csv")
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
        (transitions.check_may_return, snapshot), (transitions.check_may_withdraw, snapshot),
    ):  # fmt: skip
        with pytest.raises(Refused, match="frozen"):
            check(about, world.me)
    with pytest.raises(Refused, match="Nothing of this record is public"):
        transitions.check_may_retract(snapshot.record, world.me)
