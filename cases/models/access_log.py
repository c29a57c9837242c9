"""Logging of access: sensitive fields are shown only on request, and reading them or a restricted record is logged."""

from collections.abc import Iterable

from django.http import HttpRequest

from accounts.audit import log
from accounts.request_user import user_of
from cases.models import Case, Hearing, Person, Record, Root

SENSITIVE = "cases.view_sensitive"
ASK = "sensitive"
"""Query parameter of a page by which the sensitive fields are opened: "?sensitive=1"."""


def may_read_sensitive(request: HttpRequest) -> bool:
    """Whether this account may open contacts, health and relatives at all."""
    return bool(request.user.has_perm(SENSITIVE))


def asks_sensitive(request: HttpRequest) -> bool:
    """Whether this request opens them: permission granted, and explicitly requested."""
    return request.GET.get(ASK) == "1" and may_read_sensitive(request)


def note_reading(request: HttpRequest, record: Record, *, sensitive: bool) -> None:
    """Log that `record` was opened, if it is restricted or its sensitive fields were shown."""
    actions = []
    if any(root.restricted for root in wholes(record)):
        actions.append("read restricted")
    if sensitive:
        actions.append("read sensitive")
    for action in actions:
        log.write(action=action, by=request.user, **record.log_target)
    _note_restricted(request, named_on(request, record))


def note_named(request: HttpRequest, records: Iterable[Record]) -> None:
    """Log that a page with several names (the dashboard, an agenda, labels) showed restricted persons or cases through
    `records`: each once."""
    restricted = {root.path: root for record in records for root in wholes(record) if root.restricted}
    _note_restricted(request, [restricted[path] for path in sorted(restricted)])


def _note_restricted(request: HttpRequest, wholes_named: Iterable[Root]) -> None:
    for root in wholes_named:
        log.write(action="read restricted", by=request.user, **root.log_target)


def named_on(request: HttpRequest, record: Record) -> list[Root]:
    """Restricted persons and cases that the page of `record` shows to those who may see them: the defendants of a case and of
    its hearings, the cases of a person."""
    user = user_of(request)
    if isinstance(record, Person):
        cases = Case.objects.visible_to(user).filter(restricted=True, defendants__person=record)
        return list(cases.order_by("pk").distinct())
    if isinstance(record, (Case, Hearing)):
        persons = Person.objects.visible_to(user).filter(restricted=True, prosecutions__case=record.root.pk)
        return list(persons.order_by("pk").distinct())
    return []


def wholes(record: Record) -> list[Root]:
    """The persons and cases whose restriction applies to `record`: for a defendant the case and the person."""
    if isinstance(record, Root):
        return [record]
    owners = (getattr(record, name) for name in record.barring())
    return [root for owner in owners if owner is not None for root in wholes(owner)]
