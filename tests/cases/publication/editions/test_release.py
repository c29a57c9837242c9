"""An edition: the register, the downloads, a manifest of every byte, a signature."""

import json
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Entry, User
from cases.models import Person
from cases.public_site.editions.manifest import LIST, MANIFEST, REGISTER, SIGNATURE, file_at, read_withdrawals
from cases.public_site.editions.receive import Host, receive
from cases.public_site.management.commands.receive_edition import needed_columns
from cases.publication.editions import shelf
from cases.publication.editions.signing_key import SigningKey
from cases.review import transitions
from tests import factories
from tests.cases.publication.editions.conftest import release
from tests.promises.people import approve

pytestmark = pytest.mark.django_db(databases=["default", "register"])
DAY = date(2026, 5, 4)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_edition_holds_register_downloads_and_history(
    people: list[Person], key_file: Path, key: SigningKey, place: Path, tmp_path: Path
) -> None:
    release(key_file, day=DAY)
    made = shelf.newest(place)
    assert made is not None
    manifest = made.manifest
    assert (manifest.number, manifest.before) == (1, "")
    assert manifest.moment == datetime(2026, 5, 3, 21, tzinfo=UTC)  # midnight in Minsk
    found = files_of(made.folder)
    assert {file.path for file in manifest.files} == found.keys() - {MANIFEST, MANIFEST + SIGNATURE}
    assert all(file_at(made.folder, file.path) == file for file in manifest.files)
    assert {REGISTER, "site/data/persons.csv", "site/data/manifest.json", "site/editions.json"} <= found.keys()
    assert all(person.public_id.encode() in found["site/data/persons.csv"] for person in people)
    [entry] = made.history()
    assert entry["day"] == "2026-05-04"
    assert entry["figures"] == {"people": 2, "in_custody": 0, "released": 0, "died": 0, "cases": 0}
    assert entry["manifest"] == manifest.digest()
    assert json.loads(found["site/data/manifest.json"])["on"] == "2026-05-04"
    assert (made.folder / REGISTER).stat().st_mode & 0o777 == 0o444
    assert Entry.objects.get(action="edition released").note == f"edition 1, SHA-256 {manifest.digest()}"

    host = Host(tmp_path / "host", tmp_path / "register.link", key.public(), needed_columns(), 0.1)
    assert receive(made.folder, host, now=datetime(2026, 5, 4, 12, tzinfo=UTC)) == ["Edition 1 is in place."]


def test_two_machines_make_the_same_bytes(
    public_file: Path, people: list[Person], key_file: Path, place: Path, tmp_path: Path, editor: User, reviewer: User
) -> None:
    release(key_file, day=DAY)
    approve(factories.person("Трэці", by=editor), editor, reviewer)
    release(key_file, day=date(2026, 5, 5))
    public_file.unlink()  # the other machine builds its register anew: it never saw the order of approvals
    other = tmp_path / "other"
    release(key_file, to=other, like=place / "edition-000002")
    assert files_of(other / "edition-000002") == files_of(place / "edition-000002")
    assert Entry.objects.filter(action="edition released").count() == 2  # a comparison is no release


def test_next_edition_names_the_one_before_and_overwrites_it(people: list[Person], key_file: Path, place: Path) -> None:
    release(key_file, day=DAY)
    first = shelf.at(place / "edition-000001").manifest
    release(key_file, day=date(2026, 5, 5))
    made = shelf.newest(place)
    assert made is not None
    assert (made.manifest.number, made.manifest.before) == (2, first.digest())
    assert not (place / "edition-000001").exists()
    assert [(entry["number"], entry["day"]) for entry in made.history()] == [(1, "2026-05-04"), (2, "2026-05-05")]
    assert made.history()[0]["manifest"] == first.digest()


def test_if_changed_makes_an_edition_for_new_content_or_a_new_day_only(
    people: list[Person], key_file: Path, place: Path, editor: User, reviewer: User
) -> None:
    for day, number in ((DAY, 1), (DAY, 1), (date(2026, 5, 5), 2)):
        release(key_file, day=day, if_changed=True)
        assert [folder.name for folder in place.glob("edition-*")] == [f"edition-{number:06}"]
    factories.custody(people[0], by=editor)  # a private change
    release(key_file, day=date(2026, 5, 5), if_changed=True)
    assert (place / "edition-000002").exists()
    approve(people[0], editor, reviewer)
    release(key_file, day=date(2026, 5, 5), if_changed=True)
    assert (place / "edition-000003").exists()


