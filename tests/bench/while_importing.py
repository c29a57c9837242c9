"""What colleagues notice while a list of 10,000 rows is taken in and submitted on SQLite: waits and refusals of a served site.

`python -m tests.bench.while_importing [--rows N] [--changed] [--minutes M] [--data FOLDER]`. A demonstration site is
prepared in a folder of its own and served on 127.0.0.1 as in production; three clients read, save a form and sign in,
over and over, while `manage.py import_list --submit` runs. Printed: answers by status, the longest and the usual wait, and
the import's own CPU seconds and memory. `--changed`: the list is taken in first, and what is measured is the same people
with other values.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlencode

from tests.bench.server import ROOT
from tests.cases.admin.pages import form_of

HEAD = (
    "id,url,name,status,gender,photo,description,birthday,arrested,articles,prison,declaration,decision,penalty,judge,councel,"
    "penalty_start_date,release_date,verdict_date,appeal_date,fake_terrorist_list,died,clusters"
)
SYLLABLES = "ба ві га дзе ла мы на ка ро са та ху цэ ша пра ста гру кла мо ні"
LONGEST_WAIT = 2.0  # seconds
PAUSE = 0.4  # seconds between two requests of one client
PATIENCE = 90  # seconds a client waits for one answer
LOGIN = "/accounts/login/"


def list_of(rows: int, *, arrested: str = "2024-05-06") -> str:
    """A list of invented people as Viasna exports it: each with a custody, a case, a charge and a sentence."""
    chance, told = Random(7), [HEAD]
    for number in range(rows):
        name = " ".join("".join(chance.choices(SYLLABLES.split(), k=3)).title() for _word in range(2))
        told.append(
            f"{900000 + number},https://example.org/{number},{name},former,male,,,1990-03-04,{arrested},ст. 342 Уголовного"
            f" кодекса,,https://example.org/n{number},1 год 6 месяцев,лишение свободы,,,,2025-07-08,2024-06-07,,,,Гомель"
        )
    return "\n".join(told) + "\n"


class Browser:
    """A client that keeps its cookies and counts what it gets."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()
        self.statuses, self.waits = Counter[int](), list[tuple[float, str]]()

    def ask(self, method: str, path: str, form: dict[str, object] | None = None) -> tuple[int, str, str]:
        """(status, location, body) of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers["Referer"] = f"http://127.0.0.1:{self.port}{path}"
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.monotonic()
        try:
            connection.request(method, path, urlencode(form, doseq=True) if form is not None else None, headers)
            answer = connection.getresponse()
            body, status = answer.read().decode(errors="replace"), answer.status
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _is, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            location = answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            status, location, body = 0, "", ""
        finally:
            connection.close()
        self.statuses[status] += 1
        self.waits.append((time.monotonic() - begun, f"{method} {path}"))
        return status, location, body

    def sign_in(self, username: str, passphrase: str) -> bool:
        """Sign in anew by the form."""
        self.cookies.clear()
        _status, _location, page = self.ask("GET", LOGIN)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if token is None:
            return False
        form = {"csrfmiddlewaretoken": token[1], "login": username, "password": passphrase}
        status, location, _page = self.ask("POST", LOGIN, form)
        return status == 302 and LOGIN not in location

    def save(self, path: str, number: int) -> bool:
        """Open a form, change the internal notes, save."""
        status, _location, page = self.ask("GET", path)
        if status != 200:
            return False
        form = form_of(page) | {"internal_notes": f"note {number}", "_continue": "1"}
        return self.ask("POST", path, form)[0] == 302


def main() -> int:
    """Measure and print; 0 when nobody was refused and nobody waited longer than LONGEST_WAIT."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=10_000)
    asked.add_argument("--minutes", type=float, default=15)
    asked.add_argument("--changed", action="store_true")
    asked.add_argument("--data", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.data or Path(temporary)
        environment = environment_of(folder)
        if not (folder / "casetracker.sqlite3").exists():
            manage(environment, "prepare")
        accounts = dict(re.findall(r"^(\w+) +\S+ +(\S+)$", manage(environment, "demo_accounts"), re.M))
        file = folder / "list.csv"
        file.write_text(list_of(options.rows), encoding="utf-8")
        if options.changed:
            manage(environment, "import_list", "viasna", str(file), "--as", "editor")
            file.write_text(list_of(options.rows, arrested="2024-05-05"), encoding="utf-8")
        with serving(environment) as port:
            return measure(port, accounts["editor"], environment, file, options.minutes * 60)


def measure(port: int, passphrase: str, environment: dict[str, str], file: Path, longest: float) -> int:
    """Run the import beside three clients; print what they met."""
    reader, saver, comer, floor = Browser(port), Browser(port), Browser(port), Browser(port)
    if not (reader.sign_in("editor", passphrase) and saver.sign_in("editor", passphrase)):
        raise RuntimeError("Nobody could sign in.")
    page = reader.ask("GET", "/admin/cases/person/")[2]
    person = re.findall(r'href="(/admin/cases/person/\w+/change/)', page)[-1]
    pages = ("/admin/cases/person/", person, "/admin/", "/admin/cases/case/")
    for browser in (reader, saver):
        browser.statuses.clear()
        browser.waits.clear()
    done = threading.Event()
    went = Counter[str]()
    works: list[Callable[[int], object]] = [
        lambda turn: reader.ask("GET", pages[turn % len(pages)]),
        lambda turn: went.update([f"saved: {saver.save(person, turn)}"]),
        lambda _turn: floor.ask("GET", "/accounts/away/"),  # asks no database: what the machine itself makes one wait
        lambda _turn: went.update([f"signed in: {comer.sign_in('editor', passphrase)}"]),
    ]
    threads = [threading.Thread(target=_over_and_over, args=(work, done)) for work in works]
    for thread in threads:
        thread.start()
    begun, cpu = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "manage.py", "import_list", "viasna", str(file), "--as", "editor", "--submit"]
    with subprocess.Popen([*command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as importing:
        timer = threading.Timer(longest, importing.kill)
        timer.start()
        told = importing.communicate()[0].splitlines()
        timer.cancel()
    took, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    done.set()
    for thread in threads:
        thread.join()
    seconds = after.ru_utime + after.ru_stime - cpu.ru_utime - cpu.ru_stime
    print("\n".join(told[-2:]))
    print(f"import: exit {importing.returncode}, {took:.0f} s, CPU {seconds:.0f} s, {after.ru_maxrss // 1024} MB")
    print(", ".join(f"{what}: {count}" for what, count in sorted(went.items())))
    every = {"reading": reader, "saving": saver, "signing in": comer, "no database": floor}
    for name, browser in every.items():
        told_of = ", ".join(f"{status}: {count}" for status, count in sorted(browser.statuses.items()))
        longest_wait, what = max(browser.waits)
        usual = median(wait for wait, _what in browser.waits)
        long = sum(wait > LONGEST_WAIT for wait, _what in browser.waits)
        print(
            f"{name}: longest {longest_wait:.2f} s ({what}), usual {usual:.2f} s, {long} over {LONGEST_WAIT:g} s; {told_of}"
        )
    refused = sum(
        count for each in every.values() for status, count in each.statuses.items() if status not in (200, 302)
    )
    kept = (
        importing.returncode == 0 and not refused and max(max(each.waits)[0] for each in every.values()) < LONGEST_WAIT
    )
    return 0 if kept else 1


def _over_and_over(work: Callable[[int], object], done: threading.Event) -> None:
    turn = 0
    while not done.is_set():
        work(turn)
        turn += 1
        done.wait(PAUSE)


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of a demonstration site in this folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CASETRACKER_", "DJANGO_"))}
    return inherited | {"CASETRACKER_DATA": str(folder), "CASETRACKER_DEMO": "1"}


def manage(environment: dict[str, str], *words: str) -> str:
    """Run a command of the site; what it printed."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[int]:
    """The private site under gunicorn with the settings of production; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:casetracker.serving.gunicorn_conf"]
    command += ["--bind", f"127.0.0.1:{port}", "casetracker.wsgi:application"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            for _try in range(600):
                with socket.socket() as probe:
                    if process.poll() is not None or probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    sys.exit(main())
