"""The suite with the clock set: `make test-clocks`, or one moment in CASETRACKER_TEST_CLOCK.

Each test begins at that moment, and time goes on from there. Tests that start other programs or a browser are left out, because
the clock of those is the machine's.
"""

import os
from collections.abc import Generator
from datetime import datetime

import pytest
import time_machine

MOMENTS: dict[str, str] = {
    "leap day": "2028-02-29T09:00:00+00:00",
    "30 November": "2026-11-30T09:00:00+00:00",
    "last minute of a year in Minsk": "2026-12-31T20:59:00+00:00",
    "clocks go forward in Warsaw": "2027-03-28T00:59:30+00:00",
    "clocks go back in Warsaw": "2027-10-31T00:59:30+00:00",
    "23:59 in Minsk": "2027-05-14T20:59:00+00:00",
}
VARIABLE = "CASETRACKER_TEST_CLOCK"


def moment() -> datetime | None:
    """The moment at which every test begins; None where the clock is the machine's.

    Raises:
        pytest.UsageError: the variable holds no moment with an offset.
    """
    text = os.environ.get(VARIABLE, "")
    if not text:
        return None
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        told = None
    if told is None or told.tzinfo is None:
        raise pytest.UsageError(f"{VARIABLE}={text} is no moment such as {MOMENTS['leap day']}.")
    return told


class ClockPlugin:
    """Sets the clock around each test with its fixtures."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, bool, bool]:
        """Run one test at the moment."""
        with time_machine.travel(self.at, tick=True):
            return (yield)
