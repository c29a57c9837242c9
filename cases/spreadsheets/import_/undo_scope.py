"""What of a list can be taken back, and what stays: whatever others changed, submitted or tied to it since.

Told root by root, which is a person or a case with all its rows. A root that the list made goes; where it was submitted its
submissions are evidence and keep it, but it is there for nobody (`taken_back_with`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case, ImportBatch, ImportRow, Person, Record
from cases.review.models import Snapshot, Status, Unpublication
from cases.review.policy import AGGREGATES
from cases.spreadsheets.import_.known_records import MODELS
from cases.spreadsheets.import_.undo_log import slices, versions

# Children before their parents.
ORDER = ("citation", *(model.noun() for model in reversed(MODELS.values())))
ROOTS: tuple[type[Record], ...] = (Person, Case)
STANDING = (Status.PENDING, Status.APPROVED)
CHANGED_SINCE = _("changed by others since")
SUBMITTED_SINCE = _("submitted or published by others since")
REFERRED = _("other records refer to it")
Key = tuple[str, int]  # noun and private key


@dataclass
class UndoScope:
    """`traces`: row and what it wrote; `staying`: roots that stay, with the reason; `kept`: roots that go but are kept for
    their submissions; `made`: by noun what is removed; `owner`: the root of everything that the list made."""

    batch: ImportBatch
    traces: list[tuple[ImportRow, dict[str, Any]]]
    staying: dict[Key, Promise] = field(default_factory=dict)
    kept: set[Key] = field(default_factory=set)
    owner: dict[Key, Key | None] = field(default_factory=dict)

    @property
    def made(self) -> dict[str, list[int]]:
        """What the list made and what is removed for good, by noun, in the order in which it was made."""
        stays = self.staying.keys() | self.kept
        found: dict[str, list[int]] = {noun: [] for noun in ORDER}
        for _row, trace in self.traces:
            for noun, key in trace["made"]:
                if self.owner.get((noun, key)) not in stays:
                    found[noun].append(key)
        return found

    @property
    def roots_made(self) -> set[Key]:
        """The persons and cases that the list made, wherever they end."""
        return {key for key, owner in self.owner.items() if key == owner}

    def goes_back(self, noun: str, key: int, row: ImportRow) -> bool:
        """Whether a change or removal by `row`, of a record of kind `noun`, is taken back."""
        return _owner(noun, key, row) not in self.staying.keys() | self.kept


def find_scope(batch: ImportBatch) -> UndoScope:
    """Work out what can be taken back now."""
    rows = list(batch.rows.exclude(written="").order_by("number", "part"))
    scope = UndoScope(batch, [(row, json.loads(row.written)) for row in rows])
    for row, trace in scope.traces:
        for noun, key in trace["made"]:
            scope.owner[noun, key] = _owner(noun, key, row)
    for model in ROOTS:
        _find_changed(scope, rows, model)
        _find_submitted(scope, rows, model)
    _find_referred(scope)
    return scope


def _owner(noun: str, key: int, row: ImportRow) -> Key | None:
    """The root to which something belongs that a row wrote: its person or its case."""
    if noun in ("person", "case"):
        return noun, key
    if noun == "citation":
        citation = apps.get_model("cases", noun)._base_manager.filter(pk=key).values("person", "case").first()
        of_person = citation is None or citation["person"] is not None
        root = "person" if of_person else "case"
    else:
        root = "person" if noun in AGGREGATES["person"] else "case"
    found = getattr(row, f"{root}_id")
    return (root, found) if found is not None else None


def _find_changed(scope: UndoScope, rows: list[ImportRow], model: type[Record]) -> None:
    """Roots whose version is another than the list left."""
    noun = model.noun()
    now = versions(model, [getattr(row, f"{noun}_id") for row in rows])
    for row in rows:
        left, key = getattr(row, f"{noun}_version"), getattr(row, f"{noun}_id")
        if left is not None and key is not None and now.get(key) != left:
            scope.staying[noun, key] = CHANGED_SINCE


def _find_submitted(scope: UndoScope, rows: list[ImportRow], model: type[Record]) -> None:
    """Roots of which a submission still stands, and those that the list made and a closed submission keeps."""
    noun = model.noun()
    keys = sorted({key for row in rows if (key := getattr(row, f"{noun}_id")) is not None})
    made = {key for kind, key in scope.roots_made if kind == noun}
    for some in slices(keys):
        of_these = Snapshot.objects.filter(**{f"{noun}__in": some}).order_by()
        standing = of_these.filter(Q(submitted_at__gte=scope.batch.at) | Q(**{f"{noun}__in": made & set(some)}))
        for key in standing.filter(status__in=STANDING).values_list(noun, flat=True):
            scope.staying.setdefault((noun, key), SUBMITTED_SINCE)
        scope.kept |= {(noun, key) for key in of_these.values_list(noun, flat=True) if key in made}
    scope.kept -= scope.staying.keys()


def _find_referred(scope: UndoScope) -> None:
    """Keep what others refer to; and what is kept for its submissions keeps what it refers to itself."""
    while True:
        before = len(scope.staying), len(scope.kept)
        going = _by_noun(key for key, owner in scope.owner.items() if owner not in scope.staying)
        for target, _source in _referred(going, going):
            if (owner := scope.owner[target]) is not None:
                scope.staying[owner] = REFERRED
        scope.kept -= scope.staying.keys()
        removed = _by_noun(
            key for key, owner in scope.owner.items() if owner not in scope.staying and owner not in scope.kept
        )
        for target, _source in _referred(removed, removed):
            if (owner := scope.owner[target]) is not None and owner not in scope.staying:
                scope.kept.add(owner)
        if before == (len(scope.staying), len(scope.kept)):
            return


def _by_noun(keys: Any) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for noun, key in keys:
        found[noun].add(key)
    return found


def _referred(targets: dict[str, set[int]], besides: dict[str, set[int]]) -> Iterator[tuple[Key, Key]]:
    """(target, referrer) for every record outside `besides` that refers to one of `targets` and is not of its own making."""
    for noun, keys in targets.items():
        model: Any = apps.get_model("cases", noun)
        for relation in model._meta.related_objects:
            other = relation.related_model
            if other in (ImportRow, Snapshot, Unpublication) or relation.on_delete is CASCADE or relation.many_to_many:
                continue
            mine = besides.get(other._meta.model_name, set())
            name = relation.field.attname
            for some in slices(sorted(keys)):
                found = other._base_manager.filter(**{f"{relation.field.name}__in": some}).order_by()
                for key, target in found.values_list("pk", name):
                    if key not in mine:
                        yield (noun, target), (other._meta.model_name, key)
