"""Photos and evidence files go along by their permissions, and come back only as what their rows say."""

import io
import zipfile
from typing import Any

import pytest

from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.evidence import file_store
from cases.models import Evidence, Person, Photo
from cases.spreadsheets.package import take_in
from cases.spreadsheets.package.read_package import read_package
from tests import factories
from tests.cases.spreadsheets.package.test_package import back, edited, edited_names, empty, out

pytestmark = pytest.mark.django_db
TEXT = b"What a page said."


@pytest.fixture
def person(editor: User) -> Person:
    made = factories.person("Асоба", by=editor)
    factories.photo(made, caption="In court", credit="Somebody", internal_notes="n", by=editor)
    source = factories.citation(made, by=editor).source
    sha256 = file_store.keep([TEXT])
    factories.evidence(source, sha256=sha256, size=len(TEXT), original_name="page.txt", fetched_on="2021", by=editor)
    return made


def stored_files() -> list[dict[str, Any]]:
    own = ("id", "created_at", "updated_at", "created_by_id", "updated_by_id", "version", "person_id", "source_id")
    rows = [*Photo.objects.all(), *Evidence.objects.all()]
    found = []
    for row in rows:
        values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in own}
        found.append({name: bytes(value) if name == "content" else value for name, value in values.items()})
    return found


def empty_files() -> None:
    empty()
    file_store.path_of(file_store.digest_of([TEXT])[0]).unlink()


def test_files_come_back_with_everything_that_is_said_of_them(editor: User, person: Person) -> None:
    before = stored_files()
    content = out(editor, with_files=True)
    assert "with 2 files, 0 missing" in Entry.objects.filter(action="exported").latest("sequence").note
    empty_files()
    back(content, editor)
    assert stored_files() == before and len(before) == 2
    assert file_store.is_whole(Evidence.objects.get().sha256)
    assert back(content, editor).new == {}


def test_without_asking_no_file_leaves(editor: User, person: Person) -> None:
    with zipfile.ZipFile(io.BytesIO(out(editor))) as archive:
        assert not {"photos.csv", "evidence.csv"} & set(archive.namelist())
        assert not any(name.startswith("files/") for name in archive.namelist())


def test_evidence_leaves_by_its_permission_and_as_far_as_it_is_open(
    editor: User, reviewer: User, person: Person
) -> None:
    reader = factories.user(permissions=["cases.export_records"])
    with pytest.raises(Refused):
        out(reader, sensitive=False, with_files=True)
    secret = factories.person("Таямніца", restricted=True, readers=[reviewer])
    hidden = factories.citation(secret).source
    factories.evidence(hidden, sha256=file_store.keep([b"secret"]), size=6)
    factories.citation(person, source=hidden)  # of a source that is cited on an open person, too, the file is open
    alone = factories.citation(secret).source
    factories.evidence(alone, sha256=file_store.keep([b"most secret"]), size=11)
    with zipfile.ZipFile(io.BytesIO(out(editor, with_files=True))) as archive:
        told = [archive.read(name) for name in archive.namelist() if name.startswith("files/")]
    assert b"most secret" not in told and b"secret" in told


def test_file_that_is_not_there_is_told_in_the_log(editor: User, person: Person) -> None:
    file_store.path_of(Evidence.objects.get().sha256).unlink()
    out(editor, with_files=True)
    assert "with 1 files, 1 missing" in Entry.objects.filter(action="exported").latest("sequence").note


def jpeg_with_a_comment(told: bytes) -> bytes:
    return told[:2] + b"\xff\xfe\x00\x06GPS!" + told[2:]


def test_other_files_than_the_rows_say_are_refused(editor: User, person: Person) -> None:
    content = out(editor, with_files=True)
    names = {f"files/{row.sha256}": row for row in [*Photo.objects.all(), *Evidence.objects.all()]}
    empty_files()
    wrong = [edited(content, name, lambda told: told + b"x") for name in names]
    wrong.append(edited_names(content, lambda name: name.replace("files/", "files/0") if name in names else name))
    wrong.append(edited(content, "evidence.csv", lambda told: told.replace(b"text/plain", b"application/pdf")))
    wrong.append(edited(content, "photos.csv", lambda told: told.replace(b",8,8,", b",9,8,")))
    for changed in wrong:
        with pytest.raises((Refused, AssertionError)):
            back(changed, editor)
        assert not stored_files()
    assert not Person.objects.exists()


def test_picture_with_metadata_is_refused(editor: User, person: Person) -> None:
    photo = Photo.objects.get()
    bare = bytes(photo.content)
    assert take_in.is_bare_jpeg(bare)
    for changed in (
        jpeg_with_a_comment(bare),
        bare + b"x",
        bare[:2] + b"\xff\xe1\x00\x06Exif" + bare[2:],
        bare[:-2],
        b"",
        b"\xff\xd8",
    ):
        assert not take_in.is_bare_jpeg(changed)


def test_who_may_not_add_evidence_takes_no_files_in(editor: User, person: Person) -> None:
    content = out(editor, with_files=True)
    empty_files()
    by = factories.user(permissions=["cases.import_records", "cases.view_sensitive"])
    shown = take_in.preview(read_package(io.BytesIO(content)), by=by)
    assert {fault.table.noun for fault in shown.faults} == {"photo", "evidence"}
