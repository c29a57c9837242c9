"""Running the install script into a folder instead of a machine."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

DEPLOY: Path = settings.BASE_DIR / "deploy"
HOSTS = ("--staff-host", "staff.example.org", "--public-host", "example.org")


def install(root: Path, *options: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
    """Run deploy/install below `root`."""
    done = subprocess.run(
        [DEPLOY / "install", "--root", str(root), *options], capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) is ok, done.stdout + done.stderr
    return done


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="casetracker-install-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def tree(root: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Mode, owner, group and content of everything below `root`."""
    return {
        str(path.relative_to(root)): (
            (status := path.stat()).st_mode, status.st_uid, status.st_gid, path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(root.rglob("*"))
    }  # fmt: skip


def variables(file: Path) -> dict[str, str]:
    """The settings in an environment file."""
    lines = (line for line in file.read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def bare() -> dict[str, str]:
    """The environment without any setting of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("CASETRACKER_", "DJANGO_"))}
