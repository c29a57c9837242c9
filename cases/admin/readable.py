"""Which entries of the log a reader may know of: none that tells of a person or case restricted to others.

Named in settings.ACCOUNTS_READABLE_ENTRIES, because the log itself knows nothing of cases.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db.models import QuerySet

from accounts.models import Entry, User
from cases.admin.history import REFERENCE, barred_rows
from cases.models import Evidence, Record, Root

SLICE = 500
"""Keys in one condition: databases dislike more."""


def readable_entries(user: User, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """`entries` without those of persons, cases and evidence barred to `user`, nor of rows of open ones that lead to a barred
    one: somebody's part in a case, with its charges, sentences and citations.
    """
    for model in _roots():
        barred = _barred(model, user)
        entries = entries.exclude(root_kind=model.noun(), root_key__in=barred)
        entries = entries.exclude(kind=model.noun(), key__in=barred)
    known = Evidence.objects.whose_history_is_open_to(user).values("pk")
    entries = entries.exclude(kind=Evidence.noun(), key__in=Evidence._base_manager.exclude(pk__in=known).values("pk"))
    rows = defaultdict(list)
    for root in _open_roots_that_lead_to_barred(user):
        for kind, key in barred_rows(root, user=user):
            rows[kind].append(key)
    for kind, keys in rows.items():
        for start in range(0, len(keys), SLICE):
            entries = entries.exclude(kind=kind, key__in=keys[start : start + SLICE])
    return entries


def _records() -> list[type[Record]]:
    return [model for model in apps.get_app_config("cases").get_models() if issubclass(model, Record)]


def _roots() -> list[type[Root]]:
    return [model for model in _records() if issubclass(model, Root)]


def _barred(model: type[Root], user: User) -> QuerySet:
    open_ones = model.objects.whose_history_is_open_to(user)
    return model._base_manager.exclude(pk__in=open_ones.values("pk")).values("pk")


def _links() -> Iterator[tuple[str, str, type[Root]]]:
    """(kind of row, its field, what that leads to) of rows that belong to one root and lead to another one."""
    for model in _records():
        for name in model.barring():
            related = model._meta.get_field(name).related_model
            if name != model.parent and isinstance(related, type) and issubclass(related, Root):
                yield model.noun(), name, related


def _open_roots_that_lead_to_barred(user: User) -> Iterator[Root]:
    """Also where the row was removed since: the log tells of it still."""
    roots: set[tuple[str, int]] = set()
    for kind, field, related in _links():
        barred = set(_barred(related, user).values_list("pk", flat=True))
        told = Entry.objects.filter(kind=kind, field=field).values_list("root_kind", "root_key", "before", "after")
        for root_kind, root_key, *values in told if barred else ():
            found = (REFERENCE.search(value) for value in values)
            if any(match and int(match[1]) in barred for match in found) and root_key is not None:
                roots.add((root_kind, root_key))
    for kind, key in sorted(roots):
        root = apps.get_model("cases", kind)._base_manager.filter(pk=key).first()
        if isinstance(root, Root) and root.is_visible_to(user):
            yield root
