"""Two at once: an edit beside an approval, two publishers, a withdrawal while somebody publishes. With real commits."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Case, Person, Source
from cases.models.record import lock_root
from cases.public_site.models import PublishedPerson, PublishedPersonSummary, Reference
from cases.publication import publish
from cases.review import flag_changes, transitions
from cases.review.freeze import values_of
from cases.review.models import Outstanding, Snapshot, Status
from tests import factories
from tests.cases.review.registers import content_of
from tests.promises.people import WORDS, described
from tests.promises.world import register_at

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(databases=["default", "register"], transaction=True),
]
ROUNDS = 40
REVIEWED, UNREVIEWED = "Reviewed text.", "Text that nobody reviewed."


@pytest.fixture(autouse=True)
def on_postgresql() -> None:
    """SQLite has one writer at a time, so there is nothing to race; its test database lies in memory, for one thread."""
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")


def at_once(*works: Callable[[], Any]) -> list[BaseException]:
    """Run all of them in threads of their own, started together; returns what they raised but for refusals."""
    gate = threading.Barrier(len(works))
    raised: list[BaseException] = []

    def run(work: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            work()
        except Refused:
            pass
        except BaseException as reason:
            raised.append(reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def approve(snapshot: Snapshot, by: User) -> None:
    transitions.approve(snapshot=snapshot, by=by, digest=snapshot.digest, ticked=set(values_of(snapshot.content)))


def test_edit_racing_an_approval_never_publishes_unreviewed_text(editor: User, reviewer: User) -> None:
    for _round in range(ROUNDS):
        person = factories.person(by=editor)
        summary = factories.person_summary(person, by=editor, text=REVIEWED)
        snapshot = transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)

        def edit(summary: Any = summary, person: Person = person) -> None:
            fresh = type(summary).objects.get(pk=summary.pk)
            fresh.text = UNREVIEWED
            fresh.save(by=editor)
            transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)

        assert at_once(edit, lambda snapshot=snapshot: approve(snapshot, reviewer)) == []
        publish.publish_outstanding()
        texts = set(PublishedPersonSummary.objects.filter(owner=person.public_id).values_list("text", flat=True))
        assert texts <= {REVIEWED}


def test_two_publishers_at_once_leave_one_whole_register(editor: User, reviewer: User, tmp_path: Path) -> None:
    for number in range(10):
        for _one in range(2):
            person = described([f"word{number}x{_one}x{n}" for n in range(WORDS)], editor)
            approve(transitions.submit(record=Person.objects.get(pk=person.pk), by=editor), reviewer)
            Outstanding.objects.create(noun="person", ref=person.public_id)
        assert at_once(publish.publish_outstanding, publish.publish_outstanding, publish.rebuild) == []
        publish.publish_outstanding()
    publish.rebuild(tmp_path / "new.sqlite3")
    assert content_of(tmp_path / "new.sqlite3") == content_of(Path(connections["register"].settings_dict["NAME"]))


def test_retract_while_somebody_publishes_ends_withdrawn(editor: User, reviewer: User, second_reviewer: User) -> None:
    for _round in range(ROUNDS // 2):
        person = factories.person(by=editor)
        approve(transitions.submit(record=Person.objects.get(pk=person.pk), by=editor), reviewer)
        Outstanding.objects.create(noun="person", ref=person.public_id)

        def retract(person: Person = person) -> None:
            transitions.retract(record=person, by=second_reviewer, reason="Danger.")

        assert at_once(retract, publish.publish_outstanding, publish.publish_outstanding) == []
        publish.publish_outstanding()
        assert not PublishedPerson.objects.filter(pk=person.public_id).exists()


def test_source_marked_while_a_record_that_cites_it_is_approved_ends_unpublished(editor: User, reviewer: User) -> None:
    for _round in range(ROUNDS // 2):
        person = factories.person(by=editor)
        source = factories.source(by=editor)
        factories.citation(person, source=source, by=editor)
        snapshot = transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)

        def mark(source: Source = source) -> None:
            with log.gathered(), transaction.atomic():  # as the page does: the log is written last
                source.confidential = True
                source.save(by=editor)
                flag_changes.follow(source)

        def publish_it(snapshot: Snapshot = snapshot) -> None:
            approve(snapshot, reviewer)
            publish.publish_outstanding()

        assert at_once(mark, publish_it) == []
        publish.publish_outstanding()
        assert not Reference.objects.filter(ref=source.public_id).exists()


def test_person_restricted_while_a_case_that_names_them_is_approved_is_one_or_the_other(
    editor: User, reviewer: User
) -> None:
    for _round in range(ROUNDS // 2):
        defendant = factories.defendant(case=factories.case(by=editor), person=factories.person(by=editor), by=editor)
        snapshot = transitions.submit(record=Case.objects.get(pk=defendant.case_id), by=editor)

        def restrict(key: int = defendant.person_id) -> None:
            with log.gathered(), transaction.atomic():  # as the page does: locked first, then asked, then saved
                person = lock_root(Person.objects.get(pk=key))
                assert isinstance(person, Person)
                transitions.check_may_restrict(person)
                person = factories.restrict(person)

        assert at_once(restrict, lambda snapshot=snapshot: approve(snapshot, reviewer)) == []
        publish.publish_outstanding()
        restricted = Person._base_manager.get(pk=defendant.person_id).restricted
        assert restricted != (Snapshot.objects.get(pk=snapshot.pk).status == Status.APPROVED)


def test_decision_waits_for_whoever_marks_what_it_mentions(editor: User, reviewer: User) -> None:
    person, source = factories.person(by=editor), factories.source(by=editor)
    factories.citation(person, source=source, by=editor)
    snapshot = transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)
    marked, decided = threading.Event(), threading.Event()

    def mark() -> None:
        with log.gathered(), transaction.atomic():
            source.confidential = True
            source.save(by=editor)
            flag_changes.follow(source)
            marked.set()
            assert not decided.wait(1)

    def decide() -> None:
        assert marked.wait(10)
        approve(snapshot, reviewer)
        decided.set()
        publish.publish_outstanding()

    assert at_once(mark, decide) == []
    publish.publish_outstanding()
    assert decided.is_set() and not Reference.objects.filter(ref=source.public_id).exists()


def test_register_of_a_thread_is_the_one_that_lies_there(tmp_path: Path) -> None:
    """The switch of files that the other tests of this folder use holds for its own thread alone."""
    here = connections["register"].settings_dict["NAME"]
    with register_at(tmp_path / "other.sqlite3"):
        seen: list[str] = []
        assert at_once(lambda: seen.append(connections["register"].settings_dict["NAME"])) == []
    assert seen == [here]
