"""Search over stored keys finds exactly what cases.domain.names finds."""

import pytest

from accounts.models import User
from cases.domain.names import finds
from cases.models import NameKey, Person
from cases.models.name_search import find_cases, find_persons, keys_of, rewrite_keys
from cases.models.search_text import folded, holding
from tests import factories

NAMES = ("Віталь Мельнік", "Пётр Иванов", "Ivan Petrov", "陳大文", "Aung San Oo", "Наталля Мельнічэнка", "Łukasz Żak")
QUERIES = (
    "melnik",
    "Мельник Виталий",
    "петров",
    "ivanov petr",
    "chan tai man",
    "aung",
    "lukasz",
    "мелник",
    "зак",
    "Nobody",
)


def found(query: str) -> list[str]:
    return [str(person) for person in find_persons(query, Person.objects.all())]


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUERIES)
def test_find_persons_finds_exactly_the_names_that_the_rule_finds(query: str) -> None:
    for name in NAMES:
        factories.person(name)
    assert sorted(found(query)) == sorted(name for name in NAMES if finds(query, name, prefix=True))


@pytest.mark.django_db
def test_find_persons_ranks_the_exact_name_first() -> None:
    factories.person("Віталь Мельнікаў")
    factories.person("Віталь Мельнік")
    assert found("Віталь Мельнік")[0] == "Віталь Мельнік"


@pytest.mark.django_db
def test_find_persons_finds_by_alias_and_public_id_once_each() -> None:
    person = factories.person("Віталь Мельнік")
    factories.person_name(person, text="Vital Melnik", kind="alias", language="en")
    assert found("melnik") == found(person.public_id) == ["Віталь Мельнік"]


@pytest.mark.django_db
def test_find_persons_is_bounded_by_what_may_be_found(reviewer: User, editor: User) -> None:
    factories.person("Віталь Мельнік", restricted=True, readers=[reviewer])
    assert not find_persons("melnik", Person.objects.visible_to(editor))
    assert find_persons("melnik", Person.objects.visible_to(reviewer))


@pytest.mark.django_db
def test_saved_and_removed_name_keeps_its_keys_right() -> None:
    person = factories.person("Віталь Мельнік")
    name = person.names.get()
    assert set(name.keys.values_list("key", flat=True)) == keys_of("Віталь Мельнік")
    name.text = "Іван Прыдуманы"
    name.save(by=None)
    assert (found("melnik"), found("прыдуманы")) == ([], ["Іван Прыдуманы"])
    name.remove(by=None)
    assert not NameKey.objects.exists()


@pytest.mark.django_db
def test_rewrite_keys_restores_what_was_lost() -> None:
    factories.person("Віталь Мельнік")
    NameKey.objects.all().delete()
    assert found("melnik") == []
    assert rewrite_keys() == 1
    assert found("melnik") == ["Віталь Мельнік"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", " ", "'", "%", "_", "*" * 500, "a" * 5000, "\u202e", "1"])
def test_odd_query_finds_nothing_and_breaks_nothing(query: str) -> None:
    factories.person("Віталь Мельнік")
    assert found(query) == []


@pytest.mark.django_db
def test_find_cases_by_defendant_only_where_the_person_may_be_known(reviewer: User, editor: User) -> None:
    case = factories.case()
    factories.defendant(case=case, person=factories.person("Віталь Мельнік", restricted=True, readers=[reviewer]))
    cases = type(case).objects.all()
    assert list(find_cases("melnik", cases, Person.objects.visible_to(reviewer))) == [case]
    assert list(find_cases("melnik", cases, Person.objects.visible_to(editor))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["Мінск", "minsk", "МИНСКА", "суд", "city", "minsk court"])
def test_titles_are_held_in_any_script(query: str) -> None:
    court = factories.court(name_en="City Court", name_be="Суд горада Мінска", name_ru="Суд города Минска")
    factories.court(name_en="Elsewhere")
    assert list(type(court).objects.filter(holding(query))) == [court]


def test_folded_words_stand_once() -> None:
    assert folded(("Minsk Court", "minsk")) == "minsk court"
