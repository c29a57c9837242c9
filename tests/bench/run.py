"""`make bench`: what the public site costs over many invented persons, as multiples of the least that Django can do; and what
the private site does.

`python -m tests.bench.run [--persons N ...] [--keep FOLDER] [--private-only]`. For each N: a database of its own is
seeded, the register is made, the site is served and asked. The tables are written to BENCHMARKS.md.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from datetime import date
from http.client import HTTPConnection
from pathlib import Path

from tests.bench import private
from tests.bench.load import Cost, measure
from tests.bench.scenarios import Scenario, holders_of, scenarios
from tests.bench.server import ROOT, Server, serving

REQUESTS = 400
FLOOR_REQUESTS = 1200  # a fifth of a millisecond each: fewer would tell more of the machine
RESULTS = ROOT / "BENCHMARKS.md"
Line = tuple[Scenario, Cost, float]


def main() -> int:
    """Measure, write, and tell whether every limit was kept."""
    options = _options()
    sections: list[str] = []
    staff = _tables_of_staff() if options.private_only else {}
    kept = True
    for persons in options.persons:
        with tempfile.TemporaryDirectory() as temporary:
            folder = options.keep / str(persons) if options.keep else Path(temporary)
            made = prepare(folder, persons)
            if not options.private_only:
                lines, notes = ask(folder)
                kept = kept and all(cost.cpu <= scenario.limit * floor for scenario, cost, floor in lines)
                sections.append(section(persons, lines, [*made, *notes]))
                print(sections[-1])
            of_staff = private.measured(folder)
        kept = kept and all(map(private.kept, of_staff))
        staff[persons] = f"### {persons:,} persons\n\n{private.table(of_staff)}\n"
        print(staff[persons])
        public = _public_part() if options.private_only else page(sections)
        RESULTS.write_text(
            "\n".join([public.rstrip() + "\n", private.HEAD, *(staff[size] for size in sorted(staff))]),
            encoding="utf-8",
        )
    return 0 if kept else 1


def _public_part() -> str:
    """What BENCHMARKS.md tells of the public site now."""
    return RESULTS.read_text(encoding="utf-8").partition(private.HEAD.partition("\n")[0])[0]


def _tables_of_staff() -> dict[int, str]:
    """The tables of the private site that BENCHMARKS.md holds now, by the number of persons."""
    tables = re.finditer(r"^### ([\d,]+) persons\n.*?(?=^### |\Z)", RESULTS.read_text(encoding="utf-8"), re.M | re.S)
    return {int(table[1].replace(",", "")): table[0].rstrip() + "\n" for table in tables}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--private-only", action="store_true", help="measure the private site alone, keep other tables")
    parser.add_argument("--keep", type=Path, help="keep the databases in this folder, and use those that lie there")
    return parser.parse_args()


def prepare(folder: Path, persons: int) -> list[str]:
    """Fill `folder`, unless it is filled already; returns what is to be told of it."""
    register = folder / "register.sqlite3"
    told = []
    if not register.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _manage(folder, "prepare")
        seconds = _manage(folder, "seed_synthetic", "--persons", str(persons))
        told.append(f"{seconds:.0f} s for inventing and approving")
        seconds = _manage(folder, "rebuild_register")
        told.append(f"{seconds:.0f} s for making the register (`rebuild_register`)")
    told.append(f"{register.stat().st_size / 1e6:.0f} MB register file")
    return told


def _manage(folder: Path, *command: str) -> float:
    started = time.monotonic()
    environment = {"CASETRACKER_DATA": str(folder), "CASETRACKER_DEMO": "1"}
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - started


def ask(folder: Path) -> tuple[list[Line], list[str]]:
    """Ask every scenario, the floor right before it."""
    register = folder / "register.sqlite3"
    environment = {
        "CASETRACKER_DATA": str(folder),
        "CASETRACKER_REGISTER": str(register),
        "CASETRACKER_ALLOWED_HOSTS": "localhost",
    }
    lines: list[Line] = []
    with (
        serving("tests.bench.floor:application", {}) as least,
        serving("casetracker.wsgi_public:application", environment) as site,
    ):
        for scenario in scenarios(register):
            if scenario.addresses:
                floor = measure(least, [("/", {})], requests=FLOOR_REQUESTS)
                lines.append((scenario, measure(site, scenario.addresses, requests=REQUESTS), floor.cpu))
        lines.append(_unchanged(least, site))
        notes = [
            f"{_recall(site, register):.2f} recall of names misspelt by one letter",
            f"{site.memory()} MB in the largest worker",
        ]
    return lines, notes


def _unchanged(least: Server, site: Server) -> Line:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", "/en/persons/", headers={"Host": "localhost"})
    response = connection.getresponse()
    response.read()
    asked = [("/en/persons/", {"If-None-Match": response.headers["ETag"]})]
    floor = measure(least, [("/", {})], requests=FLOOR_REQUESTS)
    return Scenario("304", asked, 2), measure(site, asked, requests=REQUESTS, expected=304), floor.cpu


def _recall(site: Server, register: Path) -> float:
    found = 0
    wanted = holders_of(register)
    for address, ref in wanted:
        connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
        connection.request("GET", address, headers={"Host": "localhost"})
        found += f'"id":"{ref}"'.encode() in connection.getresponse().read()
        connection.close()
    return found / len(wanted)


def section(persons: int, lines: list[Line], notes: list[str]) -> str:
    """One table."""
    rows = [
        f"| {scenario.name} | {cost.cpu:.2f} | {cost.cpu / floor:.1f} | {scenario.limit:g} | "
        f"{'yes' if cost.cpu <= scenario.limit * floor else 'no'} | {cost.rate:.0f} | {cost.p95:.0f} | {cost.requests} |"
        for scenario, cost, floor in lines
    ]
    floor = sum(line[2] for line in lines) / len(lines)
    heads = (
        "| asked | CPU ms | x floor | limit | kept | a second | p95 ms | requests |\n|---|--:|--:|--:|---|--:|--:|--:|"
    )
    told = "; ".join([*notes, f"the floor was {floor:.2f} ms of CPU on average"])
    return "\n".join([f"## {persons:,} persons", "", heads, *rows, "", f"{told}.", ""])


def page(sections: list[str]) -> str:
    """The whole file."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    machine = (
        f"{os.cpu_count()} cores ({model[1] if model else platform.machine()}), Python {platform.python_version()}"
    )
    head = (
        "# Benchmarks\n\n"
        f"Written by `make bench` on {date.today().isoformat()}; {machine}.\n\n"  # noqa: DTZ011
        "The floor is a Django view without middleware that returns a constant page of 20 KB, under the same gunicorn (two sync\n"
        "workers), asked right before each line. CPU is what the server's processes used, divided by the requests; it repeats\n"
        "within about 1.3x on a busy machine, the columns to the right of it do not. Four requests are in flight at a time, and a\n"
        "line is cut off after six seconds. Records are invented (`manage.py seed_synthetic`), each person with texts in three\n"
        "languages. Nothing stands before the site. What a process keeps while one edition lasts (edition_cache.py) is\n"
        "in the figures: the pages of figures whole, cards of people and the panel of filters as pieces. A deployment serves with\n"
        "threads (casetracker/serving); one process for each request in flight is what can be measured without them waiting.\n"
    )
    return "\n".join([head, *sections])


if __name__ == "__main__":
    sys.exit(main())
