"""A few pages that go wrong in every way, and both sites' middleware around them."""

from contextlib import AbstractContextManager

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from django.views.decorators.http import require_GET

from casetracker.settings import public

SECRET = "Invented-Name-In-A-Record"


def fine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


@require_GET
def only_get(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


def too_large(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig(SECRET)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(SECRET)


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError(SECRET)


def no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


urlpatterns = [
    path("fine/", fine),
    path("only-get/", only_get),
    path("too-large/", too_large),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("no-database/", no_database),
]
handler400 = "casetracker.error_pages.bad_request"
handler403 = "casetracker.error_pages.permission_denied"
handler404 = "casetracker.error_pages.page_not_found"
handler500 = "casetracker.error_pages.server_error"

HERE = "tests.casetracker.pages"
REGISTER = "cases.public_site.middleware.RegisterMiddleware"
# What a request may meet, with the status it gets; all but the first answer with an error page.
CAUSES = {
    "/fine/": 200,
    "/fine/?q=%00": 400,
    "/unknown/": 404,
    "/only-get/": 405,
    "/too-large/": 413,
    "/forbidden/": 403,
    "/broken/": 500,
    "/no-database/": 503,
}


def private_site() -> AbstractContextManager[None]:
    """The pages above behind the private site's own middleware, without accounts."""
    return override_settings(ROOT_URLCONF=HERE)


def public_site() -> AbstractContextManager[None]:
    """The pages above behind the public site's middleware, but for the register's own: there is no register here."""
    return override_settings(
        ROOT_URLCONF=HERE,
        MIDDLEWARE=[name for name in public.MIDDLEWARE if name != REGISTER],
        FIXED_HEADERS=public.FIXED_HEADERS,
        NO_STORE=public.NO_STORE,
        SECURE_CSP=public.SECURE_CSP,
        SECURE_REFERRER_POLICY=public.SECURE_REFERRER_POLICY,
    )
