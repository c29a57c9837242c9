"""Stored documents say what the tables say, whatever was published and withdrawn in between."""

import json
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from cases.models import Case, Person
from cases.public_site.models import PublishedCard, PublishedDocument, PublishedPerson, PublishedText
from cases.public_site.queries import build_documents, documents
from cases.public_site.search import text_search
from cases.publication import publish
from cases.review import transitions
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def _check() -> set[str]:
    """Compare every stored document with the tables; returns the ids."""
    ids = set()
    persons = set(PublishedDocument.objects.filter(noun="person").values_list("id", flat=True))
    assert set(PublishedCard.objects.values_list("id", flat=True)) == persons
    assert set(PublishedText.objects.values_list("owner", flat=True)) <= persons
    for ref, noun, body in PublishedDocument.objects.values_list("id", "noun", "body"):
        gathered = documents.GATHER[noun]([ref])
        assert gathered, "a document of what is not public"
        assert json.loads(body) == json.loads(documents.to_json(gathered[ref]))
        if noun == "person":
            held = PublishedText.objects.filter(owner=ref).order_by("place")
            assert list(held.values_list(*text_search.Text._fields)) == text_search.texts_of(gathered[ref])
        ids.add(ref)
    return ids


def test_documents_follow_what_is_published_and_withdrawn(
    approved: Any, whole_person: Person, whole_case: Case, editor: User, reviewer: User
) -> None:
    person, case = whole_person.public_id, whole_case.public_id
    approved(whole_case)
    assert _check() == {case}
    approved(whole_person)
    assert _check() == {person, case}
    whole_person.refresh_from_db()
    name = whole_person.names.get(kind="latin")
    name.text = "Vital Renamed"
    name.save(by=editor)
    approved(whole_person)
    assert "Vital Renamed" in PublishedDocument.objects.get(pk=case).body
    assert _check() == {person, case}
    factories.charge(whole_case.defendants.get(), by=editor)
    whole_case.refresh_from_db()
    approved(whole_case)
    assert len(documents.persons([person])[person]["prosecutions"][0]["charges"]) == 2
    assert _check() == {person, case}
    transitions.retract(record=whole_person, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert _check() == {case}
    assert "Renamed" not in PublishedDocument.objects.get(pk=case).body
    transitions.retract(record=whole_case, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert _check() == set()


def test_documents_of_a_withdrawn_case_leave_the_person(
    approved: Any, whole_person: Person, whole_case: Case, reviewer: User
) -> None:
    approved(whole_person)
    approved(whole_case)
    transitions.retract(record=whole_case, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert _check() == {whole_person.public_id}
    assert documents.persons([whole_person.public_id])[whole_person.public_id]["prosecutions"] == []


def test_unstored_documents_are_put_together(approved: Any, whole_person: Person) -> None:
    approved(whole_person)
    told = documents.persons([whole_person.public_id])
    PublishedDocument.objects.all().delete()
    assert (
        documents.persons([whole_person.public_id]) == told == build_documents.gather_persons([whole_person.public_id])
    )


def test_cards_and_names_stand_in_the_order_of_the_list(approved: Any, editor: User) -> None:
    for name in ("Янка Жук", "Алесь Беляк", "Вера Сокал", "Дар'я Гурло"):
        approved(factories.person(name, by=editor))
    documents.put_in_list_order()
    order = list(PublishedPerson.objects.order_by("sort_key", "id").values_list("id", flat=True))
    with connections["register"].cursor() as cursor:
        cursor.execute("SELECT id FROM register_publishedcard ORDER BY rowid")
        assert [ref for (ref,) in cursor.fetchall()] == order
        cursor.execute("SELECT person_id FROM register_publishedname ORDER BY rowid")
        assert list(dict.fromkeys(ref for (ref,) in cursor.fetchall())) == order
