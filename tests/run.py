"""`make test`: the whole suite on SQLite, then what uses a database on a throw-away PostgreSQL, where its programs are.

`python -m tests.run [--slow] [pytest arguments]`. Ends with the exit code of the first half that failed.
`python -m tests.run --sqlite [--slow] [pytest arguments]` runs the first half alone.
`python -m tests.run --clocks [pytest arguments]` runs it on SQLite once at each moment of `tests.clock`.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

from tests import clock, postgres

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
NO_TESTS = 5  # pytest's exit code when nothing was selected
LEFT_OUT = (
    "PostgreSQL: LEFT OUT. Its server programs (version 15 or newer) were not found on this machine;\n"
    "this half of the tests did not run. To run it: apt-get install postgresql"
)


def command(arguments: list[str]) -> list[str]:
    """Return pytest's command line; `--slow` includes the tests marked slow, anything else is passed on."""
    rest = [argument for argument in arguments if argument != "--slow"]
    selection = [] if "--slow" in arguments else ["-m", "not slow"]
    return [sys.executable, "-m", "pytest", "-n", str(WORKERS), *selection, *rest]


def run_half(title: str, arguments: list[str], **variables: str) -> int:
    """Run the suite on one database, by default SQLite, and return pytest's exit code."""
    print(f"\n=== {title} ===", flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "CASETRACKER_DATABASE_URL"} | variables
    return subprocess.run(command(arguments), cwd=ROOT, env=environment, check=False).returncode


def run_on_postgres(arguments: list[str]) -> int | None:
    """Run the tests of the database on PostgreSQL; None where the machine has none. A cluster that does not start is a failure."""
    programs = postgres.find_programs()
    if programs is None:
        return None
    postgres.remove_left_behind()
    try:
        with postgres.cluster(programs) as url:
            title = f"PostgreSQL {postgres.version_in(programs)} ({programs})"
            return run_half(title, ["--of-the-database", *arguments], CASETRACKER_DATABASE_URL=url)
    except postgres.ClusterError as error:
        print(error, file=sys.stderr)
        return 1


def run_at_each_moment(arguments: list[str]) -> int:
    """Run the tests of this process's own clock at each moment; return the first exit code that is not 0."""
    selected = ["-m", "not slow and not browser", *arguments]
    codes = {
        name: run_half(f"SQLite, {name}: {at}", selected, **{clock.VARIABLE: at}) for name, at in clock.MOMENTS.items()
    }
    print(f"\n=== {'; '.join(summary(name, code) for name, code in codes.items())} ===", flush=True)
    return next((code for code in codes.values() if code), 0)


def main(arguments: list[str]) -> int:
    """Run both halves even if the first fails, and say at the end what ran."""
    if "--clocks" in arguments:
        return run_at_each_moment([argument for argument in arguments if argument != "--clocks"])
    if "--sqlite" in arguments:
        return run_half("SQLite", [argument for argument in arguments if argument != "--sqlite"])
    signal.signal(signal.SIGTERM, _interrupt)
    codes: list[int | None] = []
    try:
        codes.append(run_half("SQLite", arguments))
        codes.append(run_on_postgres(arguments))
    except KeyboardInterrupt:
        print("\nStopped; the throw-away database is removed.", file=sys.stderr)
        return 130
    print(f"\n=== {summary('SQLite', codes[0])}; {summary('PostgreSQL', codes[1])} ===", flush=True)
    if codes[1] is None:
        print(LEFT_OUT, flush=True)
    if codes[1] == NO_TESTS:  # what was selected uses no database
        codes.pop()
    return next((code for code in codes if code), 0)


def summary(half: str, code: int | None) -> str:
    """Return a few words on one half."""
    if code is None:
        return f"{half}: left out"
    return f"{half}: {'passed' if code == 0 else 'no test ran' if code == NO_TESTS else f'FAILED (exit code {code})'}"


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
