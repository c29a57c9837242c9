"""Opening what not everybody may see: sensitive fields are asked for, and reading them or a restricted record is logged."""

from django.http import HttpRequest

from accounts import log
from cases.models import Record, Root

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


def wholes(record: Record) -> list[Root]:
    """The persons and cases that bar a reader from `record`: of a defendant the case and the person."""
    if isinstance(record, Root):
        return [record]
    owners = (getattr(record, name) for name in record.barring())
    return [whole for owner in owners if owner is not None for whole in wholes(owner)]
