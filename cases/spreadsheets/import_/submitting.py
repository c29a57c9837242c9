"""Submitting for review what a list made or changed: record by record, in turns with everybody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Case, ImportBatch, Outcome, Person
from cases.review import transitions
from cases.review.models import Snapshot, Status
from cases.review.unreadable import refused_where_unreadable
from cases.spreadsheets.import_.preview import unwatched
from cases.spreadsheets.import_.turns import Pieces

Root = Person | Case
MADE_OR_CHANGED = (Outcome.MADE, Outcome.CHANGED)


def check_may_submit_lists(by: Any) -> None:
    """Raise Refused unless the role of `by` may submit records at all; asked before a list is taken in to be submitted."""
    if not by.has_perm("review.submit_snapshot"):
        raise Refused(_("You don't have permission to submit records for review."))


def submit_batch(
    *, batch: ImportBatch, by: User, outcomes: Sequence[Outcome] = MADE_OR_CHANGED,
    progress: Callable[[int, int], None] = unwatched,
) -> tuple[int, Counter[str]]:  # fmt: skip
    """Submit what the list made or changed, each for itself; how many, and how many were refused with which sentence.

    One that waits for review already as it is now is left alone, so that doing it again goes on where it ended.
    """
    check_may_submit_lists(by)
    roots = _roots(batch, by, outcomes)
    submitted, done, refused = 0, 0, Counter[str]()

    def submit_some(some: Sequence[tuple[type[Root], int]]) -> None:
        nonlocal submitted, done
        progress(done, len(roots))
        done += len(some)
        with log.gathered():
            for record in _as_they_are(some, by):
                try:
                    with refused_where_unreadable():
                        transitions.submit(record=record, by=by)
                    submitted += 1
                except Refused as refusal:
                    refused[refusal.sentence] += 1

    Pieces(fewest=2).write(roots, submit_some)
    return submitted, refused


def _roots(batch: ImportBatch, by: User, outcomes: Sequence[Outcome]) -> list[tuple[type[Root], int]]:
    """The persons and cases of the list, so far as `by` may know of them."""
    of_the_gone = Q(outcome=Outcome.GONE) & ~Q(
        written=""
    )  # who is not in the list any more, and was changed by decision
    rows = batch.rows.filter(
        Q(outcome__in=outcomes) | of_the_gone if Outcome.CHANGED in outcomes else Q(outcome__in=outcomes)
    )
    persons = Person.objects.visible_to(by).filter(pk__in=rows.values("person")).order_by("pk")
    cases = Case.objects.visible_to(by).filter(pk__in=rows.values("case")).order_by("pk")
    return [
        *((Person, key) for key in persons.values_list("pk", flat=True)),
        *((Case, key) for key in cases.values_list("pk", flat=True)),
    ]


def _as_they_are(some: Sequence[tuple[type[Root], int]], by: User) -> list[Root]:
    """These records as they are now, without those that wait for review in the same version."""
    found: list[Root] = []
    for model in (Person, Case):
        keys = [key for kind, key in some if kind is model]
        waiting = dict(
            Snapshot.objects.filter(**{f"{model.noun()}__in": keys}, status=Status.PENDING).values_list(
                f"{model.noun()}_id", "record_version"
            )
        )
        records = model.objects.visible_to(by).filter(pk__in=keys).order_by("pk")
        found += [record for record in records if waiting.get(record.pk) != record.version]
    return found
