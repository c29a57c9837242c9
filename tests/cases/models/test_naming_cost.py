"""What a search of persons costs when half of everybody is found, as a ratio: seconds say more about the machine."""

from time import process_time

import pytest
from django.db.models import QuerySet

from cases.models import Person, PersonName
from cases.models.naming import MOST_FOUND, add_keys, find_persons, stamp_keys

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SYLLABLES = ("ба", "ві", "га", "ла", "мы", "на", "ка", "ро", "са", "та")
FEW, MANY = 300, 3000
TIMES = 8


def add(start: int, count: int) -> None:
    """Invented people of one given name, no two with one surname."""
    QuerySet(Person).bulk_create([Person() for _one in range(count)])
    persons = Person._base_manager.order_by("-pk").values_list("pk", flat=True)[:count]
    surnames = ["".join(SYLLABLES[int(digit)] for digit in f"{start + n:04}").title() + "ўскі" for n in range(count)]
    names = [
        PersonName(person_id=pk, text=f"Аляксандр {name}", language="be")
        for pk, name in zip(persons, surnames, strict=True)
    ]
    stamp_keys()
    add_keys(QuerySet(PersonName).bulk_create(names))


def cost(query: str) -> float:
    """CPU seconds of one search, its page of persons read."""
    begun = process_time()
    for _time in range(TIMES):
        assert len(find_persons(query, Person.objects.all())) == MOST_FOUND
    return (process_time() - begun) / TIMES


@pytest.mark.parametrize("query", ["Аляксандр", "Aleksandr", "Саша", "Аляк"])
def test_search_that_finds_ten_times_as_many_costs_hardly_more(query: str) -> None:
    add(0, FEW)
    cost(query)  # tables of names are read once a process
    few = cost(query)
    add(FEW, MANY - FEW)
    assert cost(query) < 3 * few
