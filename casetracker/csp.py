"""Content-Security-Policy with Django 6's names and structure, so that the move to the next LTS deletes this file."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "Content-Security-Policy"
Policy = Mapping[str, Iterable[str] | str | bool | None]


class CSP(StrEnum):
    """The source keywords that the policies use; the same names as in django.utils.csp."""

    NONE = "'none'"
    SELF = "'self'"


def build_policy(config: Policy) -> str:
    """Return the header's value: lists are joined, True adds a bare directive, None and False omit it."""
    directives = []
    for name, sources in config.items():
        if sources is None or sources is False:
            continue
        if sources is True:
            directives.append(name)
        else:
            values = [sources] if isinstance(sources, str) else list(sources)
            directives.append(f"{name} {' '.join(map(str, values))}" if values else name)
    return "; ".join(directives)


class ContentSecurityPolicyMiddleware:
    """Put settings.SECURE_CSP on every response that has no policy of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = build_policy(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        return response
