"""Words of approved texts: who is found by them, what is shown of them, and that nothing stays when they go."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from cases.models import Case, Person
from cases.public_site.models import PublishedDocument, PublishedWord
from cases.public_site.presenters import highlights
from cases.public_site.search import text_search
from cases.publication import publish
from cases.review import transitions
from tests import factories
from tests.cases.review.registers import content, content_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def _list(reader: Client, query: str, language: str = "en") -> str:
    return reader.get(f"/{language}/persons/?q={quote(query)}").content.decode()


def _holders() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for word, octets in PublishedWord.objects.values_list("word", "owners"):
        found.setdefault(word, set()).update(text_search._numbers(octets))
    return found


def _meant() -> dict[str, set[int]]:
    """The lists of words as the documents have them."""
    told: dict[str, set[int]] = {}
    for ref, body in PublishedDocument.objects.filter(noun="person").values_list("id", "body"):
        for word in text_search.words_of(one.words for one in text_search.texts_of(json.loads(body))):
            told.setdefault(word, set()).add(int(ref, 36))
    return told


@pytest.fixture
def told(approved: Any, whole_person: Person, editor: User) -> Person:
    factories.person_summary(
        whole_person, by=editor, text="Затрымана за паўстанне <b>свабодных</b> шахцёраў.", language="be"
    )
    factories.violation(whole_person, by=editor, public_text="The miners were drenched.")
    whole_person.refresh_from_db()
    approved(whole_person)
    return whole_person


@pytest.mark.parametrize(
    "query", ["шахцёраў", "ШАХЦЕРАУ", "шахц", "drenched miners", "паустанне шахцёраў", "“drenched”"]
)
def test_search_finds_words_of_a_text_without_case_and_accents(reader: Client, told: Person, query: str) -> None:
    assert f"/en/persons/{told.public_id}/" in _list(reader, query)


@pytest.mark.parametrize("query", ["шахцёрка", "drenched oranges", "min", "т"])
def test_search_wants_every_word(reader: Client, told: Person, query: str) -> None:
    assert f"/en/persons/{told.public_id}/" not in _list(reader, query)


def test_excerpt_marks_the_word_and_escapes_the_rest(reader: Client, told: Person) -> None:
    page = _list(reader, "шахцёраў")
    assert 'lang="be"' in page
    assert "&lt;b&gt;свабодных&lt;/b&gt; <mark>шахцёраў</mark>" in page


def test_search_finds_forms_of_words_phrases_and_names_in_other_cases(reader: Client, told: Person) -> None:
    card = f'href="/en/persons/{told.public_id}/"'
    for query in ("шахцёры", "паўстання", "«затрымана за паўстанне»", "Выдуманага"):
        assert card in _list(reader, query), query
    for query in ("«паўстанне за шахцёраў»", "шахматы", "zzzzqq", "ыыыыы", "368 КК"):
        assert card not in _list(reader, query), query


def test_name_in_the_list_is_marked(reader: Client, told: Person) -> None:
    assert "<mark>" in _list(reader, "Vydumany")


def test_misspelt_word_leads_to_the_word_of_the_register(reader: Client, told: Person) -> None:
    assert f"?q={quote('шахцерау')}" in _list(reader, "шахцырау")
    assert 'class="meant"' not in _list(reader, "zzzzzzzz")


def test_name_beside_a_wrong_one_leads_to_names_of_the_register(reader: Client, told: Person) -> None:
    assert 'class="meant"' in _list(reader, "Quentin Vydumany")


@pytest.mark.parametrize("form", ["{0}", "art. {0}", "ст. {0}", "арт.{0}"])
def test_search_reads_a_citation(reader: Client, public: tuple[Person, Case], form: str) -> None:
    provision = public[1].defendants.get().charges.get().provision
    assert f"/en/persons/{public[0].public_id}/" in _list(reader, form.format(provision.article))
    assert f"/en/persons/{public[0].public_id}/" not in _list(reader, f"{provision.article} part 99")


def test_lists_follow_what_is_published_corrected_and_withdrawn(
    approved: Any, told: Person, whole_case: Case, editor: User, reviewer: User, tmp_path: Path
) -> None:
    assert _holders() == _meant() != {}
    approved(whole_case)
    assert _holders() == _meant()
    other = factories.person("Іншая Асоба", by=editor)
    factories.person_summary(other, by=editor, text="Miners of another town.")
    approved(other)
    assert len(_holders()["miners"]) == 2
    row = told.violations.get(public_text="The miners were drenched.")
    row.public_text = "Nothing."
    row.save(by=editor)
    told.refresh_from_db()
    approved(told)
    assert _holders() == _meant()
    assert "drenched" not in _holders()
    transitions.retract(record=told, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert _holders() == _meant()
    assert "шахцерау" not in _holders()
    publish.rebuild(tmp_path / "again.sqlite3")
    assert content_of(tmp_path / "again.sqlite3")["register_publishedword"] == content()["register_publishedword"]


LETTERS = st.text("абвгдеёжйўіїґabcdéèçñöüßﬁ'’ ёй", min_size=2, max_size=12)


@given(LETTERS, st.lists(LETTERS, max_size=4))
def test_excerpt_shows_a_word_wherever_an_answer_stands(query: str, around: list[str]) -> None:
    words = text_search.asked(query)
    text = " ".join([*around, query.upper(), *around])
    told = text_search.WORD.findall(text)
    has = any(
        text_search.folded(one) == word or (len(word) >= text_search.WHOLE and text_search.folded(one).startswith(word))
        for one in told
        for word in words
    )
    shown = (
        highlights.excerpt([text_search.Text.of("be", "нічога"), text_search.Text.of("ru", text)], words, "en")
        if words
        else None
    )
    assert (shown is not None and "<mark>" in shown["text"]) == has


def test_excerpt_marks_the_first_place_and_those_near_it() -> None:
    far = "слова " * 80
    shown = highlights.excerpt([text_search.Text.of("be", f"{far}шахцёры і шахцёры {far}шахцёры")], ["шахцеры"], "be")
    assert shown is not None
    assert shown["text"].count("<mark>") == 2


@given(
    text=st.text(alphabet="йёўİßﬁﷺʼ́a'’б .,_", max_size=60), word=st.text(alphabet="иеуissfaб", min_size=2, max_size=5)
)
def test_places_are_those_of_reading_the_text_word_by_word(text: str, word: str) -> None:
    met = [
        found.span()
        for found in text_search.WORD.finditer(text)
        if text_search.meets(word, text_search.folded(found.group()))
    ]
    assert text_search.places(text_search.Text.of("", text), [word], 10_000) == met
