"""The register as a file: missing, replaced while it is read, hidden behind the neutral page; and no reader is written down."""

import json
import logging
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from accounts.models import User
from cases.models import Case, Person
from cases.publication import publish
from casetracker.logging_json import JsonFormatter
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])

READ = """
import json, os, sys
import django
from django.conf import settings
from django.db import connections
django.setup()
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.test import Client
reader = Client(SERVER_NAME="localhost")
for line in sys.stdin:
    response = reader.get(line.strip())
    print(json.dumps([response.status_code, response.content.decode()]), flush=True)
"""


class Process:
    """The public process, with the register file that it is given and nothing else."""

    def __init__(self, register: Path) -> None:
        environment = {
            "DJANGO_SETTINGS_MODULE": "casetracker.settings.public",
            "CASETRACKER_REGISTER": str(register),
            "CASETRACKER_DATA": str(register.parent),
            "PATH": "/usr/bin:/bin",
        }
        self.child = subprocess.Popen(
            [sys.executable, "-c", READ],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def get(self, address: str) -> tuple[int, str]:
        """Ask for a page."""
        assert self.child.stdin
        assert self.child.stdout
        self.child.stdin.write(f"{address}\n")
        self.child.stdin.flush()
        status, body = json.loads(self.child.stdout.readline())
        return status, body

    def end(self) -> None:
        """Let it go."""
        self.child.communicate()


@pytest.fixture
def process(tmp_path: Path) -> Any:
    """A public process over a register that lies nowhere yet."""
    started = Process(tmp_path / "register.sqlite3")
    yield started
    started.end()


def test_process_follows_a_replaced_register(process: Process, approved: Any, editor: Any, tmp_path: Path) -> None:
    register = tmp_path / "register.sqlite3"
    assert process.get("/en/persons/")[0] == 503
    first = factories.person("Першая Асоба", by=editor)
    approved(first)
    publish.rebuild(register)
    page = f"/en/persons/{first.public_id}/"
    answers = [process.get(page)]
    publish.rebuild(tmp_path / "other.sqlite3")
    with sqlite3.connect(tmp_path / "other.sqlite3") as connection:
        connection.execute("DELETE FROM register_publishedperson")
        connection.execute("DELETE FROM register_publisheddocument")
        connection.execute("UPDATE register_edition SET digest = 'other'")
    connection.close()
    shutil.move(tmp_path / "other.sqlite3", register)
    answers.append(process.get(page))
    register.with_name("register.sqlite3.neutral").touch()
    answers.append(process.get(page))
    register.with_name("register.sqlite3.neutral").unlink()
    register.unlink()
    answers.append(process.get(page))
    assert [status for status, _body in answers] == [200, 404, 503, 503]
    assert "closed at the moment" in answers[2][1]
    assert "Not available at the moment" in answers[3][1]


@pytest.mark.parametrize("in_place", [True, False])
def test_damaged_register_answers_503_whole_and_never_a_part(
    process: Process, approved: Any, editor: Any, tmp_path: Path, in_place: bool
) -> None:
    """What lies there is put there in the place of a good one that is being read, or written over it; then a good one again."""
    register, good = tmp_path / "register.sqlite3", tmp_path / "good.sqlite3"
    person = factories.person("Першая Асоба", by=editor)
    approved(person)
    publish.rebuild(good)
    content = good.read_bytes()
    another = tmp_path / "another.sqlite3"
    shutil.copyfile(good, another)
    with sqlite3.connect(another) as connection:
        connection.execute("DROP TABLE register_publishedname")
    connection.close()
    page = content[:4096]
    damages = {
        "half": content[: len(content) // 2],
        "its end is zeros": content[: len(content) // 2].ljust(len(content), b"\0"),
        "its pages are garbage": page + bytes(range(256)) * ((len(content) - 4096) // 256),
        "empty": b"",
        "garbage": b"garbage" * 1000,
        "another version": another.read_bytes(),
    }
    addresses = ["/en/", "/en/persons/", f"/en/persons/{person.public_id}/", "/en/persons/?q=persaja", "/en/figures/"]

    def put(what: bytes) -> None:
        if in_place and register.exists():
            register.write_bytes(what)
        else:
            (tmp_path / "coming").write_bytes(what)
            (tmp_path / "coming").replace(register)

    for name, damage in damages.items():
        put(content)
        assert [process.get(one)[0] for one in addresses] == [200] * len(addresses), name
        put(damage)
        answers = [process.get(one) for one in (*addresses, *addresses)]
        assert {status for status, _body in answers} <= {200, 503}, name
        first = next(at for at, (status, _body) in enumerate(answers) if status == 503)
        assert all(status == 503 and "Not available" in body for status, body in answers[first:]), name
    put(content)
    assert process.get("/en/persons/")[0] == 200


def test_no_log_line_tells_what_was_read(
    reader: Client, public: tuple[Person, Case], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    planted = "plantedterm"
    reader.get(f"/en/persons/?q={planted}")
    reader.get(f"/en/persons/?status={planted}")
    reader.get(f"/en/{planted}/")
    written = "".join(
        JsonFormatter().format(record) for record in caplog.records if record.name != "django.db.backends"
    )
    assert planted not in written
    assert public[0].public_id not in written


def test_every_answer_must_be_asked_for_again(reader: Client, public: tuple[Person, Case]) -> None:
    assert reader.get("/en/persons/").headers["Cache-Control"] == "no-cache"


def test_validator_changes_with_the_edition(
    reader: Client, public: tuple[Person, Case], approved: Any, editor: Any
) -> None:
    before = reader.get("/en/about/").headers["ETag"]
    approved(factories.person(by=editor))
    assert reader.get("/en/about/", headers={"If-None-Match": before}).status_code == 200


def test_request_reads_one_file_until_it_is_answered(
    public_file: Path, approved: Any, whole_person: Person, editor: User
) -> None:
    approved(whole_person)

    def reads() -> bool:
        held = connections["register"].connection
        return held is not None and held.in_transaction

    reader = Client()
    for address in ("/en/persons/", "/en/nowhere/", "/en/persons/?sort=nothing"):
        reader.get(address)
        assert not reads()
    stream = reader.get("/en/persons.csv")
    assert stream.streaming
    assert reads()
    assert whole_person.public_id in b"".join(stream).decode()
    assert not reads()
    stream = reader.get("/en/persons.csv")  # closed before anything was read of it
    assert reads()
    stream.close()
    assert not reads()
    stream = reader.get("/en/persons.csv")  # never closed: the next request lets go of what it held
    assert reader.get("/en/persons/").status_code == 200
    assert not reads()
    stream.close()
