"""A private world about a plan: what the plan approves is approved on its days; everything else is as it happens to be.

Records are entered, submitted and approved through the verbs that the staff's pages use. The reviewer ticks whatever is
put before them but for what this world means to withhold, so a value that should never have been offered goes public.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from django.contrib.auth.models import Group
from django.db import IntegrityError, connections, transaction
from django.test import override_settings

from accounts.models import User
from cases.models import Case, Person, Record
from cases.publication import publish
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Snapshot
from cases.review.policy import COMMON, POLICY, How, public_fields
from tests.accounts.signing_in import cleared
from tests.promises.plan import Aggregate, Day, Plan, Row, To
from tests.promises.private import Clock, Secrets, model_of

# Not entered by anybody, or decided by the plan alone.
NOT_ENTERED = frozenset({*COMMON, "restricted", "confidential", "to_verify"})
DECIDES = frozenset({"legal_risk", "whole_pattern", "part_pattern"})  # of reference data in a plan


class World:
    """One private database, in the making. `random` is all that tells it from another one of the same plan."""

    def __init__(self, plan: Plan, random: Random) -> None:
        self.plan, self.random = plan, random
        self.clock, self.secrets = Clock(random), Secrets(random)
        self.records: dict[str, Record] = {}  # of the plan, by public id
        self.withheld: set[str] = set()  # paths that nobody is to tick
        self.reviewer = self.editor = User()

    # --- who works here ---

    def staff(self) -> None:
        """Hire people; the editor and the reviewer are not the first ones everywhere."""
        for _one in range(self.random.randint(2, 4)):
            user = User.objects.create_user(self.secrets.word(), password=None, is_staff=True)
            self.secrets.staff.append(user)
        self.random.shuffle(self.secrets.staff)
        self.editor, self.reviewer = self.secrets.staff[:2]
        self.editor.groups.set(Group.objects.filter(name="Editor"))
        self.reviewer.groups.set(Group.objects.filter(name="Reviewer"))
        cleared(self.reviewer)

    # --- entering ---

    def enter(self, noun: str, given: Mapping[str, Any], parent: Record | None = None) -> Any:
        """Save a record with these values and private ones in its other fields, drawn again when they do not go together."""
        model = model_of(noun)
        entered = {column.name for column in model._meta.concrete_fields if column.editable} - NOT_ENTERED
        free = [name for name in POLICY[noun] if name in entered and name not in given]
        for attempt in range(20):
            values = {name: self.secrets.value(model, name) for name in free if not self.is_pointer(noun, name)}
            if parent is not None:
                values[self.parent_field(noun, parent)] = parent
            record = model(**values | dict(given) | self.picture(noun, given))
            try:
                with transaction.atomic():
                    record.save(by=self.editor)
            except IntegrityError:
                if attempt == 19:
                    raise
            else:
                return record
        raise AssertionError("the loop above returns or raises")

    def is_pointer(self, noun: str, name: str) -> bool:
        """Whether the field points at a parent or at a row of the same record, which are not drawn."""
        return name == model_of(noun).parent or public_fields(noun).get(name) in (How.PARENT, How.ROW)

    def parent_field(self, noun: str, parent: Record) -> str:
        return model_of(noun).parent or parent.noun()

    def picture(self, noun: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The bytes of a photo and what is computed from them; a picture that is not in the plan is a secret."""
        if noun != "photo":
            return {}
        content = str(given.get("sha256", "") or self.secrets.word()).encode()
        return {"content": content, "sha256": sha256(content).hexdigest(), "width": 40, "height": 30}

    def enter_row(self, row: Row) -> Record:
        """Save a record of the plan. What the plan does not approve of it is withheld here, whatever it is."""
        parent = self.records[row.parent] if row.parent else None
        given = {name: self.meant(row.noun, name, value) for name, value in {**row.values, **row.fixed}.items()}
        if row in self.plan.references:
            # No reviewer ticks the parts of a reference value: what the plan leaves out of it is empty or told by a flag.
            empty = {name for name in public_fields(row.noun) if name not in given and not self.is_told(row, name)}
            empty |= {name for name in DECIDES & POLICY[row.noun].keys() if name not in given}
            given |= {name: model_of(row.noun)._meta.get_field(name).get_default() for name in empty}
        record = self.enter(row.noun, given | {"public_id": row.id}, parent)
        self.records[row.id] = record
        self.withheld |= {f"{record.path}/{name}" for name in public_fields(row.noun) if name not in row.values}
        return record

    def is_told(self, row: Row, name: str) -> bool:
        """Whether a field of reference data is the parent's, or stays private by a flag that the plan sets."""
        how = public_fields(row.noun)[name]
        unverified = how is How.VERIFIED and bool(row.fixed.get("to_verify"))
        return how is How.PARENT or unverified or (name.endswith("link") and bool(row.fixed.get("legal_risk")))

    def meant(self, noun: str, name: str, value: Any) -> Any:
        """A value of the plan as it is entered in this world."""
        if isinstance(value, Day):
            year_only = public_fields(noun).get(name) is How.YEAR
            return self.secrets.birthday(value.year) if year_only else self.secrets.typed(value)
        if isinstance(value, To):
            return self.records[value.id] if value.id else self.random.choice(self.secrets.people)
        return value

    def add_private(self, noun: str, parent: Record | None = None, **given: Any) -> Any:
        """A record that no plan knows; no value of it is ticked anywhere."""
        record = self.secrets.keep(self.enter(noun, given, parent))
        self.withheld |= {f"{record.path}/{name}" for name in public_fields(noun)}
        return record

    # --- deciding ---

    def approve(self, root: Person | Case, day: date) -> None:
        """Submit some day, approve on `day`, then bring the register up to date."""
        self.decide(root, day)
        publish.publish_outstanding()

    def decide(self, root: Person | Case, day: date) -> None:
        """Submit some day and approve on `day`."""
        self.clock.set(day - timedelta(days=self.random.randint(0, 20)))
        snapshot = self.submit(root)
        self.clock.set(day)
        ticked = set(values_of(snapshot.content)) - self.withheld
        transitions.approve(snapshot=snapshot, by=self.reviewer, digest=snapshot.digest, ticked=ticked)

    def submit(self, root: Person | Case) -> Snapshot:
        fresh = type(root).objects.get(pk=root.pk)
        assert isinstance(fresh, (Person, Case))
        return transitions.submit(record=fresh, by=self.editor, note=self.secrets.word())

    def root_of(self, whole: Aggregate) -> Any:
        return self.records[whole.root.id]

    @contextmanager
    def living(self, register: Path) -> Iterator[None]:
        """Within it, this world's clock goes and its register is the file at `register`."""
        with register_at(register), mock.patch("django.utils.timezone.now", self.clock.now):
            yield


@contextmanager
def register_at(path: Path) -> Iterator[None]:
    """Make the file at `path` the register, with a connection of its own: what is written is committed."""
    present = connections["register"]
    connection = present.copy()
    connection.settings_dict["NAME"] = str(path)
    connections["register"] = connection
    try:
        with override_settings(REGISTER_FILE=path):
            yield
    finally:
        connection.close()
        connections["register"] = present
