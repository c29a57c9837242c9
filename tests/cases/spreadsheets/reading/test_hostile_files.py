"""Every hostile file is wholly refused with a sentence, or wholly taken; none gets past the limits."""

import pytest

from cases.spreadsheets.reading import Limits, Unreadable, read_table
from tests.cases.spreadsheets.import_ import hostile

REFUSED = sorted(name for name, (_file, _content, refusal) in hostile.FILES.items() if refusal)
TAKEN = sorted(name for name, (_file, _content, refusal) in hostile.FILES.items() if not refusal)


def test_count_hostile_files_are_at_least_sixty() -> None:
    assert len(REFUSED) >= 60


@pytest.mark.parametrize("name", REFUSED)
def test_read_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    filename, content, refusal = hostile.FILES[name]
    with pytest.raises(Unreadable) as refused:
        read_table(content, filename)
    assert refusal in refused.value.sentence
    assert refused.value.sentence.endswith((".", ").")) or refused.value.sentence.endswith("iso-8859-5.")


@pytest.mark.parametrize("name", TAKEN)
def test_read_awkward_file_is_taken_whole(name: str) -> None:
    filename, content, _refusal = hostile.FILES[name]
    table = read_table(content, filename)
    assert table.rows
    assert all(len(row) == len(table.headers) for row in table.rows)
    assert len(table.numbers) == len(table.rows)


def test_read_beyond_the_memory_limit_is_refused() -> None:
    content = b"name\n" + b"Ala\n" * 4_000_000
    with pytest.raises(Unreadable, match="memory"):
        read_table(content, "list.csv", limits=Limits(memory_bytes=60_000_000, rows=5_000_000))


def test_read_beyond_the_time_limit_is_refused() -> None:
    content = b"id,name\n" + b"1,Ala\n" * 49_000
    with pytest.raises(Unreadable, match="longer to read"):
        read_table(content, "list.csv", limits=Limits(wall_seconds=0))


def test_read_beyond_the_file_size_is_refused() -> None:
    with pytest.raises(Unreadable, match="larger than"):
        read_table(b"id,name\n1,Ala\n", "list.csv", limits=Limits(file_bytes=5))
