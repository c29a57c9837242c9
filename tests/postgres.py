"""A throw-away PostgreSQL cluster for the tests: made in a temporary folder, reached by a socket in it, removed at the end.

Works as root too, which PostgreSQL refuses to run as: its programs then run as `postgres` or `nobody`.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

OLDEST = 15  # first version that the project supports
NEEDED = ("initdb", "postgres")
ROLE = "tracker"  # owns its databases and is no superuser, as in production
STARTING = 60.0  # seconds
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")  # bytes; the kernel's limit for the path of a socket
# Nothing in it outlives the tests, so nothing has to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "50"}


class ClusterError(Exception):
    """The cluster could not be made or started; the text says why."""


def places() -> list[Path]:
    """Return the folders in which PostgreSQL's programs may lie."""
    on_path = [Path(folder) for folder in os.get_exec_path()]
    return [*on_path, *Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]


def version_in(folder: Path) -> int:
    """Return the major version of the server in a folder; 0 where there is none that runs."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return 0
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def find_programs(folders: Iterable[Path] | None = None) -> Path | None:
    """Return the folder with the newest server of version 15 or later, or None."""
    found = [(version_in(folder), folder) for folder in (places() if folders is None else folders)]
    usable = [entry for entry in found if entry[0] >= OLDEST]
    return max(usable)[1] if usable else None


def account() -> pwd.struct_passwd | None:
    """Return whom the server runs as when we are root; None when we are not and it runs as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ClusterError("PostgreSQL does not run as root, and there is neither an account postgres nor nobody.")


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Run a cluster and yield the URL of an empty database in it; nothing of it is left afterwards.

    Raises:
        ClusterError: it could not be made or started.
    """
    who = account()
    with tempfile.TemporaryDirectory(prefix="casetracker-pg-", dir=_short_place()) as place:
        folder = Path(place)
        if who:
            os.chown(folder, who.pw_uid, who.pw_gid)
        _make(programs, folder, who)
        server = _start(programs, folder, who)
        try:
            _prepare(folder, server)
            yield f"postgresql://{ROLE}@/{ROLE}?host={quote(str(folder))}"
        finally:
            _stop(server)


def _short_place() -> str | None:
    """Where the usual temporary folder is too deep for a socket, /tmp is used."""
    return None if len(tempfile.gettempdir()) + 32 < LONGEST_SOCKET else "/tmp"


def _identity(who: pwd.struct_passwd | None) -> dict[str, object]:
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}


def _environment() -> dict[str, str]:
    """PG* variables of whoever runs the tests must not lead us to another server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C.UTF-8"}


def _make(programs: Path, folder: Path, who: pwd.struct_passwd | None) -> None:
    done = subprocess.run(
        [
            *(programs / "initdb", "--pgdata", folder / "data", "--username=owner", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        **_identity(who),  # type: ignore[call-overload]
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ClusterError(f"initdb failed: {done.stderr.strip()}")


def _start(programs: Path, folder: Path, who: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    settings = {**FAST, "listen_addresses": "", "unix_socket_directories": str(folder), "logging_collector": "off"}
    # A session of its own: Ctrl-C is for the tests, the server is stopped after them.
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *(f"--{name}={value}" for name, value in settings.items())],
            **_identity(who),  # type: ignore[call-overload]
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _prepare(folder: Path, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server takes connections, then make the role and its database."""
    deadline = time.monotonic() + STARTING
    while True:
        try:
            connection = psycopg.connect(host=str(folder), user="owner", dbname="postgres", autocommit=True)
            break
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                said = (folder / "server.log").read_text(errors="replace")
                raise ClusterError(f"PostgreSQL did not start: {said.strip() or error}") from error
            time.sleep(0.1)
    with connection:
        name = sql.Identifier(ROLE)
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
    connection.close()


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: open sessions are ended
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def remove_left_behind() -> None:
    """Remove folders of clusters whose runner was killed and whose server is gone."""
    for folder in Path(tempfile.gettempdir()).glob("casetracker-pg-*"):
        pid_file = folder / "data" / "postmaster.pid"
        try:
            os.kill(int(pid_file.read_text().split("\n", 1)[0]), 0)
        except (OSError, ValueError):
            if time.time() - folder.stat().st_mtime > 3600:
                shutil.rmtree(folder, ignore_errors=True)
