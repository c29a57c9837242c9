"""Every value that can be approved is to be seen by readers: on a page, and in the API. A new field of the policy that no page
shows, or that the API leaves out, is named here.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Case, Person
from cases.public_site.index import current
from cases.review.freeze import values_of
from cases.review.policy import POLICY, Never
from tests import factories
from tests.cases.public_site.routes import text_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])
LED_BY = {"person", "case", "defendant", "hearing", "sentence"}
"""Fields that say to what a row belongs; they are its place in the submission and no value of it."""
NOT_ON_PAGES = {
    "citation.stance": "that a source supports a value is what its number beside the value means",
    "hearingdefendant.defendant": "not said where the case has this one defendant",
    "person.can_receive_letters": "decides whether the address for letters is shown, which nobody needs who is free or dead",
    "personname.kind": "of the name in the title",
}
"""Values whose absence changes no page, with the reason."""
CITED = re.compile(r'<span class="cite">.*?</span>')
"""How a page is cited: with the digest of the edition, which differs with every value."""


def fresh(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def change(row: Any, by: User, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(by=by)


@pytest.fixture
def full_person(whole_person: Person, editor: User) -> Person:
    """The person with a value in every field of every row."""
    change(whole_person, editor, died="2024-05-06", can_receive_letters=True)
    person = fresh(whole_person)
    change(person.citizenships.get(), editor, until="2021-02-03")
    change(person.recognitions.get(), editor, until="2023-04-05", statement="https://example.org/statement")
    change(person.violations.get(), editor, facility=factories.facility(name_en="Place of the violation"))
    factories.photo(person, caption="Words of the caption", credit="Words of the credit", by=editor)
    factories.citation(
        person, by=editor, about=f"{person.custody.get().path}/until", stance="contradicts", says="2022-03-07",
        source=factories.source(title="Another report"),
    )  # fmt: skip
    return fresh(person)


@pytest.fixture
def full_case(full_person: Person, whole_case: Case, editor: User) -> Case:
    """The case with a value in every field of every row."""
    case = fresh(whole_case)
    change(case.summaries.get(), editor, text="Words of the summary.")
    defendant = case.defendants.get()
    change(defendant, editor, in_absentia=True, act_date="2020-09-10")
    change(defendant.charges.get(), editor, status_date="2021-10-11", offence_stage="attempt")
    change(case.hearings.order_by("day").first(), editor, room="Room 7", openness="closed")
    first = defendant.sentences.get()
    change(first, editor, judge=factories.official(name_en="Judge Imaginary"), in_force="2022-06-01")
    change(first.penalties.get(), editor, months=7, days=9)
    factories.penalty(first, kind="fine", years=None, regime="", amount=1234, currency="BYN", by=editor)
    factories.sentence(
        defendant, instance="addition", decided="2022-08-09", replaces=first, addition="full", by=editor
    )  # fmt: skip
    return fresh(case)


def seen(reader: Client, person: Person, case: Case) -> tuple[str, str]:
    """What pages say of both, in the three languages; and what the API does."""
    current.forget()
    pages = [
        CITED.sub("", text_of(reader.get(f"/{language}/{noun}/{ref}/")))
        for language in ("en", "be", "ru")
        for noun, ref in (("persons", person.public_id), ("cases", case.public_id))
    ]
    api = [
        text_of(reader.get(f"/api/v1/{noun}/{record.public_id}"))
        for noun, record in (("persons", person), ("cases", case))
    ]
    return "\n".join(pages), "\n".join(api)


def fields_of(content: Any) -> Iterator[tuple[str, str]]:
    for row in content["rows"]:
        for field in row["values"]:
            yield row["path"].partition("/")[0], field


def test_every_value_is_on_a_page_and_in_the_api(
    reader: Client, approved: Any, full_person: Person, full_case: Case
) -> None:
    with transaction.atomic(), transaction.atomic(using="register"):
        everything = [approved(full_person), approved(full_case)]
        whole = seen(reader, full_person, full_case)
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="register")
    tried = {pair for snapshot in everything for pair in fields_of(snapshot.content)}
    public = {
        (noun, field)
        for noun, rules in POLICY.items()
        for field, how in rules.items()
        if not isinstance(how, Never) and noun in {noun for noun, _field in tried}
    }
    assert {f"{noun}.{field}" for noun, field in public - tried if field not in LED_BY} == {"personname.script"}
    unseen, untold = [], []
    for snapshot, record, other in ((everything[0], full_person, full_case), (everything[1], full_case, full_person)):
        for path in values_of(snapshot.content):
            with transaction.atomic(), transaction.atomic(using="register"):
                try:
                    approved(fresh(record), withhold=[path])
                except Refused:  # ticked with the rest of its row, or not at all
                    row = path.rpartition("/")[0]
                    approved(
                        fresh(record), withhold=[one for one in values_of(snapshot.content) if one.startswith(row)]
                    )
                approved(fresh(other))
                pages, api = seen(reader, full_person, full_case)
                transaction.set_rollback(True)
                transaction.set_rollback(True, using="register")
            noun, _ref, field = path.split("/", 2)
            if pages == whole[0]:
                unseen.append(f"{noun}.{field}")
            if api == whole[1]:
                untold.append(f"{noun}.{field}")
    assert set(unseen) - set(NOT_ON_PAGES) == set()
    assert untold == []
