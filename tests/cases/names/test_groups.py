"""The name groups as a measure: spellings of one person, different persons, and what may only be proposed."""

import json
from itertools import permutations
from pathlib import Path

import pytest

from cases.names import compare, finds

OWN = Path(__file__).parent / "groups"
SHARED = Path(__file__).parents[4] / "shared" / "data" / "names"
FOLDERS = [OWN, SHARED]
MIN_RECALL = 0.98


def load(folder: Path, name: str) -> list:
    if not folder.is_dir():
        pytest.skip(f"the reference names are not beside this repository ({folder.name})")
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", FOLDERS, ids=["own", "shared"])
def test_find_every_spelling_by_every_other_reaches_the_recall_asked_for(folder: Path) -> None:
    pairs = [pair for group in load(folder, "same.json") for pair in permutations(dict.fromkeys(group), 2)]
    missed = [pair for pair in pairs if not finds(*pair)]
    assert len(missed) <= (1 - MIN_RECALL) * len(pairs), missed


@pytest.mark.parametrize("folder", FOLDERS, ids=["own", "shared"])
def test_compare_spellings_of_one_person_hardly_ever_says_different(folder: Path) -> None:
    pairs = [pair for group in load(folder, "same.json") for pair in permutations(dict.fromkeys(group), 2)]
    parted = [pair for pair in pairs if compare(*pair) == "different"]
    assert len(parted) <= (1 - MIN_RECALL) * len(pairs), parted


@pytest.mark.parametrize("folder", FOLDERS, ids=["own", "shared"])
def test_compare_different_persons_never_says_same(folder: Path) -> None:
    assert [pair for pair in load(folder, "different.json") if compare(pair[0], pair[1]) == "same"] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=["own", "shared"])
def test_compare_what_may_only_be_proposed_says_maybe(folder: Path) -> None:
    assert [pair for pair in load(folder, "propose_only.json") if compare(pair[0], pair[1]) != "maybe"] == []


def test_find_every_spelling_of_the_third_groups_by_every_other_reaches_the_recall_asked_for() -> None:
    pairs = [pair for group in load(OWN, "same_third.json") for pair in permutations(dict.fromkeys(group), 2)]
    missed = [pair for pair in pairs if not finds(*pair)]
    assert len(missed) <= (1 - MIN_RECALL) * len(pairs), missed


def test_compare_spellings_of_the_third_groups_hardly_ever_says_different() -> None:
    pairs = [pair for group in load(OWN, "same_third.json") for pair in permutations(dict.fromkeys(group), 2)]
    parted = [pair for pair in pairs if compare(*pair) == "different"]
    assert len(parted) <= (1 - MIN_RECALL) * len(pairs), parted


def test_compare_different_persons_of_the_third_groups_never_says_same() -> None:
    pairs = load(OWN, "different_third.json")
    assert [pair for pair in pairs if "same" in (compare(*pair[:2]), compare(pair[1], pair[0]))] == []


def test_compare_one_initial_in_a_placeholder_proposes_nobody() -> None:
    assert compare("Гражданин К.", "Parviz Kamran oglu Hashimli") == "different"
    assert compare("Гражданин К.", "Гражданин К.") == "maybe"
    assert compare("А. Б.", "Алесь Багдановіч") == "maybe"
