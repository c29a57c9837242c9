"""What lists tell is drawn by the private process when it publishes; the public one would draw the same."""

import sqlite3
from contextlib import closing
from shutil import copyfile

import pytest

from cases.public_site.languages import LANGUAGES
from tests.promises.proof import Seen
from tests.promises.reader import Answer, Ask, readers

pytestmark = pytest.mark.django_db(databases=["default", "register"])
ADDRESSES = [f"/{language}/persons/{query}" for language in LANGUAGES for query in ("", "?sort=arrest")]


def test_public_process_draws_the_cards_that_were_stored(rich: tuple[Seen, Seen]) -> None:
    stored = rich[0].register
    drawn = stored.with_name("without_cards.sqlite3")
    copyfile(stored, drawn)
    with closing(sqlite3.connect(drawn, isolation_level=None)) as connection:
        assert connection.execute("DELETE FROM register_publishedcard").rowcount > 1
    with readers(stored, drawn) as (one, other):
        for address in ADDRESSES:
            told: Answer = one.ask(Ask(address))
            assert told.status == 200
            assert told == other.ask(Ask(address))
