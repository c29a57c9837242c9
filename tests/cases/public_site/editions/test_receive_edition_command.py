"""The command of a public host: with the public settings it takes an edition, and it says why not."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from cases.public_site.editions.minisign import shown
from tests.cases.public_site.editions.conftest import KEY, OTHER_KEY, Maker

PUBLIC = "--settings=casetracker.settings.public"


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = {
        "CASETRACKER_DATA": str(tmp_path / "data"),
        "CASETRACKER_REGISTER": str(tmp_path / "host" / "register.sqlite3"),
    }
    (tmp_path / "host").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "manage.py", "receive_edition", *arguments],
        cwd=settings.BASE_DIR, env=os.environ | own, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_foreign_edition_is_refused_with_the_names_of_both_keys(edition: Maker, tmp_path: Path) -> None:
    key = tmp_path / "key.pub"
    key.write_text(OTHER_KEY.public().text())
    done = run(tmp_path, str(edition(1, "a" * 12)), f"--public-key={key}", PUBLIC)
    assert done.returncode == 1
    assert shown(KEY.name) in done.stderr
    assert shown(OTHER_KEY.name) in done.stderr


def test_what_is_no_key_is_named(edition: Maker, tmp_path: Path) -> None:
    key = tmp_path / "key.pub"
    key.write_text("no key")
    done = run(tmp_path, str(edition(1, "a" * 12)), f"--public-key={key}", PUBLIC)
    assert (done.returncode, done.stderr.strip()) == (1, "CommandError: This is not a public key of minisign.")
