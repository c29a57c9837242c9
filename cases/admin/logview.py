"""Which entries of the whole log somebody may know of: none of persons and cases that are restricted to others.

`settings.ACCOUNTS_READABLE_ENTRIES` names `readable_to`; the log itself knows nothing of cases.
"""

from django.apps import apps
from django.db.models import QuerySet

from accounts.models import Entry, User
from cases.admin.history import REFERENCE, Row, model_of
from cases.models import Record


def readable_to(user: User, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """`entries` without those of restricted persons and cases whose readers `user` is not among, and of their rows.

    A row that was removed is judged by what the log says it belonged to when it was removed.
    """
    for model in _record_models():
        noun = model.noun()
        barred = model._base_manager.exclude(pk__in=model.objects.whose_history_is_open_to(user).values("pk")).values(
            "pk"
        )
        entries = entries.exclude(kind=noun, key__in=barred).exclude(root_kind=noun, root_key__in=barred)
    for kind, key in _removed_and_barred(user):
        entries = entries.exclude(kind=kind, key=key)
    return entries


def _removed_and_barred(user: User) -> set[Row]:
    links = {name for model in _record_models() for name in model.barring()}
    told = Entry.objects.filter(action="removed", field__in=links).values_list("kind", "key", "field", "before")
    owners: dict[Row, set[Row]] = {}
    for kind, key, field, before in told:
        model, match = model_of(kind), REFERENCE.search(before)
        if model is not None and match is not None and field in model.barring():
            target = model._meta.get_field(field).related_model.noun()  # type: ignore[union-attr]
            owners.setdefault((kind, key), set()).add((target, int(match[1])))
    barred = _barred_now({owner for row in owners.values() for owner in row}, user)
    removed: set[Row] = set()
    while more := {row for row, own in owners.items() if row not in removed and own & (barred | removed)}:
        removed |= more
    return removed


def _barred_now(rows: set[Row], user: User) -> set[Row]:
    """Those of `rows` that exist and are barred to `user`."""
    barred: set[Row] = set()
    for model in _record_models():
        keys = {key for kind, key in rows if kind == model.noun()}
        if keys:
            open_ones = model.objects.whose_history_is_open_to(user).values("pk")
            here = model._base_manager.filter(pk__in=keys).exclude(pk__in=open_ones)
            barred |= {(model.noun(), pk) for pk in here.values_list("pk", flat=True)}
    return barred


def _record_models() -> list[type[Record]]:
    """Every kind of record that a restriction can reach."""
    models = apps.get_app_config("cases").get_models()
    return [model for model in models if issubclass(model, Record) and model.root_paths()]
