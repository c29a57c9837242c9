"""Promises 2, 3 and 5: what was reviewed is what is published, by somebody else than entered it, and all of it is told.

Several people edit, submit, approve parts, return, take back and withdraw two records in any order. A model of a page
remembers what the last approval ticked; the register must say exactly that, after every move.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.audit import verify
from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.models import Custody, Person, PersonName
from cases.public_site import models as register
from cases.publication import publish
from cases.review import transitions
from cases.review.models import Snapshot, Status
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])

GENDERS, KINDS = ("male", "female", "other"), ("arrest", "remand", "serving")
Values = dict[str, str]  # by "gender", "text", "kind"


@dataclass
class Model:
    """One person: what is private now and who entered it, what waits, what is public."""

    person: Person
    name: PersonName
    custody: Custody
    private: Values
    entered_by: dict[str, User]
    waiting: tuple[Snapshot, Values, dict[str, User], User] | None = None
    public: Values = field(default_factory=dict)
    approved: Snapshot | None = None

    def path(self, name: str) -> str:
        record = {"gender": self.person, "text": self.name, "kind": self.custody}[name]
        return f"{record.path}/{name}"


def in_register(model: Model) -> Values:
    """What the public site would say of the person."""
    person = register.PublishedPerson.objects.filter(pk=model.person.public_id).first()
    name = register.PublishedName.objects.filter(pk=model.name.public_id).first()
    custody = register.PublishedCustody.objects.filter(pk=model.custody.public_id).first()
    told = {"gender": person and person.gender, "text": name and name.text, "kind": custody and custody.kind}
    return {key: value for key, value in told.items() if value}


class Office:
    """The moves. Each is tried, checked against the rule that it must keep, and noted in the model if it was done."""

    def __init__(self, users: list[User]) -> None:
        self.users = users
        self.told = 0
        self.models = [self._enter(user) for user in users[:2]]

    def _enter(self, by: User) -> Model:
        person = factories.person("", by=by, gender="male")
        name = factories.person_name(person, text="Іван Выдуманы", by=by)
        custody = factories.custody(person, by=by, kind="arrest", facility=None)
        values = {"gender": "male", "text": "Іван Выдуманы", "kind": "arrest"}
        return Model(person, name, custody, values, dict.fromkeys(values, by))

    def edit(self, model: Model, number: int, by: User) -> None:
        name = ("gender", "text", "kind")[number % 3]
        value = {"gender": GENDERS, "text": ("Іван", "Янка", "Ян"), "kind": KINDS}[name][number // 3 % 3]
        record = {"gender": model.person, "text": model.name, "kind": model.custody}[name]
        fresh = type(record).objects.get(pk=record.pk)
        setattr(fresh, name, value)
        fresh.save(by=by)
        if model.private[name] != value:
            model.private[name], model.entered_by[name] = value, by

    def submit(self, model: Model, number: int, by: User) -> None:
        snapshot = transitions.submit(record=Person.objects.get(pk=model.person.pk), by=by)
        model.waiting = snapshot, dict(model.private), dict(model.entered_by), by

    def approve(self, model: Model, number: int, by: User) -> None:
        if model.waiting is None:
            return
        snapshot, values, entered_by, submitter = model.waiting
        ticked = {name for place, name in enumerate(values) if (number % 7 + 1) >> place & 1}
        digest = snapshot.digest if number < 24 else "0" * 64
        transitions.approve(snapshot=snapshot, by=by, digest=digest, ticked={model.path(name) for name in ticked})
        assert digest == snapshot.digest
        assert by != submitter
        own = {name for name in ticked if entered_by[name] == by and model.public.get(name) != values[name]}
        assert not own, "somebody approved what they entered"
        model.public, model.waiting, model.approved = {name: values[name] for name in ticked}, None, snapshot

    def return_(self, model: Model, number: int, by: User) -> None:
        if model.waiting is not None:
            transitions.return_(snapshot=model.waiting[0], by=by, note="Mend it.")
            model.waiting = None

    def withdraw(self, model: Model, number: int, by: User) -> None:
        if model.waiting is not None:
            transitions.withdraw(snapshot=model.waiting[0], by=by)
            model.waiting = None

    def retract(self, model: Model, number: int, by: User) -> None:
        transitions.retract(record=model.person, by=by, reason="Danger.")
        model.public, model.approved = {}, None

    def check(self) -> None:
        """The register says what the model says, and the database knows the same approvals."""
        publish.publish_outstanding()
        for model in self.models:
            assert in_register(model) == model.public
            approved = Snapshot.objects.filter(person=model.person, status=Status.APPROVED).first()
            assert approved == model.approved


MOVES = ("edit", "edit", "submit", "submit", "approve", "approve", "approve", "return_", "withdraw", "retract")
LOGGED = {
    "submit": "submitted",
    "approve": "approved",
    "return_": "returned",
    "withdraw": "withdrew",
    "retract": "retracted",
}
moves = st.lists(
    st.tuples(st.sampled_from(MOVES), st.integers(0, 1), st.integers(0, 26), st.integers(0, 3)), min_size=5, max_size=30
)


def play(office: Office, script: list[tuple[str, int, int, int]]) -> int:
    """Try every move; returns how many approvals were done."""
    approvals = 0
    for move, which, number, who in script:
        model, by = office.models[which], office.users[who]
        before, last = deepcopy(model.public), Entry.objects.count()
        waited = model.waiting
        try:
            with transaction.atomic():
                getattr(office, move)(model, number, by)
        except Refused:
            assert Entry.objects.count() == last
            assert model.public == before
        else:
            done = move in ("submit", "retract") or (move in LOGGED and waited is not None)
            if done:
                newest = Entry.objects.order_by("-sequence")[0]
                assert (newest.action, newest.by) == (LOGGED[move], by)
            approvals += move == "approve" and done
        office.check()
    assert verify.verify() == []
    return approvals


def run(users: list[User], script: list[tuple[str, int, int, int]]) -> int:
    with transaction.atomic(), transaction.atomic(using="register"):
        approvals = play(Office(users), script)
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="register")
    return approvals


@pytest.fixture
def users(editor: User, reviewer: User, second_reviewer: User, roles: None) -> list[User]:
    """Two who may approve and two who may not; all may enter and submit."""
    other = User.objects.create_user("second_editor", password=None, is_staff=True)
    other.groups.set(editor.groups.all())
    return [editor, reviewer, second_reviewer, other]


QUICK = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def test_a_day_in_the_office_ends_with_what_was_ticked(users: list[User]) -> None:
    """By hand, so that it is certain that approvals, refusals and withdrawals do happen in what follows."""
    script = [
        ("submit", 0, 0, 0), ("approve", 0, 6, 0), ("edit", 0, 3, 0), ("approve", 0, 6, 1), ("submit", 0, 0, 3),
        ("approve", 0, 0, 2), ("edit", 0, 4, 2), ("submit", 0, 0, 0), ("approve", 0, 6, 2), ("approve", 0, 6, 1),
        ("retract", 0, 0, 2), ("submit", 0, 0, 0), ("withdraw", 0, 0, 0), ("submit", 0, 0, 0), ("return_", 0, 0, 1),
    ]  # fmt: skip
    assert run(users, script) == 3


@settings(QUICK, max_examples=5)
@given(script=moves)
def test_few_days_in_the_office_end_with_what_was_ticked(users: list[User], script: list[Any]) -> None:
    run(users, script)


@pytest.mark.slow
@settings(QUICK, max_examples=150)
@given(script=moves)
def test_many_days_in_the_office_end_with_what_was_ticked(users: list[User], script: list[Any]) -> None:
    run(users, script)
