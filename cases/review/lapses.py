"""Approved values that are public no longer because a consent ended, was withdrawn, or never covered a stricter rule.

`lapse_uncovered` runs whenever the register is written, and so from the timer of `manage.py publish` at least once a minute. It
looks at the persons whose answers changed since (by the log, so that it does not matter which page, import or merge changed
them), and once a day at everybody. A day that was checked is never unchecked: setting the clock back publishes nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts.audit import log
from accounts.models import Entry
from cases.domain.vocabulary import ConsentScope
from cases.models import Person
from cases.review.consent import rules, scope_of, scopes_of, uncovered
from cases.review.freeze import values_of
from cases.review.models import (
    ConsentCheck,
    ConsentNeed,
    Lapse,
    Outstanding,
    PublishedScope,
    Snapshot,
    Status,
)

AT_ONCE = 500  # persons in memory
ACTION = "consent lapsed"
CHANGES_ANSWERS = ("consent", "publicationbasis", "consentrule")
"""Kinds of log entries after which values may be covered no longer, beside those of birth dates and merges."""
MERGES = ("merged", "merge undone")


def keep_scopes(snapshot: Snapshot, ticked: Collection[str]) -> None:
    """Note the scopes of what was just approved of a person."""
    if snapshot.person_id is not None:
        PublishedScope.objects.bulk_create(
            PublishedScope(snapshot=snapshot, scope=scope) for scope in sorted(scopes_of(ticked))
        )


def lapsed_scopes(snapshots: Iterable[Snapshot]) -> dict[int, set[str]]:
    """The scopes that lapsed of each of these submissions, by primary key."""
    found: dict[int, set[str]] = {}
    keys = [snapshot.pk for snapshot in snapshots if snapshot.person_id is not None]
    for pk, scope in Lapse.objects.filter(snapshot__in=keys).values_list("snapshot", "scope"):
        found.setdefault(pk, set()).add(scope)
    return found


def lapsed_paths(content: Mapping[str, Any], scopes: Collection[str]) -> set[str]:
    """The values of a person's submission that belong to `scopes`; all of them once the identity lapsed."""
    if not scopes:
        return set()
    everything = ConsentScope.IDENTITY in scopes
    return {path for path in values_of(content) if everything or scope_of(path) in scopes}


def without_identity(snapshots: Collection[int]) -> set[int]:
    """Those of these submissions, by primary key, whose person is public no longer, because the consent to that lapsed."""
    lapsed = Lapse.objects.filter(scope=ConsentScope.IDENTITY, snapshot__in=list(snapshots))
    return set(lapsed.values_list("snapshot", flat=True))


def lapse_uncovered() -> int:
    """Let everything lapse that is public and no longer covered; return how many persons are touched.

    Their records are put into the outbox in the same transaction; the caller publishes.
    """
    needs = rules()
    if not needs:
        return 0
    today = timezone.localdate()
    with transaction.atomic():
        check = ConsentCheck.objects.select_for_update().get_or_create(pk=1)[0]
        newest = Entry.objects.aggregate(last=Max("sequence"))["last"] or 0
        is_new_day = check.day is None or check.day < today
        day = today if check.day is None else max(check.day, today)
        touched = 0
        if is_new_day or newest > check.sequence:
            persons = None if is_new_day else _changed_since(check.sequence)
            touched = sum(_lapse(some, needs, day) for some in _public_in_portions(persons))
            check.day, check.sequence = day, newest
            check.save()
    return touched


def _changed_since(sequence: int) -> set[int] | None:
    """Persons with a new answer; None, which is everybody, where a rule changed."""
    entries = Entry.objects.filter(sequence__gt=sequence).filter(
        Q(kind__in=CHANGES_ANSWERS) | Q(kind="person", field="born") | Q(kind="person", action__in=MERGES)
    )
    found = set(entries.values_list("kind", "root_kind", "root_key").distinct())
    if any(kind == "consentrule" for kind, _root, _key in found):
        return None
    return {key for _kind, root, key in found if root == Person.noun() and key is not None}


def _public_in_portions(persons: set[int] | None) -> Iterable[list[Snapshot]]:
    """The approved submissions of these persons, or of all, with what decides about them."""
    approved = _with_answers(Snapshot.objects.filter(status=Status.APPROVED, person__isnull=False))
    if persons is not None:
        approved = approved.filter(person__in=persons)
    last = 0
    while some := list(approved.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield some
        last = some[-1].pk


def _with_answers(snapshots: QuerySet[Snapshot]) -> QuerySet[Snapshot]:
    of_person = ("person__consents", "person__publication_bases")
    return (
        snapshots.defer("content").select_related("person").prefetch_related("published_scopes", "lapses", *of_person)
    )


def _lapse(snapshots: Iterable[Snapshot], needs: Mapping[str, ConsentNeed], day: date) -> int:
    touched = 0
    for snapshot in snapshots:
        assert snapshot.person is not None, "asked for in the query"
        gone = {lapse.scope for lapse in snapshot.lapses.all()}
        public = {ConsentScope(each.scope) for each in snapshot.published_scopes.all() if each.scope not in gone}
        found = uncovered(snapshot.person, public, needs=needs, day=day)
        if found:
            _write(snapshot, snapshot.person, found)
            touched += 1
    return touched


def _write(snapshot: Snapshot, person: Person, found: Mapping[ConsentScope, str]) -> None:
    Lapse.objects.bulk_create(Lapse(snapshot=snapshot, scope=scope, at=timezone.now()) for scope in found)
    log.write_many(
        [
            log.Draft(action=ACTION, **person.log_target, note=f"{scope.value}: {reason}")
            for scope, reason in found.items()
        ]
    )
    Outstanding.objects.create(noun=person.noun(), ref=person.public_id)
