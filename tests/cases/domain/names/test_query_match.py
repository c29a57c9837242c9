"""What a search finds, in which order, and what it must not find."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from cases.domain.names import MemoryStore, best_first, entries, finds, rank, search, sort_key

FOUND = [
    ("Мельник", "Vital Mieĺnik"),
    ("В. Мельник", "Віталь Мельнік"),
    ("Vital Melnik", "V. Melnik"),
    ("Melink", "Віталь Мельнік"),  # two letters swapped
    ("Aleksnadr Kabanau", "Аляксандр Кабанаў"),  # an error in a given name, another language
    ("Карамурза", "Владимир Кара-Мурза"),
    ("Иван Петрович Сидоров", "Иван Сидоров"),
    ("Иван Сидоров", "Сидоров Иван Петрович"),
    ("Leyla Yunus", "Лейла Юнусова"),
    ("Палiна", "Паліна Жук"),  # a Latin i
    ("黎智英", "Jimmy Lai"),
    ("Chen Guoqiang", "Chan Kwok-keung"),
    ("خالد", "Khaled Omari"),
]
NOT_FOUND = [
    ("Яна", "Анна Жук"),
    ("Петров Иван", "Петров Павел"),
    ("Иван Петрович Сидоров", "Иван Павлович Сидоров"),
    ("Жук", "Лук Иван"),  # short words forgive no error
    ("Ш.", "Шинкевич Сергей"),  # an initial alone would find a twentieth of everybody
    ("Yunus", "Лейла Юнусова"),
    ("Ivan", "Петров Павел Иванович" + " " * 3 + "Б."),
    ("", "Иван"),
    ("...", "Иван"),
]


@pytest.mark.parametrize(("query", "name"), FOUND)
def test_find_name_written_otherwise_succeeds(query: str, name: str) -> None:
    assert finds(query, name)


@pytest.mark.parametrize(("query", "name"), NOT_FOUND)
def test_find_another_name_fails(query: str, name: str) -> None:
    assert not finds(query, name)


def test_find_unfinished_word_needs_prefix_and_three_letters() -> None:
    assert finds("Шаран", "Паліна Шарэнда", prefix=True)
    assert finds("Паліна Шар", "Паліна Шарэнда", prefix=True)
    assert not finds("Паліна Шар", "Паліна Шарэнда")
    assert not finds("Ша", "Паліна Шарэнда", prefix=True)


def test_rank_puts_exact_before_folded_before_tolerant() -> None:
    names = ["Иван Карпов", "Иван Карпав", "Иван Карпоф", "Іван Карпаў"]
    grades = [rank("Иван Карпов", name) for name in names]
    assert grades[0] < grades[1] <= grades[3]  # type: ignore[operator]
    assert grades[3] < grades[2]  # type: ignore[operator]
    assert next(holder for _, holder in search("Иван Карпов", MemoryStore(reversed(names)))) == 3


def test_entries_in_another_process_are_the_same() -> None:
    names = ["黎智英", "ကျော်မင်းဦး", "Chan Kwok-keung", "Yury Zenkovich", "Саша Мікалаеў", "خالد العمري"]
    code = f"from cases.domain.names import entries; print([sorted(entries(n)) for n in {names!r}])"
    root = Path(__file__).parents[4]
    for seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert ran.stdout.strip() == str([sorted(entries(name)) for name in names])


def test_sort_key_follows_the_alphabets_whatever_the_case_and_accents() -> None:
    names = ["zebra", "Élan", "ёлка", "Ева", "Ўлас", "Усік", "івan", "10", "9", "Яна", "elm"]
    ordered = sorted(names, key=sort_key)
    assert ordered == ["10", "9", "Élan", "elm", "zebra", "Ева", "ёлка", "івan", "Усік", "Ўлас", "Яна"]
    assert sort_key("IVAN") == sort_key("ivan")


def test_search_for_a_holder_with_several_names_returns_it_once_by_the_best() -> None:
    class OfOnePerson(MemoryStore):
        def holders(self, keys):  # type: ignore[no-untyped-def]
            return (0 for _ in super().holders(keys))

        def names(self, holders):  # type: ignore[no-untyped-def]
            return ((0, name) for name in self._names if holders)

    store = OfOnePerson(["Іван Карпаў", "Иван Карпов", "Янка Карп"])
    assert search("Иван Карпов", store) == [(rank("Иван Карпов", "Иван Карпов"), 0)]
    assert [holder for _, holder in search("Карпов", store)] == [0]


@pytest.mark.parametrize("query", ["Аляксандр", "Aleksandr", "Саша", "Аляк"])
def test_best_first_looks_up_no_more_than_is_asked_for(query: str) -> None:
    class Counting(MemoryStore):
        given = 0

        def holders(self, keys):  # type: ignore[no-untyped-def]
            for holder in super().holders(keys):
                self.given += 1
                yield holder

    store = Counting(f"Аляксандр {chr(0x430 + n % 32)}{chr(0x430 + n // 32)}ўскі" for n in range(1000))
    assert len(list(islice(best_first(query, store, prefix=True), 20))) == 20
    assert store.given <= 40  # a name stands once under each key that means the word
    assert list(best_first(query, store, prefix=True)) == search(query, store, prefix=True)


class Aliases(MemoryStore):
    """A store whose holders have several names, as people do."""

    def __init__(self, *people: tuple[str, ...]) -> None:
        super().__init__(name for names in people for name in names)
        self.owners = [owner for owner, names in enumerate(people) for _name in names]

    def holders(self, keys: Collection[str]) -> Iterable[int]:
        return (self.owners[number] for number in super().holders(keys))

    def names(self, holders: Collection[Any]) -> Iterable[tuple[int, str]]:
        return ((owner, name) for owner, name in zip(self.owners, self._names, strict=True) if owner in holders)


@pytest.mark.parametrize(
    "query",
    ["Chan Tai-man", "Chan Tai Man", "陳大文", "Lai Chee-ying", "Мікалай Статкевіч", "Statkevich Mikalai", "Lai Jimmy"],
)
def test_rank_of_a_holder_of_many_names_is_that_of_the_best(query: str) -> None:
    people = (
        ("陳大文", "Chan Tai Man"),
        ("Chan Tai-man",),
        ("Мікалай Статкевіч", "Николай Статкевич"),
        ("Jimmy Lai", "黎智英"),
        ("Chen Dawen", "Peter Chan"),  # has the mark of a Chinese name, a word of one name and the reading of the other
        ("Li Zhiying", "Lai Jimmy"),
    )
    store = Aliases(*people)
    told = {owner: grade for grade, owner in search(query, store)}
    grades = {
        owner: [grade for name in names if (grade := rank(query, name)) is not None]
        for owner, names in enumerate(people)
    }
    assert told == {owner: min(ranks) for owner, ranks in grades.items() if ranks}
    assert told
