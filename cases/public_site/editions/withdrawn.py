"""Withdrawn records are not answered from the moment their ids arrive, before the edition without them does.

A page of a withdrawn record answers as for one that does not exist. Pages and files of others that would name it are "not
available at the moment": counts and lists are right again when the edition follows, minutes later. The ids lie beside the
register; there is no such file at other times.
"""

import os
from collections.abc import Callable, Collection
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cases.public_site.downloads.limited_downloads import later
from cases.public_site.editions.manifest import PUBLIC_ID, Unreadable, read_withdrawals
from cases.public_site.models import PublishedPhoto

MEDIA = "/media/"
FILES = "/data/"
Found = tuple[int, int, int]  # inode, size, time of change


class InForce(NamedTuple):
    """The ids that are not answered. `ids` is None if the list cannot be read: then nothing is answered."""

    stamp: Found | None = None
    ids: frozenset[str] | None = frozenset()


_read = InForce()


def in_force() -> InForce:
    """The list that is in force now; it is read again when its file changes."""
    global _read  # noqa: PLW0603 - one list per process
    try:
        status = os.stat(f"{settings.REGISTER_FILE}.withdrawn")  # noqa: PTH116 - called for every request
    except FileNotFoundError:
        return InForce()
    except OSError:
        return InForce((0, 0, 0), None)
    stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
    if _read.stamp != stamp:
        try:
            with open(f"{settings.REGISTER_FILE}.withdrawn", "rb") as file:  # noqa: PTH123
                _read = InForce(stamp, read_withdrawals(file.read()).ids)
        except (OSError, Unreadable):
            return InForce(stamp, None)
    return _read


def tag() -> str:
    """Part of every ETag: what a reader's browser kept from before is not confirmed."""
    return repr(in_force().stamp or "")


class WithdrawnMiddleware:
    """Keep withdrawn records out of every response. Stands last: language, ETag and redirects are as for others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Respond; Http404 for a page of a withdrawn record, 503 for one that would name it."""
        listed = in_force()
        if listed.stamp is None:
            return self.get_response(request)
        if listed.ids is None or request.path_info.startswith(FILES):
            return later()
        if _is_about(request.path_info, listed.ids):
            raise Http404
        response = self.get_response(request)
        if any(ref in response.headers.get("Location", "") for ref in listed.ids):
            raise Http404
        if not isinstance(response, HttpResponse) or any(ref.encode() in response.content for ref in listed.ids):
            return later()  # a stream that is dropped closes itself
        return response


def _is_about(path: str, ids: Collection[str]) -> bool:
    if path.startswith(MEDIA):
        photos = PublishedPhoto.objects.filter(sha256=path.removeprefix(MEDIA).partition(".")[0])
        owners = set(photos.values_list("owner", flat=True))
        return bool(owners) and owners <= set(ids)
    return any(part in ids for part in path.split("/") if PUBLIC_ID.fullmatch(part))
