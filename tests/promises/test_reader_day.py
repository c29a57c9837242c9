"""Promise 8: for random records and every day, all that the public site says of custody is the same, and links lead to as many
people as their number says; the staff's lists agree."""

import csv
import html
import io
import json
import re
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from cases.domain.custody_status import Status, status_on
from cases.models import Person
from cases.public_site.index import person_index
from cases.public_site.presenters import person_page as person_words
from cases.public_site.queries import documents
from cases.workspace.custody_now import is_in_custody, persons_in_custody
from tests import factories
from tests.cases.public_site.conftest import public_site, reader
from tests.cases.public_site.histories import LAST, Drawn, Life, Row, days_of, drawn_life, publish, read_on

__all__ = ["public_site", "reader"]
pytestmark = pytest.mark.django_db(databases=["default", "register"])


def _count(page: str) -> int:
    return int(page.split('<p class="count" role="status">')[1].split(maxsplit=1)[0])


def _said(reader: Client, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200, address
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(body.decode())


def _check_day(reader: Client, lives: list[Life], ids: list[str], day: date) -> None:
    """Every way in which the site tells the status of everybody on a day, against the function itself."""
    meant = {one: status_on(life.history, day).status for one, life in zip(ids, lives, strict=True)}
    groups = {status: {one for one, found in meant.items() if found is status} for status in Status}
    index = person_index()
    for status, people in groups.items():
        assert index.ids_of(index.any_of("status", [status])) == people, (day, status)
    held = str(len(groups[Status.IN_CUSTODY]))
    home = _said(reader, "/en/")
    for status in (Status.IN_CUSTODY, Status.RELEASED, Status.DIED):
        assert re.search(rf'\?status={status}">[^<]*</a></dt><dd>{len(groups[status])}</dd>', home), (day, status)
    assert f"<dd>{held}</dd>" in _said(reader, "/en/figures/")
    assert f"<strong>{held}</strong>" in _said(reader, "/en/figures/counter/")
    assert (
        _said(reader, "/en/figures/days.csv").strip().splitlines()[-1] == f"{day.isoformat()},{held}" or not index.size
    )
    for status, people in groups.items():
        page = _said(reader, f"/en/persons/?status={status}")
        assert _count(page) == len(people)
        listed = re.findall(r'<li class="card">.*?/persons/(\w{12})/.*?<span class="status (\w+)">', page)
        assert all(one in people and told == status for one, told in listed)
        assert len(listed) == min(25, len(people))
    rows = list(csv.DictReader(io.StringIO(_said(reader, "/data/persons.csv").removeprefix("\ufeff"))))
    assert {row["id"]: row["status"] for row in rows} == meant
    lines = [json.loads(line) for line in _said(reader, "/data/persons.jsonl").splitlines()]
    assert {one["id"]: one["now"]["status"] for one in lines} == meant
    told = json.loads(_said(reader, "/api/v1/persons?status=in_custody"))
    assert told["count"] == len(groups[Status.IN_CUSTODY])
    assert {one["now"]["status"] for one in told["items"]} <= {"in_custody"}
    with override("en"):
        shown = {
            one: person_words.show(document, "en", day)["status"] for one, document in documents.persons(ids).items()
        }
    assert shown == meant


def _check_many(reader: Client, *, people: int, days: int, seed: int) -> None:
    random = Random(seed)
    lives = [drawn_life(random) for _number in range(people)]
    ids = publish(lives, f"{seed:064d}")
    documents.write_all()
    for day in [*days_of(lives, random, days), LAST]:
        with read_on(day):
            _check_day(reader, lives, ids, day)


def test_everything_says_the_same_on_every_day(reader: Client) -> None:
    _check_many(reader, people=60, days=4, seed=11)


@pytest.mark.slow
def test_everything_says_the_same_of_twenty_thousand_drawn_histories(reader: Client) -> None:
    for seed in range(100, 120):
        _check_many(reader, people=1000, days=3, seed=seed)


def test_edition_that_nobody_touched_changes_its_answers_at_midnight(reader: Client) -> None:
    addresses = ("/en/", "/en/persons/", "/en/persons/?status=in_custody", "/en/figures/counter/", "/en/persons/embed/",
                 "/en/persons.atom", "/data/manifest.json", "/data/persons.csv", "/api/v1/persons")  # fmt: skip
    first, until = date(2023, 1, 10), date(2024, 3, 1)
    row = Row("serving", Drawn("2023-01-10", first, first), Drawn("2024-03-01", until, until), "served")
    life = Life((row,), Drawn())
    publish([life], "a" * 64)
    documents.write_all()
    said: dict[str, list[Any]] = {}
    for day in (until, until + timedelta(1)):
        with read_on(day):
            for address in addresses:
                response = reader.get(address)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                said.setdefault(address, []).append((response.headers["ETag"], body))
    for address, ((tag, body), (next_tag, next_body)) in said.items():
        assert tag != next_tag and body != next_body, address
    with read_on(until + timedelta(1)):
        tag = said["/en/figures/counter/"][0][0]
        assert reader.get("/en/figures/counter/", headers={"If-None-Match": tag}).status_code == 200


def test_every_number_that_links_to_a_list_is_the_length_of_that_list(reader: Client) -> None:
    lives = [drawn_life(Random(number)) for number in range(40)]
    publish(lives, "b" * 64)
    documents.write_all()
    for day in (date(2022, 6, 15), LAST):
        with read_on(day):
            home = _said(reader, "/en/")
            links = re.findall(r'<dt><a href="(/en/persons/[^"]*)">[^<]*</a></dt><dd>(\d+)</dd>', home)
            assert len(links) == 4
            for address, number in links:
                assert _count(_said(reader, html.unescape(address))) == int(number), address
            page = _said(reader, "/en/persons/")
            boxes = re.findall(r'name="(\w+)" value="(\w+)"> <span>[^<]*</span> <span class=count>(\d+)<', page)
            assert boxes
            for name, value, number in boxes:
                assert _count(_said(reader, f"/en/persons/?{name}={value}")) == int(number)


def _entered(life: Life) -> Person:
    person: Person = factories.person("", died=life.died.edtf.replace("XXXX", "2021-02-31"))
    for row in sorted(life.rows, key=lambda row: row.begins.lower or row.begins.upper or date.max):
        factories.custody(
            person, facility=None, kind=row.kind, end=row.end, from_date=row.begins.edtf,
            until=row.until.edtf.replace("XXXX", "2021-02-31"),
        )  # fmt: skip
    return person


def _check_private(count: int, seed: int) -> None:
    random = Random(seed)
    lives = [drawn_life(random) for _number in range(count)]
    people = [(_entered(life), life) for life in lives]
    for day in [*days_of(lives, random, 12), LAST]:
        found = set(persons_in_custody(Person._base_manager.all(), day).values_list("pk", flat=True))
        for person, life in people:
            meant = status_on(life.history, day).status is Status.IN_CUSTODY
            assert is_in_custody(person, day) == meant, (life, day)
            assert (person.pk in found) == meant, (life, day)


def test_private_lists_agree_on_who_is_in_custody() -> None:
    _check_private(80, seed=21)
