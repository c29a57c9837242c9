"""A step that fails says why, on the page and in the log."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import Any

import pytest

from accounts.models import User
from cases.models import ImportWork, Step
from cases.spreadsheets.import_ import jobs

pytestmark = pytest.mark.django_db


def work_of(importer: User) -> ImportWork:
    return ImportWork.objects.create(step=Step.PREVIEW, by=importer)


def test_fault_of_the_program_is_named_on_the_page_and_logged(
    importer: User, monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(work: ImportWork, note: jobs.Noted) -> None:
        raise KeyError("a secret name")

    monkeypatch.setitem(jobs.DOINGS, Step.PREVIEW, fail)
    work = work_of(importer)
    jobs.run(work)
    assert "KeyError" in work.refusal and work.public_id in work.refusal and "secret" not in work.refusal
    assert work.public_id in caplog.text and "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "stopped by the system (signal 9)"),
        ("import sys; sys.exit('no such table')", "exit code 1"),
    ],
)
def test_child_that_cannot_say_why_is_spoken_for(
    program: str, said: str, importer: User, monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    work = work_of(importer)
    monkeypatch.setattr(jobs.connections, "close_all", lambda: None)  # the database of tests lives in the connection
    child = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE)
    with caplog.at_level(logging.ERROR):
        jobs._watch(child, work.public_id, work.step)
    assert said in jobs.refusal_of(ImportWork.objects.get(pk=work.pk))
    assert work.public_id in caplog.text
    assert "no such table" in caplog.text or "signal" in said
