"""What is asked of the public site, drawn from the register itself."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import quote

from tests.bench.load import Address

DIFFERENT = 400  # addresses a scenario at most; each is asked about once


@dataclass(frozen=True)
class Scenario:
    """Addresses that cost about the same, and how many times the floor they may cost."""

    name: str
    addresses: list[Address]
    limit: float


def scenarios(register: Path) -> list[Scenario]:
    """Every scenario over this register; what is drawn is the same each time."""
    random = Random(1)
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM register_publishedperson ORDER BY id")]
        names = connection.execute(
            "SELECT name_be, name_ru, name_en FROM register_publishedperson ORDER BY id"
        ).fetchall()
        words = connection.execute(
            "SELECT word, sum(length(owners)) / 8 FROM register_publishedword GROUP BY word ORDER BY 2 DESC, 1"
        ).fetchall()
        provisions = [
            row[0]
            for row in connection.execute(
                "SELECT ref FROM register_reference WHERE noun = 'provision' GROUP BY ref ORDER BY ref LIMIT 40"
            )
        ]
    connection.close()
    drawn = random.sample(names, min(DIFFERENT, len(names)))
    middling = [word for word, count in words if len(ids) / 100 <= count <= len(ids) / 40 and len(word) > 3]
    common = [word for word, count in words if count > len(ids) / 4 and len(word) > 3]
    last = max(1, len(ids) // 25)
    pages = [random.randint(max(1, last // 2), last) for _one in range(DIFFERENT)]
    shown = random.sample(ids, min(DIFFERENT, len(ids)))
    persons: list[Address] = [(f"/{random.choice(('en', 'be', 'ru'))}/persons/{one}/", {}) for one in shown]
    two = [f"status=released&provision={one}" for one in provisions]
    four = [f"{one}&gender=male&arrested_from=2021" for one in two]
    return [
        Scenario("list, first page", _people([""]), 4),
        Scenario("deep page", _people(f"page={page}" for page in pages), 4),
        Scenario("person", persons, 4),
        Scenario("two filters with counts", _people(two), 5),
        Scenario("four filters with counts", _people(four), 5),
        Scenario("name, exact", _search(name[2] for name in drawn), 8),
        Scenario("name, other script", _search(name[1] for name in drawn), 8),
        Scenario("name, one letter wrong", _search(_misspelt(name[2], random) for name in drawn), 8),
        Scenario("text, middling word", _search(random.sample(middling, min(DIFFERENT, len(middling)))), 8),
        Scenario("text, very common word", _search(common[:20]), 25),
        Scenario("figures", [("/en/figures/", {})], 2),
    ]  # fmt: skip


def _people(queries: Iterable[str]) -> list[Address]:
    return [(f"/en/persons/?{query}" if query else "/en/persons/", {}) for query in queries]


def _search(texts: Iterable[str]) -> list[Address]:
    return _people(f"q={quote(text)}" for text in texts)


def _misspelt(name: str, random: Random) -> str:
    """The name with one letter of the surname left out."""
    given, _space, family = name.partition(" ")
    place = random.randrange(1, len(family))
    return f"{given} {family[:place]}{family[place + 1 :]}"


def holders_of(register: Path) -> list[tuple[str, str]]:
    """Some people with the misspelt form of their Latin names, for the recall: (address, id)."""
    random = Random(2)
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT body FROM register_publisheddocument WHERE noun = 'person' ORDER BY id"
        ).fetchmany(5000)
    connection.close()
    documents = [json.loads(body) for (body,) in random.sample(rows, min(100, len(rows)))]
    return [
        (f"/api/v1/persons?q={quote(_misspelt(one['name']['en'], random))}", one["id"])
        for one in documents
        if " " in one["name"]["en"]
    ]
