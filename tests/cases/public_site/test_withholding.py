"""What is not approved is nowhere; unknown, withheld and withdrawn look alike."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Case, Person
from cases.publication import publish
from cases.review import transitions
from tests import factories
from tests.cases.public_site.routes import addresses, text_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])
CANARY = "kanarek7q"


def test_hidden_and_withdrawn_persons_answer_as_unknown_ones(
    reader: Client, approved: Any, editor: User, reviewer: User, public: tuple[Person, Case]
) -> None:
    hidden = factories.person(CANARY, by=editor)
    withdrawn = factories.person("Пётр Зняты", by=editor)
    approved(withdrawn)
    assert reader.get(f"/en/persons/{withdrawn.public_id}/").status_code == 200
    transitions.retract(record=withdrawn, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    answers = [reader.get(f"/en/persons/{ref}/") for ref in ("a" * 12, hidden.public_id, withdrawn.public_id)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({(answer.content, str(dict(answer.headers))) for answer in answers}) == 1


def test_withdrawn_person_is_gone_from_lists_search_and_counts(
    reader: Client, approved: Any, editor: User, reviewer: User
) -> None:
    person = factories.person("Пётр Зняты", by=editor, gender="male")
    factories.custody(person, by=editor)
    approved(person)
    assert b"1 person" in reader.get("/en/persons/").content
    transitions.retract(record=person, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    for address in ("/en/persons/", "/en/persons/?q=Пётр", "/en/", "/en/places/"):
        assert "Пётр" not in reader.get(address).content.decode().replace('value="Пётр"', "").replace(
            "<strong>Пётр", ""
        )
    assert b"0 people" in reader.get("/en/persons/").content


def test_unapproved_values_are_in_no_answer(
    reader: Client, approved: Any, editor: User, whole_person: Person, whole_case: Case
) -> None:
    withheld = factories.person_name(whole_person, text=f"{CANARY} Name", by=editor)
    custody = factories.custody(
        whole_person, by=editor, from_date="2024-02-03", facility=factories.facility(name_en=f"{CANARY} Place")
    )
    whole_case.title = f"{CANARY} title"
    whole_case.internal_notes = f"{CANARY} notes"
    whole_case.save(by=editor)
    approved(whole_person, withhold={f"{withheld.path}/text", f"{custody.path}/facility", f"{custody.path}/from_date"})
    approved(whole_case)
    whole_person.refresh_from_db()
    whole_person.internal_notes = f"{CANARY} later"
    whole_person.save(by=editor)
    factories.person(f"{CANARY} Unsubmitted", by=editor)
    routes = addresses(whole_person.public_id, whole_case.public_id)
    for name, address in routes.items():
        response = reader.get(address)
        body = text_of(response)
        assert CANARY not in body + str(response.headers), name
        assert "2024-02-03" not in body, name
        assert "3 February 2024" not in body, name


def test_search_for_an_unapproved_word_answers_as_for_any_word(
    reader: Client, editor: User, public: tuple[Person, Case]
) -> None:
    factories.person(f"{CANARY} Unsubmitted", by=editor)
    other = "z" * len(CANARY)
    hidden, unknown = (reader.get(f"/en/persons/?q={word}").content.decode() for word in (CANARY, other))
    assert hidden.replace(CANARY, other) == unknown
    assert "0 people" in hidden


def test_defendant_whose_person_is_not_public_is_not_named(
    reader: Client, approved: Any, whole_person: Person, whole_case: Case
) -> None:
    approved(whole_case)
    page = reader.get(f"/en/cases/{whole_case.public_id}/").content.decode()
    assert "not named" in page
    assert whole_person.public_id not in page
    assert "Vydumany" not in page


def test_places_that_only_drafts_name_are_not_offered(
    reader: Client, editor: User, public: tuple[Person, Case]
) -> None:
    draft = factories.facility(name_en=f"{CANARY} Prison")
    factories.custody(factories.person(by=editor), facility=draft, by=editor)
    assert CANARY not in reader.get("/en/persons/").content.decode()
    unknown = reader.get(f"/en/persons/?place={'a' * 12}")
    known = reader.get(f"/en/persons/?place={draft.public_id}")
    assert known.content.replace(draft.public_id.encode(), b"a" * 12) == unknown.content
    assert unknown.status_code == known.status_code == 400