def test_withdrawn_person_is_in_a_list_and_no_byte_of_them_in_the_next_edition(
    people: list[Person], key_file: Path, place: Path, reviewer: User
) -> None:
    release(key_file, day=DAY)
    transitions.retract(record=people[0], by=reviewer, reason="Danger.")
    release(key_file, day=DAY)
    listed = read_withdrawals((place / "withdrawn" / LIST).read_bytes())
    assert (listed.number, listed.ids) == (1, {people[0].public_id})
    for content in files_of(place / "edition-000002").values():
        assert people[0].public_id.encode() not in content
        assert "Першы 0".encode() not in content
    release(key_file, day=date(2026, 5, 5))
    assert not (place / "withdrawn").exists()


def test_withdrawal_can_be_listed_before_the_next_edition(
    people: list[Person], key_file: Path, place: Path, reviewer: User
) -> None:
    release(key_file, day=DAY)
    transitions.retract(record=people[0], by=reviewer, reason="Danger.")
    release(key_file, only_withdrawn=True)
    assert read_withdrawals((place / "withdrawn" / LIST).read_bytes()).ids == {people[0].public_id}
    assert (place / "withdrawn" / (LIST + SIGNATURE)).exists()
    assert [folder.name for folder in place.glob("edition-*")] == ["edition-000001"]


def test_edition_is_signed_elsewhere_with_the_same_bytes(
    people: list[Person], key_file: Path, place: Path, tmp_path: Path
) -> None:
    release(None, day=DAY)
    folder = place / "edition-000001"
    assert not (folder / (MANIFEST + SIGNATURE)).exists()
    carried = tmp_path / "carried"
    shutil.copytree(folder, carried)
    call_command("sign_edition", carried, key=key_file, verbosity=0)
    release(key_file, to=tmp_path / "other", like=folder)
    assert files_of(carried) == files_of(tmp_path / "other" / "edition-000001")


def test_altered_edition_is_not_signed(people: list[Person], key_file: Path, place: Path) -> None:
    release(None, day=DAY)
    file = place / "edition-000001" / "site" / "data" / "persons.csv"
    file.chmod(0o644)
    file.write_text("altered")
    with pytest.raises(CommandError, match=r"persons\.csv is not what the manifest says"):
        call_command("sign_edition", place / "edition-000001", key=key_file, verbosity=0)
    assert not (place / "edition-000001" / (MANIFEST + SIGNATURE)).exists()


def test_key_or_unsigned_must_be_chosen(place: Path, key_file: Path) -> None:
    for options in ({"key": None, "unsigned": False}, {"key": key_file, "unsigned": True}):
        with pytest.raises(CommandError, match="choose --unsigned"):
            call_command("release_edition", **options)


@pytest.mark.skipif(not shutil.which("minisign"), reason="minisign is not installed")
def test_minisign_checks_an_edition(people: list[Person], key_file: Path, place: Path) -> None:
    release(key_file, day=DAY)
    command = ["minisign", "-V", "-m", str(place / "edition-000001" / MANIFEST), "-p", f"{key_file}.pub"]
    assert b"edition 1 for 2026-05-04" in subprocess.run(command, check=True, capture_output=True).stdout


def test_process_that_makes_the_files_gets_no_key_and_no_database(
    people: list[Person], key_file: Path, place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\nenv > "{told}"\nexit 1\n')
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))
    for name in ("SECRET_KEY", "FIELD_KEYS", "DATABASE_URL"):
        monkeypatch.setenv(f"CASETRACKER_{name}", "secret-value")
    monkeypatch.setenv("CASETRACKER_SMALL_CELLS", "5")
    with pytest.raises(CommandError, match="downloads or pages could not be made"):
        release(key_file, day=DAY)
    assert "secret-value" not in told.read_text()
    assert "CASETRACKER_SMALL_CELLS=5" in told.read_text()
    assert list(place.glob("edition-*")) == []
    assert not (place / ".making").exists()
