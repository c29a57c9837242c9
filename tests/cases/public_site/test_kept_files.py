"""Whole files are made once for each edition, beside the pages, and go with the edition."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from cases.models import Case, Person
from cases.public_site.downloads import kept_files, limited_downloads
from cases.publication import publish
from cases.review import transitions
from tests import factories
from tests.cases.public_site.routes import content_of
from tests.casetracker.serving.test_slow_readers import SLOW, USUAL, opened
from tests.promises.people import approve

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def test_files_and_manifest_are_drawn_once(
    reader: Client, public: tuple[Person, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {name: content_of(reader.get(f"/data/{name}")) for name in kept_files.NAMES}
    monkeypatch.setattr(kept_files, "documents", lambda *_given: pytest.fail("A file was drawn again."))
    assert {name: content_of(reader.get(f"/data/{name}")) for name in kept_files.NAMES} == first
    assert reader.get("/data/manifest.csv").status_code == 404


def test_whole_list_is_the_same_under_both_addresses(reader: Client, public: tuple[Person, Case]) -> None:
    for listing in ("persons", "cases", "hearings"):
        for extension in kept_files.WHOLE:
            whole = content_of(reader.get(f"/data/{listing}.{extension}"))
            assert whole == content_of(reader.get(f"/en/{listing}.{extension}"))


def test_while_files_are_made_readers_are_told_to_come_again(
    reader: Client, public: tuple[Person, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files._kept_by_a_thread, "is_set", lambda: True)
    for name in kept_files.NAMES:
        response = reader.get(f"/data/{name}")
        assert (response.status_code, response.headers["Retry-After"]) == (503, limited_downloads.SOON)


def test_lists_are_drawn_for_a_few_readers_at_a_time(reader: Client, public: tuple[Person, Case]) -> None:
    drawn = [reader.get(f"/en/persons.csv?gender={gender}") for gender in ("male", "female")]
    late = reader.get("/en/courts.csv")
    assert [one.status_code for one in drawn] == [200, 200]
    assert (late.status_code, late.headers["Retry-After"]) == (503, limited_downloads.SOON)
    assert reader.get("/en/persons/").status_code == 200
    for one in drawn:
        content_of(one)
    assert reader.get("/en/courts.csv").status_code == 200


def test_turn_of_a_file_that_nobody_reads_ends_with_its_answer() -> None:
    for _time in range(3 * limited_downloads.AT_ONCE):
        response = limited_downloads.streamed(iter([b"a", b"b"]), media_type="text/csv", name="a.csv")
        assert response.status_code == 200
        response.close()


@pytest.fixture
def port(public_file: Path, tmp_path: Path) -> Iterator[int]:
    """The public site under its server, over the register of this test."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "casetracker.settings.public",
        "CASETRACKER_REGISTER": str(public_file),
        "CASETRACKER_DATA": str(tmp_path),
    }
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:casetracker.serving.gunicorn_conf"]
    command += ["-b", f"127.0.0.1:{free}", "casetracker.wsgi_public:application"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment) as server:
        try:
            until(lambda: get(free, "/en/")[0] == 200)
            yield free
        finally:
            server.terminate()


def until(holds: Callable[[], bool]) -> None:
    """Ask again and again, for two minutes at most."""
    deadline = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def get(port: int, path: str) -> tuple[int, bytes]:
    """Ask the served site; 0 where it does not answer yet."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()
    except OSError:
        return 0, b""


def test_served_site_keeps_the_files_of_its_edition_alone(
    public_file: Path, port: int, tmp_path: Path, editor: User, reviewer: User
) -> None:
    person = factories.person("Знікне Знікненка", by=editor)
    approve(person, editor, reviewer)

    def made() -> dict[str, Any]:
        status, body = get(port, "/data/manifest.json")
        return json.loads(body) if status == 200 else {}

    def shows(count: int) -> bool:
        return made().get("edition") is not None and get(port, "/data/persons.jsonl")[1].count(b"\n") == count

    until(lambda: shows(1))
    begun = time.monotonic()
    assert get(port, "/en/persons/")[0] == 200
    usual = max(USUAL, 10 * (time.monotonic() - begun))
    with ExitStack() as stack:  # readers who take nothing, of every kind of file and of pages
        paths = ["/data/persons.jsonl", "/data/cases.csv", "/en/persons.xlsx", "/en/", "/data/manifest.json"]
        for number in range(SLOW):
            stack.enter_context(opened(port, paths[number % len(paths)]))
        for _time in range(3):
            begun = time.monotonic()
            assert get(port, "/en/persons/")[0] == 200
            assert time.monotonic() - begun < usual
    transitions.retract(record=person, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert person.public_id.encode() not in get(port, "/data/persons.jsonl")[1]  # not even before they were made anew
    until(lambda: shows(0))
    files = [file for file in (tmp_path / "downloads").rglob("*") if file.is_file()]
    assert len([file for file in files if file.name == "persons.jsonl"]) == 1
    assert all(person.public_id.encode() not in file.read_bytes() for file in files)
