"""History of a record as text: the log entries of a person or case, without those that the reader may not see."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from accounts.audit import labels
from accounts.models import Entry, User
from cases.domain import characters
from cases.models import Citation, Person, Record, Root
from cases.models.fields import EncryptedTextField

Row = tuple[str, int | None]
"""Kind and private key of a record: ("custody", 12)."""


@dataclass(frozen=True)
class Words:
    """One entry as text."""

    at: datetime
    who: str
    action: str
    what: str
    field: str
    before: str
    after: str
    note: str


def model_of(kind: str) -> type[Record] | None:
    """The model that the log calls `kind`; None for kinds of other parts of the project."""
    try:
        model = apps.get_model("cases", kind)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Record) else None


def entries_of(record: Record) -> models.QuerySet[Entry]:
    """The log entries of a record, newest first: for a person or case those of the whole aggregate, for a row its own."""
    entries = Entry.objects.select_related("by").order_by("-sequence")
    if record.root == record:
        return entries.filter(root_kind=record.noun(), root_key__in=keys_of(record))
    return entries.filter(kind=record.noun(), key=record.pk)


def keys_of(root: Record) -> list[int]:
    """The private keys of an aggregate in the log: its own, and those of records merged into it."""
    merged = root.merged.values_list("pk", flat=True) if isinstance(root, Person) else ()
    return [root.pk, *merged]


def visible_entries(root: Record, entries: Iterable[Entry], *, user: User) -> list[Entry]:
    """`entries` of the aggregate of `root` without those about rows that belong to a record hidden from `user`, or that link to
    such a record: a merge with it.

    A removed row is judged by what it belonged to according to the log.
    """
    listed = list(entries)
    hidden = barred_rows(root, user=user)
    hidden |= _barred_roots({row for entry in listed for row in _linked(entry)} - {(root.noun(), root.pk)}, user=user)
    return [entry for entry in listed if not hidden & {(entry.kind, entry.key), *_linked(entry)}]


def _linked(entry: Entry) -> set[Row]:
    return {(entry.linked_kind, pk) for pk in (entry.old_id, entry.new_id) if pk is not None}


def barred_rows(root: Record, *, user: User) -> set[Row]:
    """Rows, present or removed, of the aggregate of `root` that belong to a person or case hidden from `user`."""
    owners_by_row = _owners(root)
    for citation, paths in _cited_paths(root).items():
        for path in paths:
            owners_by_row[citation] |= _rows_at(path, root)
    hidden = _barred_roots(set().union(*owners_by_row.values()) if owners_by_row else set(), user=user)
    while newly_hidden := {row for row, owners in owners_by_row.items() if row not in hidden and owners & hidden}:
        hidden |= newly_hidden
    return hidden - {(root.noun(), root.pk)}


def _owners(root: Record) -> dict[Row, set[Row]]:
    """For each row of the aggregate the records it belongs or belonged to, according to the log."""
    entries = Entry.objects.filter(root_kind=root.noun(), root_key__in=keys_of(root), field__in=_links())
    owners: dict[Row, set[Row]] = defaultdict(set)
    for kind, key, field, linked, *ids in entries.values_list(
        "kind", "key", "field", "linked_kind", "old_id", "new_id"
    ):
        model = model_of(kind)
        if model is not None and field in model.barring():
            owners[kind, key] |= {(linked, pk) for pk in ids if pk is not None}
    return owners


def _cited_paths(root: Record) -> dict[Row, set[str]]:
    """For each citation the paths it is or was about: "defendant/<public id>/stage"."""
    entries = Entry.objects.filter(
        root_kind=root.noun(), root_key__in=keys_of(root), kind=Citation.noun(), field="about"
    )
    paths: dict[Row, set[str]] = defaultdict(set)
    for key, before, after in entries.values_list("key", "before", "after"):
        paths[Citation.noun(), key] |= {path for path in (before, after) if path}
    return paths


def _rows_at(path: str, root: Record) -> set[Row]:
    """The row that `path` is about; if it was removed, the row of the aggregate that the log knows by its public id."""
    noun, _slash, rest = path.partition("/")
    model, public_id = model_of(noun), rest.partition("/")[0]
    if model is None:
        return set()
    keys = model._base_manager.filter(public_id=public_id).values_list("pk", flat=True)
    if keys:
        return {(noun, pk) for pk in keys}
    about = Entry.objects.filter(root_kind=root.noun(), root_key__in=keys_of(root), kind=noun, target_id=public_id)
    return {(noun, key) for key in about.values_list("key", flat=True)}


def _links() -> set[str]:
    return {
        name
        for model in apps.get_app_config("cases").get_models()
        if issubclass(model, Record)
        for name in model.barring()
    }


def _barred_roots(rows: set[Row], *, user: User) -> set[Row]:
    hidden: set[Row] = set()
    for model in apps.get_app_config("cases").get_models():
        if issubclass(model, Root):
            keys = {key for kind, key in rows if kind == model.noun()}
            visible = set(model.objects.whose_history_is_open_to(user).filter(pk__in=keys).values_list("pk", flat=True))
            hidden |= {(model.noun(), key) for key in keys - visible}
    return hidden


def says_only_whose(entry: Entry) -> bool:
    """Whether the entry only states to which record a row belongs, which the page shows already."""
    model = model_of(entry.kind)
    return model is not None and bool(entry.field) and entry.field in (model.parent, *_owners_of_citations(model))


def _owners_of_citations(model: type[Record]) -> tuple[str, ...]:
    return model.barring() if model is Citation else ()


def in_words(entries: Sequence[Entry]) -> list[Words]:
    """The entries as text. Encrypted values are never shown, only that they were changed."""
    names = _names_of_rows({(entry.kind, entry.key) for entry in entries})
    return [_words(entry, names.get((entry.kind, entry.key), "")) for entry in entries]


def _names_of_rows(rows: set[Row]) -> dict[Row, str]:
    names: dict[Row, str] = {}
    for kind in {kind for kind, _key in rows}:
        model = model_of(kind)
        if model is None or issubclass(model, Root):
            continue
        keys = [key for row_kind, key in rows if row_kind == kind and key is not None]
        names |= {(kind, row.pk): str(row) for row in model._base_manager.filter(pk__in=keys)}
    return names


def _words(entry: Entry, name: str) -> Words:
    model = model_of(entry.kind)
    field = _field(model, entry.field)
    noun = str(model._meta.verbose_name) if model else entry.kind
    return Words(
        at=entry.at,
        who=str(entry.by) if entry.by else _("system"),
        action=labels.in_words(entry.action),
        what=f"{noun} ({characters.shown(name)})" if name else noun,
        field=str(field.verbose_name) if field is not None else entry.field,
        before=_value(field, entry.before),
        after=_value(field, entry.after),
        note=characters.shown(entry.note),
    )


def _field(model: type[Record] | None, name: str) -> Any:
    if model is None or not name:
        return None
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _value(field: Any, told: str) -> str:
    if not told:
        return ""
    if isinstance(field, EncryptedTextField):
        return _("(encrypted)")
    if field is not None and field.model is Citation and field.name == "about":
        return _path_in_words(told)
    choices = dict(field.flatchoices) if field is not None and getattr(field, "choices", None) else {}
    return characters.shown(str(choices.get(told, told)))


def _path_in_words(path: str) -> str:
    """Label of the value that a citation is about: "period of custody: from"."""
    noun, _slash, rest = path.partition("/")
    model = model_of(noun)
    field = _field(model, rest.partition("/")[2])
    return f"{model._meta.verbose_name}: {field.verbose_name}" if model is not None and field is not None else path
