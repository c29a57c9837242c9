"""What the private site costs: the pages that staff open all day, publishing one approval, and taking all persons out.

Run by tests.bench.run in a process of its own for each database (`python -m tests.bench.private`, the settings in the
environment); it answers with JSON. A page is asked of Django itself, without a server before it.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.urls import reverse

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3  # the best counts: other processes only ever make it slower
EACH = 8  # addresses of one line
APPROVALS = 5
HEAD = """## The private site

Milliseconds of CPU a request, asked of Django in one process without a server before it: the best of three rounds of eight
requests. Publishing counts from the commit of an approval until the register holds it, where the copy that it changes is ready; the
copy is made beside, after each publication, and by the publication itself where the next one comes sooner. It is left out where the
register at hand was made by another version.
"""
SEEN = 200  # pieces of a file between two looks at the memory


@dataclass(frozen=True)
class Line:
    """What was asked; what it took at best, in `unit`; the limit."""

    name: str
    took: float
    limit: float
    unit: str = "ms"


def measured(folder: Path) -> list[Line]:
    """The lines of the database in `folder`. Approves a few persons anew in it."""
    environment = {"CASETRACKER_DATA": str(folder), "CASETRACKER_DEMO": "1"}
    environment |= {"DJANGO_SETTINGS_MODULE": "casetracker.settings.private", "CASETRACKER_ALLOWED_HOSTS": "localhost"}
    command = [sys.executable, "-m", "tests.bench.private"]
    told = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE)
    return [Line(**line) for line in json.loads(told.stdout.splitlines()[-1])]


def table(lines: Sequence[Line]) -> str:
    """The lines as Markdown."""
    heads = "| asked | took | limit | kept |\n|---|--:|--:|---|"
    rows = (
        f"| {line.name} | {line.took:.1f} {line.unit} | {line.limit:g} {line.unit} | {'yes' if kept(line) else 'no'} |"
        for line in lines
    )
    return "\n".join([heads, *rows])


def kept(line: Line) -> bool:
    """Whether the limit was kept."""
    return line.took <= line.limit


def main() -> None:
    """Measure the database that the settings name, and print the lines."""
    import django

    django.setup()
    lines = [*_pages(), *_publishing(), _streaming()]
    print(json.dumps([asdict(line) for line in lines]))


def _pages() -> Iterator[Line]:
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.post("/accounts/login/", {"login": "editor", "password": ""})
    client.force_login(_account("editor"), backend="accounts.signin.backends.AccountBackend")
    for name, limit, addresses in _asked():
        client.get(addresses[0])
        took = min(_of_round(client, addresses) for _ in range(ROUNDS))
        yield Line(name, took, limit)


def _asked() -> Iterator[tuple[str, float, list[str]]]:
    from cases.models import Person, PersonName

    chance = random.Random(3)
    persons = chance.sample(list(Person.objects.values_list("pk", flat=True)[:5000]), EACH)
    names = list(PersonName.objects.filter(person__in=persons, position=0).values_list("text", flat=True))[:EACH]
    wrong = [name[:3] + name[4:] for name in names]
    yield "list of persons", 60, ["/admin/cases/person/"] * EACH
    yield "search by name", 80, [f"/admin/cases/person/?q={quote(name)}" for name in names]
    yield "search by name, one letter missing", 80, [f"/admin/cases/person/?q={quote(name)}" for name in wrong]
    yield "change form of a person", 100, [reverse("admin:cases_person_change", args=[pk]) for pk in persons]
    yield "list of cases", 60, ["/admin/cases/case/"] * EACH
    yield "search of cases by number", 80, [f"/admin/cases/case/?q=S1-{chance.randrange(1, 900)}" for _ in range(EACH)]
    yield "desk", 100, ["/admin/"] * EACH


def _of_round(client: Any, addresses: Sequence[str]) -> float:
    started = time.process_time()
    for address in addresses:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}.")
    return (time.process_time() - started) * 1000 / len(addresses)


def _publishing() -> Iterator[Line]:
    """From the commit of an approval until the register holds it; nothing where the register must be made anew first."""
    from cases.models import Person
    from cases.publication import register_file
    from cases.review.models import Status

    if not (register_file.register_path().exists() and register_file.is_current()):
        return
    public = Person.objects.filter(snapshots__status=Status.APPROVED).order_by("-pk")
    yield Line("publishing one approval", min(_published(person) for person in public[:APPROVALS]), 50)


def _published(person: Any) -> float:
    from django.db import transaction

    from cases.publication import file_swap, register_file
    from cases.review import transitions
    from cases.review.freeze import values_of

    file_swap.make_next(register_file.register_path())
    editor, reviewer = _account("editor"), _account("reviewer")
    person.born = "1971" if person.born != "1971" else "1972"
    person.save(by=editor)
    snapshot = transitions.submit(record=person, by=editor)
    ticked = list(values_of(snapshot.content))
    started: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: started.append(time.process_time()))
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
    return (time.process_time() - started[0]) * 1000


def _streaming() -> Line:
    """How much memory the process takes more than before, at the most, while the CSV of all persons passes."""
    from cases.models import Person
    from cases.spreadsheets.export.export_columns import columns_of
    from cases.spreadsheets.export.export_files import csv_pieces
    from cases.spreadsheets.export.export_rows import rows_of

    editor = _account("editor")
    before = most = _resident()
    columns = columns_of("person", sensitive=False)
    keys = list(Person.objects.visible_to(editor).values_list("pk", flat=True))
    pieces = csv_pieces([column.name for column in columns], rows_of(Person, keys, columns, user=editor))
    for number, _piece in enumerate(pieces):
        if number % SEEN == 0:
            most = max(most, _resident())
    return Line("memory while all persons pass as CSV, more than before", max(most, _resident()) - before, 150, "MB")


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _account(username: str) -> Any:
    from accounts.models import User

    return User.objects.get(username=username)


if __name__ == "__main__":
    main()
