"""Metrics: counted by status class, and nothing else of a request."""

import pytest

from casetracker.health import Health
from casetracker.serving import metrics


def counted() -> dict[str, int]:
    lines = list(metrics._requests())
    return {line.split('"')[1]: int(line.rsplit(" ", 1)[1]) for line in lines if "{" in line}


@pytest.mark.parametrize(("status", "name"), [("200 OK", "2xx"), (304, "3xx"), ("404 Not Found", "4xx"), (503, "5xx")])
def test_answer_is_counted_in_its_class(status: object, name: str) -> None:
    before = counted()
    metrics.count(status)
    after = counted()
    assert {key for key in after if after[key] != before[key]} == {name}
    assert after[name] == before[name] + 1


@pytest.mark.parametrize("status", ["", None, "abc", 700])
def test_what_is_no_status_is_not_counted(status: object) -> None:
    before = counted()
    metrics.count(status)
    assert counted() == before


def test_gauges_are_those_of_the_health() -> None:
    health = Health(True, {}, {"outbox_age_seconds": 90, 'edition_info{edition="55"}': 1})
    assert list(metrics._gauges(health)) == [
        "# TYPE casetracker_healthy gauge",
        "casetracker_healthy 1",
        "# TYPE casetracker_outbox_age_seconds gauge",
        "casetracker_outbox_age_seconds 90",
        "# TYPE casetracker_edition_info gauge",
        'casetracker_edition_info{edition="55"} 1',
    ]
