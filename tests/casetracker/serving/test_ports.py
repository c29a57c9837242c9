"""Busy ports are told in a sentence, before anything starts."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from casetracker.serving.ports import main, problem_with, problems_with
from tests.check import ROOT


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_problem_with_a_busy_port_says_what_to_do(busy: int) -> None:
    sentence = problem_with("PRIVATE_PORT", busy)
    assert sentence is not None
    assert sentence.startswith(f"Port {busy} is in use by another program.")
    assert "make run PRIVATE_PORT=" in sentence


def test_problem_with_a_free_port_is_none(free: int) -> None:
    assert problem_with("PRIVATE_PORT", free) is None


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_problem_with_a_number_that_is_no_port_names_the_range(port: int) -> None:
    assert problem_with("PUBLIC_PORT", port) == "PUBLIC_PORT must be a number from 1 to 65535."


def test_problems_with_one_port_for_both_sites_are_told(free: int) -> None:
    assert problems_with({"PRIVATE_PORT": free, "PUBLIC_PORT": free}) == [
        "PRIVATE_PORT and PUBLIC_PORT must be two different ports."
    ]


def test_main_without_django_tells_every_busy_port_and_ends_with_1(busy: int) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
         "from casetracker.serving import ports; sys.exit(ports.main(sys.argv[1:]))", f"PRIVATE_PORT={busy}", "PUBLIC_PORT=x"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 2
    assert main([]) == 0


def test_serve_on_a_busy_port_starts_nothing(busy: int, free: int) -> None:
    with pytest.raises(CommandError, match=f"Port {busy} is in use by another program"):
        call_command("serve", private_port=free, public_port=busy)
    assert problem_with("PRIVATE_PORT", free) is None
