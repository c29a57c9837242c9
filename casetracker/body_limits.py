"""Size limits of requests, by route and by user, applied before any of the body is read or written to disk.

Django reads a form into memory and files onto the disk before a view runs and before the user is known. Here the limit
is determined first: small for anonymous users, larger for staff, and the size of a file only on the pages that accept
one, for users with the permission.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from casetracker.error_pages import page

KB, MB = 1024, 1024 * 1024
ANONYMOUS = 64 * KB  # bytes: a passphrase, the answer of a passkey
SIGNED_IN = 5 * MB  # bytes: the form of a case with many defendants
FORM_BESIDE_FILES = 2 * MB  # bytes


@dataclass(frozen=True)
class Upload:
    """Page that accepts files: at most `size` bytes in total, from users with `permission`."""

    size: int
    permission: str


UPLOADS = {
    "admin:cases_importbatch_add": Upload(50 * MB, "cases.import_records"),
    "package": Upload(200 * MB, "cases.import_records"),
    "admin:cases_source_add": Upload(100 * MB, "cases.add_evidence"),
    "admin:cases_source_change": Upload(100 * MB, "cases.add_evidence"),
    "admin:cases_person_add": Upload(30 * MB, "cases.add_photo"),
    "admin:cases_person_change": Upload(30 * MB, "cases.add_photo"),
}
"""Route name -> its limit. tests/access/test_bodies.py finds forms with a file field on routes missing here."""


class LimitBodies:
    """Middleware, placed after authentication and before everything that reads a form.

    The public site has no accounts, so everybody is anonymous there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or answer 413."""
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            # The body does not state its length. No browser sends such a body, and Django would treat it as empty.
            return page(413)
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        # Small bodies pass without loading the session.
        if length > ANONYMOUS and length > limit_for(request):
            return page(413)
        return self.get_response(request)


def limit_for(request: HttpRequest) -> int:
    """Maximum size of the body of `request`, in bytes."""
    user = getattr(request, "user", None)
    if user is None:
        return ANONYMOUS
    try:
        view_name = resolve(request.path_info).view_name
    except Resolver404:
        return ANONYMOUS
    if not user.is_authenticated:
        # A form whose session has ended is kept for its owner (accounts/signin/resubmit.py). Plain fields stay in memory.
        is_late_form = view_name.startswith("admin:") and request.content_type == "application/x-www-form-urlencoded"
        return SIGNED_IN if is_late_form else ANONYMOUS
    upload = UPLOADS.get(view_name)
    if upload is None or not user.has_perm(upload.permission):
        return SIGNED_IN
    return upload.size + FORM_BESIDE_FILES
