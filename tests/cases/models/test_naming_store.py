"""The stored keys answer as the reference store in memory does, whatever the names."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.domain.names import MemoryStore, search
from cases.models import NameKey, NearKey, PersonName
from cases.models.name_search import KeyStore, rewrite_keys
from tests import factories

pytestmark = pytest.mark.django_db
PIECES = (
    "Віталь", "Vital", "Виталий", "Мельнік", "Melnik", "Мельник", "Melnyk", "Іван", "Ivan", "Jan", "陳大文", "Chan", "Jimmy",
    "Lai", "黎智英", "Aung", "San", "Алена", "Л.", "А", "O'Neil", "Łukasz", "əliyev", "Aliyev", "Zmitser", "Дзмітры", "محمد",
)  # fmt: skip
WORD = st.sampled_from(PIECES) | st.text(string.ascii_letters + "абвгдеёжзіўшяАВБ’-.", min_size=1, max_size=12)
NAME = st.lists(WORD, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(NAME, min_size=1, max_size=12, unique=True), query=NAME, prefix=st.booleans())
def test_store_finds_and_ranks_what_the_store_in_memory_does(texts: list[str], query: str, prefix: bool) -> None:
    for name in list(PersonName._base_manager.all()):
        name.remove(by=None)
    person = factories.person("")
    for text in texts:
        factories.person_name(person, text=text)
    memory = MemoryStore(texts)
    known = dict(PersonName.objects.values_list("pk", "text"))
    for asked in (query, texts[0], texts[-1][:-1] or "a"):
        stored = sorted((grade, known[holder]) for grade, holder in search(asked, KeyStore(), prefix))  # type: ignore[index]
        assert stored == sorted((grade, texts[number]) for grade, number in search(asked, memory, prefix))  # type: ignore[index]


def test_keys_of_the_longest_name_are_stored_whole() -> None:
    name = "".join(chr(0x16800 + place) for place in range(200))  # Bamum: up to sixteen Latin letters a sign
    factories.person(name)
    assert {key for key in NameKey.objects.values_list("key", flat=True) if len(key) > 500}
    assert [grade for grade, _holder in search(name, KeyStore())] == [1]


def test_deletions_stand_once_a_key_and_are_made_again_without_those_of_nobody() -> None:
    for _number in range(3):
        factories.person("Віталь Мельнік")
    assert NearKey.objects.count() == NearKey.objects.values("cut", "key").distinct().count() > 0
    name = factories.person("Прыдуманая Асоба").names.get()
    with_both = NearKey.objects.count()
    name.remove(by=None)
    assert rewrite_keys() == 3
    assert 0 < NearKey.objects.count() < with_both
