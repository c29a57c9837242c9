"""Visibility of log entries: none about a person or case restricted to others.

Named in settings.ACCOUNTS_READABLE_ENTRIES, because the log itself must not depend on cases.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Q, QuerySet

from accounts.models import Entry, User
from cases.models import Evidence, Record, Root
from cases.models.record import ACTS_ON_ACCESS
from cases.models.record_history import barred_rows

SLICE = 500
"""Keys in one condition: databases dislike more."""
Keys = QuerySet | list[int]


def readable_entries(user: User, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """`entries` without those about persons, cases and evidence hidden from `user`, those linked to such a record (a merge),
    and those about rows of visible records that lead to a hidden one: a defendant in a case, with charges and sentences."""
    if not user.has_perm("cases.view_person"):  # accounts without access to case data need not learn of restrictions
        entries = entries.exclude(action__in=ACTS_ON_ACCESS)
    barred = {model: _barred(model, user) for model in _roots()}
    for model, hidden in barred.items():
        entries = entries.exclude(root_kind=model.noun(), root_key__in=hidden)
        entries = entries.exclude(kind=model.noun(), key__in=hidden)
        entries = entries.exclude(linked_kind=model.noun(), old_id__in=hidden)
        entries = entries.exclude(linked_kind=model.noun(), new_id__in=hidden)
    entries = entries.exclude(kind=Evidence.noun(), key__in=_barred(Evidence, user))
    rows = defaultdict(list)
    for root in _open_roots_that_lead_to_barred(user, barred):
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


def _barred(model: type[Root | Evidence], user: User) -> Keys:
    open_ones = model.objects.whose_history_is_open_to(user)
    hidden = model._base_manager.exclude(pk__in=open_ones.values_list("pk", flat=True)).values_list("pk", flat=True)
    # A short list is cheaper than a query that stands in a dozen conditions.
    few = list(hidden[: SLICE + 1])
    return few if len(few) <= SLICE else hidden


def _links() -> Iterator[tuple[str, str, type[Root]]]:
    """(kind of row, field, target of the field) for rows that belong to one root and refer to another one."""
    for model in _records():
        for name in model.barring():
            related = model._meta.get_field(name).related_model
            if name != model.parent and isinstance(related, type) and issubclass(related, Root):
                yield model.noun(), name, related


def _open_roots_that_lead_to_barred(user: User, barred: Mapping[type[Root], Keys]) -> Iterator[Root]:
    """Visible roots whose rows, present or removed, lead to a hidden record: the log still has entries of removed rows."""
    roots: set[tuple[str, int]] = set()
    for kind, field, related in _links():
        hidden = barred[related]
        linked = Entry.objects.filter(kind=kind, field=field, linked_kind=related.noun(), root_key__isnull=False)
        linked = linked.filter(Q(old_id__in=hidden) | Q(new_id__in=hidden))
        pairs = linked.order_by().values_list("root_kind", "root_key").distinct()
        roots |= {(root_kind, root_key) for root_kind, root_key in pairs if root_key is not None}
    for kind, key in sorted(roots):
        root = apps.get_model("cases", kind)._base_manager.filter(pk=key).first()
        if isinstance(root, Root) and root.is_visible_to(user):
            yield root
