"""Opening what not everybody may see: sensitive fields are asked for, and reading them or a restricted record is logged."""

from collections.abc import Iterable

from django.http import HttpRequest

from accounts import log
from accounts.signed_in import user_of
from cases.models import Case, Hearing, Person, Record, Root

SENSITIVE = "cases.view_sensitive"
ASK = "sensitive"
"""Query parameter of a page by which the sensitive fields are opened: "?sensitive=1"."""


def may_read_sensitive(request: HttpRequest) -> bool:
    """Whether this account may open contacts, health and relatives at all."""
    return bool(request.user.has_perm(SENSITIVE))


def asks_sensitive(request: HttpRequest) -> bool:
    """Whether this request opens them: the permission is there, and they were asked for."""
    return request.GET.get(ASK) == "1" and may_read_sensitive(request)


def note_reading(request: HttpRequest, record: Record, *, sensitive: bool) -> None:
    """Write to the log that `record` was opened, where that matters: restricted, or its sensitive fields with it."""
    root = record.root
    actions = []
    if any(whole.restricted for whole in wholes(record)):
        actions.append("read restricted")
    if sensitive:
        actions.append("read sensitive")
    for action in actions:
        log.write(
            action=action, by=request.user, kind=record.noun(), key=record.pk, root_kind=root.noun(), root_key=root.pk
        )
    _note_restricted(request, named_on(request, record))


def note_named(request: HttpRequest, records: Iterable[Record]) -> None:
    """Write to the log that a page of several names (the desk, an agenda, labels) named restricted persons or cases by way of
    `records`: each once.
    """
    found = {whole.path: whole for record in records for whole in wholes(record) if whole.restricted}
    _note_restricted(request, [found[path] for path in sorted(found)])


def _note_restricted(request: HttpRequest, wholes_named: Iterable[Root]) -> None:
    for whole in wholes_named:
        log.write(
            action="read restricted", by=request.user, kind=whole.noun(), key=whole.pk, root_kind=whole.noun(),
            root_key=whole.pk,
        )  # fmt: skip


def named_on(request: HttpRequest, record: Record) -> list[Root]:
    """Restricted persons and cases that the page of `record` names to those who may know of them: the defendants of a case
    and of its hearings, the cases of a person.
    """
    user = user_of(request)
    if isinstance(record, Person):
        cases = Case.objects.visible_to(user).filter(restricted=True, defendants__person=record)
        return list(cases.order_by("pk").distinct())
    if isinstance(record, (Case, Hearing)):
        persons = Person.objects.visible_to(user).filter(restricted=True, prosecutions__case=record.root.pk)
        return list(persons.order_by("pk").distinct())
    return []


def wholes(record: Record) -> list[Root]:
    """The persons and cases that bar a reader from `record`: of a defendant the case and the person."""
    if isinstance(record, Root):
        return [record]
    owners = (getattr(record, name) for name in record.barring())
    return [whole for owner in owners if owner is not None for whole in wholes(owner)]
