"""Reading the environment: types, refusals that do not repeat secrets, secrets made once."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from casetracker import environment


def put(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CASETRACKER_THING", value)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("YES", True), ("0", False), ("off", False), (" ", False)]
)
def test_flag_of_a_plain_word_is_read(value: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, value)
    assert environment.flag("THING") is expected


def test_flag_of_anything_else_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, "perhaps")
    with pytest.raises(ImproperlyConfigured, match="CASETRACKER_THING must be 1 or 0"):
        environment.flag("THING")


@pytest.mark.parametrize("value", ["-1", "11", "1.5", "ten", "٣", "9" * 40])
def test_number_outside_its_range_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured, match="from 1 to 10"):
        environment.number("THING", 5, lowest=1, highest=10)


def test_number_and_names_unset_have_their_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASETRACKER_THING", raising=False)
    assert environment.number("THING", 5) == 5
    assert environment.names("THING") == []
    assert environment.text("THING", "x") == "x"


def test_names_with_blanks_and_empty_entries_are_tidied(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, " a.example, ,b.example,")
    assert environment.names("THING") == ["a.example", "b.example"]


def test_database_of_a_full_url_is_taken_apart() -> None:
    found = environment.database(
        "postgresql://staff:p%40ss%2Fword@db.example:5433/tracker%20one?sslmode=verify-full", statement_timeout=1500
    )
    assert found["NAME"] == "tracker one"
    assert (found["USER"], found["PASSWORD"]) == ("staff", "p@ss/word")
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert "statement_timeout=1500" in found["OPTIONS"]["options"]
    assert found["OPTIONS"]["connect_timeout"] == 5


def test_database_of_a_socket_url_has_its_folder_as_host() -> None:
    found = environment.database("postgres:///tracker?host=%2Frun%2Fpg", statement_timeout=1)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/pg", "", "tracker")
    assert "host" not in found["OPTIONS"]


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hunter2@h/x",
        "postgresql://u:hunter2@h",
        "postgresql://u:hunter2@h:port/x",
        "postgresql://u:hunter2@h/x?options=-c",
        "postgresql://u:hunter2@[h/x",
        "hunter2",
    ],
)
def test_database_of_a_wrong_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CASETRACKER_DATABASE_URL") as refusal:
        environment.database(url, statement_timeout=1)
    assert "hunter2" not in str(refusal.value)


def test_kept_secret_on_first_call_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "key"
    first = environment.kept_secret(file, environment.new_secret_key)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert environment.kept_secret(file, environment.new_secret_key) == first
    assert len(first) > 50
    assert [entry.name for entry in file.parent.iterdir()] == ["key"]


def test_kept_secret_of_racing_starts_is_one(tmp_path: Path) -> None:
    all_found_none = Barrier(4)

    def make() -> str:
        all_found_none.wait(10)
        return environment.new_secret_key()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: environment.kept_secret(tmp_path / "key", make), range(4)))
    assert len(set(made)) == 1


def test_new_field_key_fits_fernet() -> None:
    key = environment.new_field_key()
    assert len(base64.urlsafe_b64decode(key)) == 32
    assert Fernet(key).decrypt(Fernet(key).encrypt(b"x")) == b"x"
