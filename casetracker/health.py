"""Health addresses of both sites, for load balancers and monitors on this machine: plain text, nothing about cases.

A request that came straight to the server process, from this machine and through no proxy, is answered before hosts,
https, sessions or the state of the files are checked. What a proxy forwards is an ordinary request: the public site
answers it with the same lines, the private site as if there were no such page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

PATH = "/health"
LOCAL = frozenset({"", "127.0.0.1", "::1"})  # a socket in the file system has no address
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_VIA")
METHODS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Health:
    """Whether the site can do its work; lines for humans and gauges for the metrics, both without case data."""

    ok: bool
    lines: Mapping[str, str]
    gauges: Mapping[str, float] = field(default_factory=dict)


def examine() -> Health:
    """State of this site, as its part of the program sees it (settings.HEALTH)."""
    health: Health = import_string(settings.HEALTH)()
    return health


def is_direct(request: HttpRequest) -> bool:
    """Whether the request came from this machine and through no proxy."""
    return request.META.get("REMOTE_ADDR", "") in LOCAL and not any(name in request.META for name in FORWARDED)


def has_body(request: HttpRequest) -> bool:
    """Whether the request says that it has a body: the limits of bodies refuse it."""
    return bool(request.META.get("HTTP_TRANSFER_ENCODING")) or request.META.get("CONTENT_LENGTH", "") not in ("", "0")


def show(request: HttpRequest) -> HttpResponse:
    """Answer with 200 if the site can do its work, else with 503.

    Raises:
        Http404: a proxy forwarded the request to the private site.
    """
    if not settings.HEALTH_FOR_EVERYBODY and not is_direct(request):
        raise Http404
    if request.method not in METHODS:
        response = HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    else:
        health = examine()
        lines = {"ok": "yes" if health.ok else "no", **health.lines}
        text = "".join(f"{name}: {value}\n" for name, value in lines.items())
        response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=200 if health.ok else 503)
    # A direct request does not pass through Django's SecurityMiddleware, which sets these on every other response.
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
    response.headers["Cross-Origin-Opener-Policy"] = settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
    return response


class HealthMiddleware:
    """Answer direct requests for the health address before anything else can refuse or redirect them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or pass the request on."""
        is_asked = request.path_info == PATH and request.method in METHODS and not has_body(request)
        if not (is_asked and is_direct(request)):
            return self.get_response(request)
        response = show(request)
        response.headers["Cache-Control"] = "no-store"
        return response
