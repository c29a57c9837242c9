"""The history of a record in words: the log's entries of a person or case, without what the reader may not know of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from accounts import actions
from accounts.models import Entry, User
from cases import text
from cases.models import Citation, Person, Record, Root
from cases.models.fields import EncryptedTextField

REFERENCE = re.compile(r" #([0-9]+)$")
"""How the log ends the telling of a related record: "Ivan #12" (`cases.models.base.tell`)."""

Row = tuple[str, int | None]
"""Kind and private key of a record: ("custody", 12)."""


@dataclass(frozen=True)
class Words:
    """One entry as people read it."""

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
    """The log's entries of a record, the newest first: of a person or case all of its aggregate, of a row its own."""
    entries = Entry.objects.select_related("by").order_by("-sequence")
    if record.root == record:
        return entries.filter(root_kind=record.noun(), root_key__in=keys_of(record))
    return entries.filter(kind=record.noun(), key=record.pk)


def keys_of(root: Record) -> list[int]:
    """The private keys under which the log knows an aggregate: its own, and those of records merged into it."""
    merged = root.merged.values_list("pk", flat=True) if isinstance(root, Person) else ()
    return [root.pk, *merged]


def visible_entries(root: Record, entries: Iterable[Entry], *, user: User) -> list[Entry]:
    """`entries` of the aggregate of `root` without those about rows that belong to a record barred to `user`.

    A row that was removed is judged by what the log says it belonged to.
    """
    barred = barred_rows(root, user=user)
    return [entry for entry in entries if (entry.kind, entry.key) not in barred]


def barred_rows(root: Record, *, user: User) -> set[Row]:
    """Rows, present or removed, of the aggregate of `root` that belong to a person or case barred to `user`."""
    belongs = _owners(root)
    for citation, paths in _cited_paths(root).items():
        for path in paths:
            belongs[citation] |= _rows_at(path, set(belongs))
    barred = _barred_roots(set().union(*belongs.values()) if belongs else set(), user=user)
    while more := {row for row, owners in belongs.items() if row not in barred and owners & barred}:
        barred |= more
    return barred - {(root.noun(), root.pk)}


def _owners(root: Record) -> dict[Row, set[Row]]:
    """For each row of the aggregate the records it belongs or belonged to, as the log tells."""
    told = Entry.objects.filter(root_kind=root.noun(), root_key__in=keys_of(root), field__in=_links())
    owners: dict[Row, set[Row]] = defaultdict(set)
    for kind, key, field, before, after in told.values_list("kind", "key", "field", "before", "after"):
        model = model_of(kind)
        if model is not None and field in model.barring():
            target = model._meta.get_field(field).related_model.noun()  # type: ignore[union-attr]
            found = (REFERENCE.search(value) for value in (before, after))
            owners[kind, key] |= {(target, int(match[1])) for match in found if match}
    return owners


def _cited_paths(root: Record) -> dict[Row, set[str]]:
    """For each citation what it is or was about: "defendant/<public id>/stage"."""
    told = Entry.objects.filter(root_kind=root.noun(), root_key__in=keys_of(root), kind=Citation.noun(), field="about")
    paths: dict[Row, set[str]] = defaultdict(set)
    for key, before, after in told.values_list("key", "before", "after"):
        paths[Citation.noun(), key] |= {path for path in (before, after) if path}
    return paths


def _rows_at(path: str, known: set[Row]) -> set[Row]:
    """The row that `path` is about; where it was removed, every removed row of its kind, for the log tells no public ids."""
    noun, _slash, rest = path.partition("/")
    model = model_of(noun)
    if model is None:
        return set()
    found = model._base_manager.filter(public_id=rest.partition("/")[0]).values_list("pk", flat=True)
    if found:
        return {(noun, pk) for pk in found}
    keys = {key for kind, key in known if kind == noun and key is not None}
    present = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
    return {(noun, key) for key in keys - present}


def _links() -> set[str]:
    return {
        name
        for model in apps.get_app_config("cases").get_models()
        if issubclass(model, Record)
        for name in model.barring()
    }


def _barred_roots(rows: set[Row], *, user: User) -> set[Row]:
    barred: set[Row] = set()
    for model in apps.get_app_config("cases").get_models():
        if issubclass(model, Root):
            keys = {key for kind, key in rows if kind == model.noun()}
            visible = set(model.objects.whose_history_is_open_to(user).filter(pk__in=keys).values_list("pk", flat=True))
            barred |= {(model.noun(), key) for key in keys - visible}
    return barred


def says_only_whose(entry: Entry) -> bool:
    """Whether the entry only tells to which record a row belongs, which the page says already."""
    model = model_of(entry.kind)
    return model is not None and bool(entry.field) and entry.field in (model.parent, *_owners_of_citations(model))


def _owners_of_citations(model: type[Record]) -> tuple[str, ...]:
    return model.barring() if model is Citation else ()


def in_words(entries: Sequence[Entry]) -> list[Words]:
    """The entries as people read them. Encrypted values are never shown, only that they were changed."""
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
        who=str(entry.by) if entry.by else _("the program"),
        action=actions.in_words(entry.action),
        what=f"{noun} ({text.shown(name)})" if name else noun,
        field=str(field.verbose_name) if field is not None else entry.field,
        before=_value(field, entry.before),
        after=_value(field, entry.after),
        note=text.shown(entry.note),
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
    if isinstance(field, models.ForeignKey):
        told = REFERENCE.sub("", told)
    choices = dict(field.flatchoices) if field is not None and getattr(field, "choices", None) else {}
    return text.shown(str(choices.get(told, told)))


def _path_in_words(path: str) -> str:
    """What a citation is about: "period of custody: from"."""
    noun, _slash, rest = path.partition("/")
    model = model_of(noun)
    field = _field(model, rest.partition("/")[2])
    return f"{model._meta.verbose_name}: {field.verbose_name}" if model is not None and field is not None else path
