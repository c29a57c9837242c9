"""Targets of citations: the recorded values of a person or case, as labelled choices."""

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Citation, Record, Root
from cases.models.fields import EncryptedTextField
from cases.models.photo import Photo
from cases.models.record import log_value

NEVER_CITED = frozenset(
    {"internal_notes", "observers_notes", "position", "restricted", "sha256", "width", "height", "recorded_by"}
)
"""Fields that make no statement about facts."""
NOT_CITED = (Citation, Photo)
NAMED_BY = {
    "defendant": ("person__names",),
    "hearingdefendant": ("defendant__person__names",),
    "charge": ("provision__code",),
}
"""Relations that a record's label needs besides its foreign keys."""
LONGEST_VALUE = 40

Group = tuple[str, list[tuple[str, str]]]


def choices(root: Root, *, user: User) -> list[tuple[str, str] | Group]:
    """Return the choices of a citation's field `about`: the whole record, then the recorded values grouped by row.

    Rows that belong to a record hidden from `user` are left out.
    """
    groups: list[Group] = []
    for record in (root, *rows(root, user=user)):
        values = [(f"{record.path}/{field.name}", _words(record, field)) for field in _cited_fields(record)]
        if values:
            noun = capfirst(str(record._meta.verbose_name))
            groups.append((noun if record == root else f"{noun}: {record}", values))
    return [("", _("whole record")), *groups]


def barred_public_ids(root: Root, *, user: User) -> set[str]:
    """Return public IDs of rows of `root` that belong to a record hidden from `user`: their citations are not shown."""
    hidden: set[str] = set()
    for model, lookup in _kinds(root):
        if len(model.root_paths()) > 1:
            own_rows = model.objects.filter(**{lookup: root})
            hidden |= set(own_rows.exclude(pk__in=model.objects.visible_to(user)).values_list("public_id", flat=True))
    return hidden


def rows(root: Root, *, user: User) -> list[Record]:
    """Return all rows of the aggregate of `root` that are visible to `user`, kind by kind."""
    records: list[Record] = []
    for model, lookup in _kinds(root):
        visible = model.objects.visible_to(user).filter(**{lookup: root}).select_related(*_shown_with(model))
        records += visible.prefetch_related(*NAMED_BY.get(model.noun(), ()))
    return records


def _kinds(root: Root) -> list[tuple[type[Record], str]]:
    """Return the kinds of rows in the aggregate of `root`, each with the lookup from a row to its root."""
    models_of_rows = [
        model
        for model in apps.get_app_config("cases").get_models()
        if issubclass(model, Record) and model.parent and not issubclass(model, NOT_CITED)
    ]
    return [(model, lookup) for model in models_of_rows if (lookup := _lookup(model, type(root)))]


def _lookup(model: type[Record], root: type[Root]) -> str:
    """Return the lookup from a row to its root through parents: "sentence__defendant__case"; "" for another root."""
    steps = []
    while model.parent:
        steps.append(model.parent)
        model = model._meta.get_field(model.parent).related_model  # type: ignore[assignment]
    return "__".join(steps) if model is root else ""


def _shown_with(model: type[Record]) -> list[str]:
    return [
        field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey) and field.editable
    ]


def _cited_fields(record: Record) -> list[models.Field]:
    return [
        field
        for field in record._meta.concrete_fields
        if field.editable
        and field.name not in (record.parent, *NEVER_CITED)
        and not isinstance(field, (EncryptedTextField, models.AutoField))
        and getattr(record, field.attname) not in (None, "", False)
    ]


def _words(record: Record, field: models.Field) -> str:
    value = log_value(record, field).text
    value = str(dict(field.flatchoices).get(value, value)) if field.choices else value
    short = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
    return f"{capfirst(str(field.verbose_name))}: {short}"
