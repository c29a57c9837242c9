"""Promises that hold for any text: no crash, symmetry, an index that agrees with `finds`."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain.names import MemoryStore, compare, deletions, entries, finds, probes, rank, search, sort_key
from cases.domain.names.search_keys import nearly

NAMES = sorted(
    {
        name
        for file in (Path(__file__).parent / "groups").glob("*.json")
        for group in json.loads(file.read_text(encoding="utf-8"))
        for name in group[: None if file.name.startswith("same") else 2]  # beside a pair stands why
    }
)
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)
NAME = st.sampled_from(NAMES)
PART = st.sampled_from(sorted({part for name in NAMES for part in name.replace("-", " ").split()}))
MIXED = st.lists(PART, min_size=1, max_size=4).map(" ".join)


def mistyped(name: str, seed: int) -> str:
    chance = random.Random(seed)
    place = chance.randrange(len(name))
    return {
        0: name[:place] + name[place + 1 :],
        1: name[:place] + chance.choice("aeiкртs -.") + name[place:],
        2: name[:place] + chance.choice("aeiкртs -.") + name[place + 1 :],
        3: name[:place] + name[place + 1 : place + 2] + name[place : place + 1] + name[place + 2 :],
    }[chance.randrange(4)]


QUERY = st.one_of(NAME, PART, MIXED, ANY_TEXT, st.builds(mistyped, NAME, st.integers(0, 10**6)))


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, st.one_of(ANY_TEXT, NAME))
def test_read_any_text_does_not_fail(one: str, other: str) -> None:
    assert compare(one, other) in {"same", "maybe", "different"}
    assert finds(one, other) in {True, False}
    assert all(deletions(key) is not None for key in entries(one))
    assert probes(one).need >= 1
    assert sort_key(one).isascii()


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "а " * 50_000, "." * 100_000, "\0", "\ud800", "", " ", "((((", "abd " * 9999]
)
def test_read_hostile_text_takes_no_time_and_does_not_fail(text: str) -> None:
    assert compare(text, "Ivan Petrov") == "different"
    assert not finds("Ivan Petrov", text)


@settings(max_examples=400, deadline=None)
@given(QUERY, QUERY)
def test_compare_in_either_order_answers_the_same(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one)


@settings(max_examples=300, deadline=None)
@given(QUERY, QUERY)
def test_compare_says_same_only_of_names_that_find_each_other(one: str, other: str) -> None:
    if compare(one, other) == "same":
        assert finds(one, other)
        assert finds(other, one)


@settings(max_examples=100, deadline=None)
@given(NAME)
def test_find_name_by_itself_succeeds(name: str) -> None:
    assert finds(name, name)


STORE = MemoryStore(NAMES)


@settings(max_examples=400, deadline=None)
@given(QUERY, st.booleans())
def test_search_in_an_index_returns_exactly_what_finds_accepts(query: str, prefix: bool) -> None:
    found = {holder for _, holder in search(query, STORE, prefix)}
    assert found == {number for number, name in enumerate(NAMES) if finds(query, name, prefix)}


@settings(max_examples=200, deadline=None)
@given(st.one_of(NAME, PART), st.booleans())
def test_search_orders_as_rank_does(query: str, prefix: bool) -> None:
    grades = [rank(query, NAMES[holder], prefix) // 4 for _, holder in search(query, STORE, prefix)]
    assert grades == sorted(grades)


@settings(max_examples=400, deadline=None)
@given(st.text("abc", min_size=1, max_size=12), st.integers(0, 10**6))
def test_deletions_of_nearly_equal_keys_meet(word: str, seed: int) -> None:
    one, other = "=" + word, "=" + mistyped(word, seed)
    if nearly(one, other):
        assert deletions(one) & deletions(other)


def test_find_unlike_persons_hardly_ever_happens() -> None:
    groups = json.loads((Path(__file__).parent / "groups" / "same.json").read_text(encoding="utf-8"))
    chance = random.Random(4)
    pairs = [
        (chance.choice(one), chance.choice(other)) for one, other in (chance.sample(groups, 2) for _ in range(4000))
    ]
    assert sum(finds(one, other) for one, other in pairs) < 0.005 * len(pairs)
