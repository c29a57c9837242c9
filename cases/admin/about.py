"""What a citation can be about: the recorded values of a person or case, as a list of words to choose from."""

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Citation, Record, Root
from cases.models.base import tell
from cases.models.fields import EncryptedTextField
from cases.models.photo import Photo

NEVER_CITED = frozenset(
    {"internal_notes", "observers_notes", "position", "restricted", "sha256", "width", "height", "recorded_by"}
)
"""Fields that say nothing of the world."""
NOT_CITED = (Citation, Photo)
LONGEST_VALUE = 40

Group = tuple[str, list[tuple[str, str]]]


def choices(root: Root, *, user: User) -> list[tuple[str, str] | Group]:
    """The choices of a citation's field `about`: the whole record, then each row's recorded values, under the row's name.

    Rows that belong to a record barred to `user` are left out.
    """
    groups: list[Group] = []
    for record in (root, *rows(root, user=user)):
        values = [(f"{record.path}/{field.name}", _words(record, field)) for field in _cited_fields(record)]
        if values:
            noun = capfirst(str(record._meta.verbose_name))
            groups.append((noun if record == root else f"{noun}: {record}", values))
    return [("", _("the record as a whole")), *groups]


def barred_public_ids(root: Root, *, user: User) -> set[str]:
    """Public ids of the rows of `root` that belong to a record barred to `user`: citations about them are not shown."""
    barred: set[str] = set()
    for model, lookup in _kinds(root):
        if len(model.root_paths()) > 1:
            here = model.objects.filter(**{lookup: root})
            barred |= set(here.exclude(pk__in=model.objects.visible_to(user)).values_list("public_id", flat=True))
    return barred


def rows(root: Root, *, user: User) -> list[Record]:
    """All rows of the aggregate of `root` that `user` may know of, kind by kind."""
    found: list[Record] = []
    for model, lookup in _kinds(root):
        found += model.objects.visible_to(user).filter(**{lookup: root}).select_related(*_shown_with(model))
    return found


def _kinds(root: Root) -> list[tuple[type[Record], str]]:
    """The kinds of rows that the aggregate of `root` has, each with the lookup from a row up to its root."""
    models_of_rows = [
        model
        for model in apps.get_app_config("cases").get_models()
        if issubclass(model, Record) and model.parent and not issubclass(model, NOT_CITED)
    ]
    return [(model, lookup) for model in models_of_rows if (lookup := _lookup(model, type(root)))]


def _lookup(model: type[Record], root: type[Root]) -> str:
    """The way up from a row to its root, over parents alone: "sentence__defendant__case"; "" where it leads elsewhere."""
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
    value = str(getattr(record, field.name)) if isinstance(field, models.ForeignKey) else tell(record, field)
    value = str(dict(field.flatchoices).get(value, value)) if field.choices else value
    short = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
    return f"{capfirst(str(field.verbose_name))}: {short}"
