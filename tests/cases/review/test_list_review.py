"""A list reviewed as a table: a sample drawn once, one decision, and the same guarantees as from a submission's own page."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.models import Person
from cases.review import list_review, transitions
from cases.review.list_table import columns, lay_out, table_rows
from cases.review.models import ListReview, ListReviewItem, ListShape, OpenWarning, Snapshot, Status
from tests import factories
from tests.cases.review.lists import batch_of, listed_person, submitted_list

pytestmark = pytest.mark.django_db(databases=["default", "register"])
BASIS = "Named in an invented public list already."


def read_sample(shape: ListShape, by: User) -> None:
    for item in list_review.unread(shape):
        list_review.note_read(item=item, by=by)


def approve_all(shape: ListShape, by: User) -> dict[str, int]:
    digest = list_review.digest_of(shape)
    decision = list_review.decide(shape=shape, by=by, slots=shape.slots, digest=digest, basis=BASIS)
    list_review.carry_out(decision=decision)
    return list_review.outcomes(decision)


def test_list_of_one_shape_is_approved_in_one_decision(editor: User, reviewer: User) -> None:
    batch, snapshots = submitted_list(12, editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    assert shape.items.count() == 12
    assert shape.items.filter(drawn_at__isnull=False).count() == 5
    read_sample(shape, reviewer)
    assert approve_all(shape, reviewer) == {"approved": 12}
    for snapshot in Snapshot.objects.all():
        assert (snapshot.status, snapshot.decided_by, snapshot.withheld) == (Status.APPROVED, reviewer, [])
        assert snapshot.reason == BASIS
    assert Entry.objects.filter(action="sample drawn", by=reviewer).count() == 5
    assert Entry.objects.filter(action="sample read", by=reviewer).count() == 5
    assert Entry.objects.filter(action="approved", by=reviewer).count() == len(snapshots)
    assert Entry.objects.filter(action="list approved", by=reviewer, key=batch.pk).count() == 1


def test_sample_is_drawn_once_for_a_reviewer_and_a_list(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(12, editor)
    drawn = set()
    for _again in range(3):
        review = list_review.lay_out_list(batch=batch, by=reviewer)
        drawn.add(frozenset(review.items.filter(drawn_at__isnull=False).values_list("snapshot", flat=True)))
    assert len(drawn) == 1
    assert ListReview.objects.count() == 1
    for statement in ({"drawn_at": None}, {"read_at": None}):
        item = ListReviewItem.objects.filter(drawn_at__isnull=False).first()
        assert item is not None
        list_review.note_read(item=item, by=reviewer)
        with pytest.raises(DatabaseError), transaction.atomic():
            ListReviewItem.objects.filter(pk=item.pk).update(**statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        ListReviewItem.objects.all().delete()


def test_decision_waits_for_the_sample_the_basis_and_a_tick(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(6, editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    digest = list_review.digest_of(shape)
    with pytest.raises(Refused, match="Open the sample first: 5"):
        list_review.decide(shape=shape, by=reviewer, slots=shape.slots, digest=digest, basis=BASIS)
    read_sample(shape, reviewer)
    with pytest.raises(Refused, match="No consent is recorded"):
        list_review.decide(shape=shape, by=reviewer, slots=shape.slots, digest=digest)
    with pytest.raises(Refused, match="No columns"):
        list_review.decide(shape=shape, by=reviewer, slots=[], digest=digest, basis=BASIS)
    with pytest.raises(Refused, match="not a column"):
        list_review.decide(shape=shape, by=reviewer, slots=["person.0.health"], digest=digest, basis=BASIS)
    assert not Snapshot.objects.filter(status=Status.APPROVED).exists()


def test_what_changed_or_joined_since_is_not_approved_but_told(editor: User, reviewer: User) -> None:
    batch, snapshots = submitted_list(6, editor)
    review = list_review.lay_out_list(batch=batch, by=reviewer)
    shape = review.shapes.get()
    read_sample(shape, reviewer)
    changed = Person.objects.get(pk=snapshots[2].person_id)
    changed.gender = "female"
    changed.save(by=editor)
    newer = transitions.submit(record=changed, by=editor)
    transitions.withdraw(snapshot=snapshots[0], by=editor)
    assert list_review.joined_since(review, reviewer) == 1
    assert approve_all(shape, reviewer) == {"approved": 4}
    newer.refresh_from_db()
    assert newer.status == Status.PENDING


def test_submission_replaced_between_decision_and_approval_is_told(editor: User, reviewer: User) -> None:
    batch, snapshots = submitted_list(6, editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    read_sample(shape, reviewer)
    decision = list_review.decide(
        shape=shape, by=reviewer, slots=shape.slots, digest=list_review.digest_of(shape), basis=BASIS
    )
    transitions.withdraw(snapshot=snapshots[1], by=editor)
    other = Person.objects.get(pk=snapshots[3].person_id)
    factories.consent(other, by=editor, answer="refused")
    list_review.carry_out(decision=decision)
    told = list_review.outcomes(decision)
    assert told.pop("approved") == 4
    assert sorted(told) == [
        "Review it separately: publication refused.", "This submission is closed: withdrawn before review.",
    ]  # fmt: skip


def test_table_laid_out_again_in_between_refuses_the_old_page(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(6, editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    old = list_review.digest_of(shape)
    newcomer = listed_person(99, editor)
    batch.rows.create(number=99, outcome="made", person=newcomer)
    transitions.submit(record=newcomer, by=editor)
    list_review.lay_out_list(batch=batch, by=reviewer)
    read_sample(shape, reviewer)
    with pytest.raises(Refused, match="The table changed"):
        list_review.decide(shape=shape, by=reviewer, slots=shape.slots, digest=old, basis=BASIS)


def test_warnings_and_own_work_are_opened_singly(editor: User, reviewer: User) -> None:
    persons = [
        listed_person(1, editor), listed_person(2, editor, gender="male"), listed_person(3, reviewer),
        factories.person("Юны Выдуманы", by=editor, born="2015"),
    ]  # fmt: skip
    photographed = listed_person(5, editor)
    factories.photo(photographed, by=editor)
    batch = batch_of([*persons, photographed], editor)
    for person in [*persons, photographed]:
        transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)
    review = list_review.lay_out_list(batch=batch, by=reviewer)
    alone = {item.snapshot.person_id: item.alone for item in review.items.filter(shape=None)}
    assert alone[persons[2].pk] == ["may_not"]
    assert alone[persons[3].pk] == ["minor", "uncited"]
    assert "photo" in alone[photographed.pk]
    assert review.shapes.count() == 2  # with a gender and without one
    assert set(OpenWarning.objects.values_list("code", flat=True)) >= {"minor", "no_consent", "uncited"}


def test_who_took_the_list_in_finds_nothing_to_approve(roles: None, reviewer: User) -> None:
    batch, _snapshots = submitted_list(3, reviewer)
    review = list_review.lay_out_list(batch=batch, by=reviewer)
    assert not review.shapes.exists()
    assert {tuple(item.alone) for item in review.items.all()} == {("may_not",)}


def test_end_of_custody_is_ticked_with_its_period(editor: User, reviewer: User) -> None:
    person = factories.person(by=editor)
    factories.custody(person, by=editor, from_date="2021", until="2022", end="served")
    factories.citation(person, by=editor)
    batch = batch_of([person], editor)
    transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    read_sample(shape, reviewer)
    without = [slot for slot in shape.slots if not slot.endswith((".until", ".end"))]
    digest = list_review.digest_of(shape)
    with pytest.raises(Refused, match="Tick the end of custody"):
        list_review.decide(shape=shape, by=reviewer, slots=without, digest=digest, basis=BASIS)


def test_one_set_aside_stays_and_two_more_are_drawn(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(12, editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    wrong = list_review.unread(shape).first()
    with pytest.raises(Refused, match="Enter why"):
        list_review.note_read(item=wrong, by=reviewer, set_aside=True)
    list_review.note_read(item=wrong, by=reviewer, set_aside=True, reason="The year is of another person.")
    assert shape.items.filter(drawn_at__isnull=False).count() == 7
    read_sample(shape, reviewer)
    assert approve_all(shape, reviewer) == {"approved": 11}
    wrong.snapshot.refresh_from_db()
    assert wrong.snapshot.status == Status.PENDING


def test_carrying_out_goes_on_where_it_was_cut_off(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(6, editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    read_sample(shape, reviewer)
    decision = list_review.decide(
        shape=shape, by=reviewer, slots=shape.slots, digest=list_review.digest_of(shape), basis=BASIS
    )

    def half(items: object, write: object) -> None:
        write(items[:3])  # type: ignore[operator, index]

    list_review.carry_out(decision=decision, write=half)
    assert list_review.outcomes(decision) == {"approved": 3, "": 3}
    list_review.carry_out(decision=decision)
    assert list_review.outcomes(decision) == {"approved": 6}


def test_citations_stand_in_the_column_of_what_they_are_about(editor: User, reviewer: User) -> None:
    source = factories.source(by=editor)
    persons = [listed_person(number, editor, source=source) for number in range(1, 7)]
    for person in persons:
        for row in (person.names.get(), person.custody.get()):
            field = "text" if row.noun() == "personname" else "from_date"
            factories.citation(person, by=editor, source=source, about=f"{row.path}/{field}")
    batch = batch_of(persons, editor)
    for person in persons:
        transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    rows = table_rows(list_review.open_items(shape), shape.slots)
    for number, slot in enumerate(shape.slots):
        if slot.endswith(".about"):
            assert len({row.cells[number].value for row in rows}) == 1


def test_record_restricted_since_is_gone_from_the_table(editor: User, reviewer: User) -> None:
    batch, snapshots = submitted_list(3, editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    factories.restrict(Person.objects.get(pk=snapshots[0].person_id), editor)
    assert set(list_review.open_items(shape).values_list("snapshot", flat=True)) == {one.pk for one in snapshots[1:]}
    assert list_review.unread(shape).count() == 2


def test_every_frozen_value_stands_in_the_table(editor: User, reviewer: User) -> None:
    batch, snapshots = submitted_list(3, editor)
    shape = list_review.lay_out_list(batch=batch, by=reviewer).shapes.get()
    rows = table_rows(list_review.open_items(shape), shape.slots)
    for row in rows:
        assert len(row.cells) == len(shape.slots) == len(columns(shape.slots))
        assert set(lay_out(row.item.snapshot.content).paths) == set(shape.slots)
        assert all(cell.value for cell in row.cells)
    names = {cell.value for row in rows for cell in row.cells}
    assert {f"Выдуманы Чалавек{number}" for number in (1, 2, 3)} <= names
    assert len(snapshots) == len(rows)


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_queries_are_bounded_by_submission_and_a_page_costs_the_same(editor: User, reviewer: User) -> None:
    costs = []
    for count in (3, 9):
        batch, _snapshots = submitted_list(count, editor)
        laid_out = queries(lambda batch=batch: list_review.lay_out_list(batch=batch, by=reviewer))  # type: ignore[misc]
        shape = ListReview.objects.get(batch=batch).shapes.get()
        page = queries(lambda shape=shape: table_rows(list_review.open_items(shape), shape.slots))  # type: ignore[misc]
        read_sample(shape, reviewer)
        approved = queries(lambda shape=shape: approve_all(shape, reviewer))  # type: ignore[misc]
        costs.append((laid_out, page, approved))
    few, many = costs
    assert (many[0] - few[0]) / 6 <= 60  # of each further submission
    assert (many[2] - few[2]) / 6 <= 120
    assert many[1] - few[1] <= 2 * 6
