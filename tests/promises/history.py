"""How a world comes to its approvals: in its own order, with its own past, and with much beside that is nobody's business."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.exceptions import Refused
from cases.duplicates import merge_verbs, person_diff
from cases.models import Case, ImportBatch, ImportRow, MergeStatus, Person, Record
from cases.publication import publish
from cases.review import transitions
from cases.review.freeze import freeze, values_of
from cases.review.policy import How, public_fields
from tests.promises.plan import Aggregate, Row
from tests.promises.private import model_of
from tests.promises.world import World

REFERENCES = (
    "region", "occupation", "organisation", "official", "court", "facility", "jurisdiction", "code", "provision", "source",
)  # fmt: skip
ROWS_OF = {
    "person": ("personname", "personoccupation", "personsummary", "recognition", "custody", "violation", "photo"),
    "case": ("casesummary", "defendant", "hearing", "citation"),
}
MANY_OF = {"person": ("personname", "custody", "violation", "photo"), "case": ("hearing", "citation")}


def unfold(world: World, *, approved: Callable[[World], None] | None = None) -> None:
    """Let everything happen in `world`; its clock goes and its register is in place (`World.living`).

    `approved` is called when the plan's last approval is done and nothing has been changed since.
    """
    publish.rebuild()
    world.staff()
    move_numbers(world)
    reference_data(world)
    world.secrets.people = [person(world) for _one in range(world.random.randint(2, 4))]
    retracted_person(world)
    for whole in shuffled(world, [w for w in world.plan.aggregates if w.root.noun == "person"]):
        live_through(world, whole)
    for whole in shuffled(world, [w for w in world.plan.aggregates if w.root.noun == "case"]):
        live_through(world, whole)
    if approved is not None:
        approved(world)
    for step in shuffled(world, AFTERWARDS):
        step(world)
    publish.publish_outstanding()


def shuffled(world: World, things: Any) -> list[Any]:
    """The things in this world's order."""
    mixed = list(things)
    world.random.shuffle(mixed)
    return mixed


def move_numbers(world: World) -> None:
    """Use up primary keys, so that the same record has another one in each world."""
    for noun in ("person", "country"):
        for number in range(world.random.randint(0, 5)):
            code = {"code": f"X{chr(65 + number)}"} if noun == "country" else {}
            world.secrets.keep(world.enter(noun, code)).remove(by=world.editor)


def reference_data(world: World) -> None:
    """The plan's reference data among others, which only private rows use."""
    for row in world.plan.references:
        record = world.enter_row(row)
        world.secrets.open.setdefault(row.noun, []).append(record)
        for _one in range(world.random.randint(0, 1)):
            if row.noun in REFERENCES:
                hidden = (
                    world.add_private(row.noun, to_verify=True) if row.noun != "source" else world.add_private("source")
                )
                world.secrets.hidden.setdefault(row.noun, []).append(hidden)
    for facility in [row for row in world.plan.references if row.noun == "facility"]:
        if world.random.random() < 0.5:
            old = {"valid_from": "2001", "valid_until": "2005"}
            world.add_private("facilityaddress", world.records[facility.id], **old)


def person(world: World, **given: Any) -> Person:
    """Somebody of whom nothing is public, with much that is known."""
    made: Person = world.add_private("person", **given)
    world.add_private("personname", made)
    for noun in shuffled(world, (*ROWS_OF["person"], "consent"))[: world.random.randint(1, 5)]:
        world.add_private(noun, made)
    return made


def retracted_person(world: World) -> None:
    """Somebody who was public for a while."""
    for _one in range(world.random.randint(0, 1)):
        root = person(world)
        ids = _ids(root)
        open_all = {path for path in world.withheld if path.split("/")[1] in ids}
        world.withheld -= open_all
        world.approve(root, world.plan.aggregates[0].first_on)
        transitions.retract(record=root, by=world.reviewer, reason=world.secrets.word())
        publish.publish_outstanding()
        world.withheld |= open_all


def _ids(root: Person) -> set[str]:
    rows = [row for noun in ROWS_OF["person"] for row in model_of(noun)._base_manager.filter(person=root)]
    return {record.public_id for record in (root, *rows)}


