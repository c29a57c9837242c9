"""Log lines: one line of JSON, and nothing in it that came from a request or a record."""

import json
import logging
import sys

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from casetracker.logging_json import JsonFormatter
from tests.casetracker.pages import CAUSES, SECRET, public_site


def line(name: str, message: object, *args: object, level: int = logging.WARNING, **extra: object) -> str:
    record = logging.getLogger(name).makeRecord(name, level, __file__, 1, message, args, None, extra=extra)
    return JsonFormatter().format(record)


@given(text=st.text())
def test_line_of_any_text_is_one_line_of_json(text: str) -> None:
    made = line("cases.anything", "%s", text)
    assert made.isascii()
    assert "\n" not in made
    assert json.loads(made)["event"] == text


@pytest.mark.parametrize("address", [address for address in CAUSES if CAUSES[address] >= 400])
def test_line_of_a_failed_request_tells_its_route_and_nothing_that_was_sent(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with public_site():
        joint = "&" if "?" in address else "?"
        Client(raise_request_exception=False, headers={"user-agent": "Agent-Sent"}, REMOTE_ADDR="203.0.113.9").generic(
            "POST" if "only" in address else "GET", f"{address}{joint}q=Term-Sought"
        )
    made = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    told = json.loads(made.splitlines()[-1])
    assert told["status"] == CAUSES[address]
    for kept_out in ("Agent-Sent", "Term-Sought", "203.0.113.9", "testserver", SECRET):
        assert kept_out not in made


def test_line_of_an_exception_has_type_and_places_without_message() -> None:
    try:
        raise LookupError(SECRET)
    except LookupError:
        record = logging.getLogger("cases").makeRecord("cases", 40, __file__, 1, "failed", (), sys.exc_info())
    told = json.loads(JsonFormatter().format(record))
    assert told["exception"] == "LookupError"
    assert told["where"][-1].startswith("tests/casetracker/test_logging_json.py:")
    assert SECRET not in json.dumps(told)


@pytest.mark.parametrize(
    ("name", "message", "args"),
    [
        ("some.library", f"failed on {SECRET}", ()),
        ("django.anything", "failed on %s", (SECRET,)),
        ("gunicorn.error", "Error handling request %s", (SECRET,)),
        ("gunicorn.error", f"Invalid request from ip=203.0.113.9: {SECRET}", ()),
        ("django.anything", ValueError(SECRET), ()),
    ],
)
def test_line_of_a_library_leaves_out_what_was_filled_in(name: str, message: object, args: tuple[object, ...]) -> None:
    made = line(name, message, *args)
    assert SECRET not in made
    assert "203.0.113.9" not in made


@pytest.mark.parametrize(
    ("message", "args", "told"),
    [
        ("Worker (pid:%s) exited with code %s.", (4711, 3), "Worker (pid:4711) exited with code 3."),
        ("Worker (pid:%s) was sent %s!", (4711, "SIGKILL"), "Worker (pid:4711) was sent SIGKILL!"),
        ("WORKER TIMEOUT (pid:%s)", (4711,), "WORKER TIMEOUT (pid:4711)"),
        ("Connection in use: %s", (SECRET,), "Connection in use: (left out)"),
        ("Refused %d of %s", (SECRET, 3), "Refused %d of %s"),
    ],
)
def test_line_of_the_server_tells_which_process_ended_and_how(
    message: str, args: tuple[object, ...], told: str
) -> None:
    assert json.loads(line("gunicorn.error", message, *args, level=logging.ERROR))["event"] == told
