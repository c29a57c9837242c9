"""A site without its style sheets or translations says so, in place of a 500 on every page."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from casetracker import preparation
from casetracker.translations import compiled

READ = """
import json
from casetracker.wsgi_public import application
from django.test import Client
reader = Client(SERVER_NAME="localhost", raise_request_exception=False)
for address in ("/en/", "/be/", "/api/v1/persons/", "/no/such/page"):
    answer = reader.get(address)
    print(json.dumps([answer.status_code, answer.content.decode()]))
"""


def start(data: Path, code: str = READ) -> subprocess.CompletedProcess[str]:
    """Run the public WSGI application over a data folder, with the settings of a public host."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={"CASETRACKER_DATA": str(data), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_public_site_over_an_empty_static_folder_names_what_its_operator_runs(tmp_path: Path) -> None:
    (tmp_path / "static" / "public").mkdir(parents=True)
    done = start(tmp_path)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [status for status, _text in answers] == [503] * 4, done.stderr[-2000:]
    for _status, text in answers:
        assert "This site is not prepared" in text
        assert "manage.py prepare_public --settings casetracker.settings.public" in text
        assert str(tmp_path) not in text
        assert "register.css" not in text
    told = [json.loads(line)["event"] for line in done.stderr.splitlines() if line.startswith("{")]
    assert any(
        "the site is not prepared" in event and f"{tmp_path}/static/public/public_site/" in event for event in told
    )


def test_list_of_collected_files_that_was_cut_off_is_told_in_the_same_way(tmp_path: Path) -> None:
    (tmp_path / "static" / "public").mkdir(parents=True)
    (tmp_path / "static" / "public" / "staticfiles.json").write_text('{"paths": {"public_site/reg')
    done = start(tmp_path)
    assert [json.loads(line)[0] for line in done.stdout.splitlines()] == [503] * 4, done.stderr[-2000:]


def test_neutral_page_shows_whatever_is_missing(tmp_path: Path) -> None:
    (tmp_path / "register.sqlite3.neutral").touch()
    (status, text), *_rest = [json.loads(line) for line in start(tmp_path).stdout.splitlines()]
    assert status == 503
    assert "This page is closed at the moment." in text


def test_catalogue_that_is_not_compiled_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert preparation.missing() == []
    catalogue = tmp_path / "be" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "one"\nmsgstr "адзін"\n'
    )
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path])
    assert preparation.missing() == [str(catalogue.with_suffix(".mo"))]
    whole = compiled(catalogue)
    for damaged in (b"", b"no catalogue at all, but long enough", whole[:10], whole[:-1]):
        catalogue.with_suffix(".mo").write_bytes(damaged)
        assert len(preparation.missing()) == 1, damaged
    catalogue.with_suffix(".mo").write_bytes(whole)
    assert preparation.missing() == []


class Collected:
    """A storage that knows some names, of which some files are there."""

    def __init__(self, hashed_files: dict[str, str], there: set[str]) -> None:
        self.hashed_files, self.there = hashed_files, there

    def exists(self, name: str) -> bool:
        return name in self.there


def test_every_file_of_the_pages_has_to_be_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        def list(self, ignored: list[str]) -> list[tuple[str, Any]]:
            return [("a.css", None), ("b.css", None), ("c.css", None)]

    monkeypatch.setattr(preparation, "get_finders", lambda: [Finder()])
    storage = Collected({"a.css": "a.1.css", "b.css": "b.1.css"}, {"a.1.css"})
    monkeypatch.setattr(preparation, "staticfiles_storage", storage)
    assert [Path(name).name for name in preparation.missing()] == ["b.css", "c.css"]


def test_prepared_site_asks_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "missing", list)
    answer = object()
    assert preparation.RequirePreparation(lambda _request: answer)(None) is answer  # type: ignore[arg-type, return-value]