def live_through(world: World, whole: Aggregate) -> None:
    """Enter a record of the plan and bring it to its newest approval; before, something else of it may have been public."""
    world.clock.set(whole.first_on - timedelta(days=world.random.randint(1, 300)))
    root = world.enter_row(whole.root)
    assert isinstance(root, (Person, Case))
    if world.random.random() < 0.4:
        formerly_public(world, root, whole)
        transitions.retract(record=root, by=world.reviewer, reason=world.secrets.word())
    if whole.changed_on > whole.first_on:
        formerly_public(world, root, whole)
    for row in _in_order(world, whole.rows):
        world.enter_row(row)
        if world.random.random() < 0.2:
            # Of kinds that may be there any number of times, so that none takes the place of an approved one.
            private_row(world, root, world.random.choice(MANY_OF[root.noun()]))
    withheld_rows(world, root, whole)
    if world.random.random() < 0.5:
        world.approve(root, whole.changed_on)
        lead_on(world, root, whole)
    else:
        lead_on(world, root, whole)
        world.approve(root, whole.changed_on)


def lead_on(world: World, root: Person | Case, whole: Aggregate) -> None:
    """Merge somebody public into a person so that their old address leads on; in some worlds others went that way before,
    of whom nothing is left."""
    if isinstance(root, Person):
        for _one in range(world.random.randint(0, 1)):
            merged(world, root, publicly(world, person(world)), leads_on=False)
        for ref in whole.retired:
            merged(world, root, publicly(world, world.enter("person", {"public_id": ref})), leads_on=True)


def publicly(world: World, root: Person) -> Person:
    """A person of whom something is public for now."""
    row = world.add_private("personname", root)
    paths = {f"{row.path}/{name}" for name in public_fields(row.noun())}
    before = set(world.withheld)
    world.withheld = (world.withheld | set(values_of(freeze(root).content))) - paths
    world.approve(root, world.plan.aggregates[0].first_on)
    world.withheld = before | {f"{root.path}/{name}" for name in public_fields("person")}
    return root


def merged(world: World, root: Person, gone: Person, *, leads_on: bool) -> None:
    """Make somebody part of a person of the plan; nothing of what moves is ticked anywhere."""
    kept, gone = Person.objects.get(pk=root.pk), Person.objects.get(pk=gone.pk)
    # What is known of one and not of the other would be taken over, and then submitted with the person of the plan.
    choices = {line.path: person_diff.KEPT for line in person_diff.compare(kept, gone).lines}
    asked = merge_verbs.request_merge(
        kept=kept, gone=gone, by=world.editor, seen=(kept.version, gone.version), choices=choices
    )
    if asked.status == MergeStatus.REQUESTED:
        merge_verbs.approve_merge(merge=asked, by=world.reviewer, note=world.secrets.word(), leads_on=leads_on)
    publish.publish_outstanding()
    root.refresh_from_db()


def merge_unseen(world: World) -> None:
    """Merge somebody of whom nothing was ever public into a person of the plan."""
    for whole in world.plan.aggregates:
        if whole.root.noun == "person" and world.random.random() < 0.5:
            merged(world, world.root_of(whole), person(world), leads_on=False)


def formerly_public(world: World, root: Person | Case, whole: Aggregate) -> None:
    """Approve a row on the first day that is private by now."""
    row = private_row(world, root, "personname" if isinstance(root, Person) else "hearing")
    paths = {f"{row.path}/{name}" for name in public_fields(row.noun())}
    world.withheld -= paths
    world.approve(root, whole.first_on)
    world.withheld |= paths
    if world.random.random() < 0.5:
        row.remove(by=world.editor)


def _in_order(world: World, rows: tuple[Row, ...]) -> list[Row]:
    """The rows in an order of this world's own in which each comes after what it hangs on or points at."""
    done: set[str] = set()
    ordered: list[Row] = []
    waiting = shuffled(world, rows)
    ids = {row.id for row in rows}
    while waiting:
        row = next(r for r in waiting if all(need in done or need not in ids for need in _needs(r)))
        waiting.remove(row)
        ordered.append(row)
        done.add(row.id)
    return ordered


def _needs(row: Row) -> list[str]:
    return [row.parent, *(value.id for value in row.values.values() if hasattr(value, "id"))]


def private_row(world: World, root: Person | Case, noun: str = "") -> Any:
    """A row of a record that may be public, itself withheld."""
    try:
        return world.add_private(noun or world.random.choice(ROWS_OF[root.noun()]), root)
    except IntegrityError:  # every occupation or language has its row already
        return world.add_private("personname" if isinstance(root, Person) else "hearing", root)


def withheld_rows(world: World, root: Person | Case, whole: Aggregate) -> None:
    """What is there when the record is submitted and stays private although nobody withholds it: restricted people and
    confidential sources, which are never offered; a citation that is ticked, but about a value that is not."""
    own = tuple(f"{row.noun}/{row.id}/" for row in (whole.root, *whole.rows))
    about = sorted(path for path in world.withheld if path.startswith(own))
    if about:
        _unasked(world, "citation", root, about=world.random.choice(about))
    source = world.add_private("source", confidential=True)
    _unasked(world, "citation", root, source=source)
    if isinstance(root, Case):
        hidden = person(world, restricted=True)
        defendant = _unasked(world, "defendant", root, person=hidden)
        # Of an open provision: the reference value that it shows is the same everywhere.
        _unasked(world, "charge", defendant, provision=world.random.choice(world.secrets.open["provision"]))


def _unasked(world: World, noun: str, parent: Record, **given: Any) -> Any:
    """A private row that this world's reviewer has no reason to withhold, because they are never asked about it."""
    record = world.add_private(noun, parent, **given)
    world.withheld -= {f"{record.path}/{name}" for name in public_fields(noun)}
    return record


# --- after the approvals: nothing of this is reviewed, so nothing of it shows ---


def edit(world: World) -> None:
    """Change values of the plan's rows, approved ones too."""
    for record in world.random.sample(list(world.records.values()), min(8, len(world.records))):
        fields = [n for n, how in public_fields(record.noun()).items() if how not in (How.PARENT, How.ROW, How.LINK)]
        name = world.random.choice(fields or ["created_by"])
        if name in ("sha256", "created_by", "code", "country", "jurisdiction"):
            continue
        fresh = type(record).objects.get(pk=record.pk)
        setattr(fresh, name, world.secrets.value(type(fresh), name))
        try:
            with transaction.atomic():
                fresh.save(by=world.random.choice([world.editor, world.reviewer]))
        except IntegrityError:
            continue  # it did not go with the other values; the next edit may


def add_rows(world: World) -> None:
    """Enter more about records that are public."""
    for whole in world.plan.aggregates:
        private_row(world, world.root_of(whole))


def remove_rows(world: World) -> None:
    """Delete private rows behind approved ones."""
    row = world.random.choice([row for whole in world.plan.aggregates for row in whole.rows])
    record = model_of(row.noun)._base_manager.filter(public_id=row.id).first()
    if record is not None and row.noun not in ("defendant", "sentence", "hearing"):
        try:
            with transaction.atomic():
                record.remove(by=world.editor)
        except ProtectedError:
            return
        world.records.pop(row.id, None)


def submissions(world: World) -> None:
    """Submit records again and leave it at that, or have them returned or taken back."""
    for whole in world.plan.aggregates:
        root = world.root_of(whole)
        private_row(world, root)
        end = world.random.choice(["wait", "return", "withdraw"])
        try:
            snapshot = world.submit(root)
        except Refused:
            continue
        assert values_of(snapshot.content)
        if end == "return":
            transitions.return_(snapshot=snapshot, by=world.reviewer, note=world.secrets.word())
        elif end == "withdraw":
            transitions.withdraw(snapshot=snapshot, by=world.editor, note=world.secrets.word())


def unpublished(world: World) -> None:
    """Enter people and cases beside the published ones, in the same courts and places, some known to few."""
    person(world, restricted=world.random.random() < 0.5)
    case = world.add_private("case", restricted=world.random.random() < 0.3)
    people = [*world.secrets.people, *(world.root_of(w) for w in world.plan.aggregates if w.root.noun == "person")]
    for who in world.random.sample(people, 2):
        defendant = world.add_private("defendant", case, person=who)
        world.add_private("charge", defendant)
        world.add_private("sentence", defendant)
    world.add_private("hearing", case)


def imported(world: World) -> None:
    """Import a list."""
    batch = ImportBatch.objects.create(
        mapping=world.secrets.word(),
        file_name=world.secrets.word(),
        file_sha256="0" * 64,
        source=world.add_private("source"),
        by=world.editor,
        row_count=1,
    )
    ImportRow.objects.create(
        batch=batch,
        number=1,
        outcome="made",
        reason=world.secrets.word(),
        person=world.root_of(world.plan.aggregates[0]),
    )


AFTERWARDS: tuple[Callable[[World], None], ...] = (
    edit,
    add_rows,
    remove_rows,
    submissions,
    unpublished,
    imported,
    merge_unseen,
)
