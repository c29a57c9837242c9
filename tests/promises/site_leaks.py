"""Deliberate faults of the public site's own code, put in before it starts. Each looks where no page may look."""

import os

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def age_of_the_file() -> None:
    """Tell with each page when the register was last written: the hour of the last decision."""
    from cases.public_site.middleware import RegisterMiddleware

    true = RegisterMiddleware._answer

    def answer(self: RegisterMiddleware, request: HttpRequest) -> HttpResponseBase:
        response = true(self, request)
        response.headers["Last-Modified"] = str(os.stat(settings.REGISTER_FILE).st_mtime)  # noqa: PTH116
        return response

    RegisterMiddleware._answer = answer  # type: ignore[method-assign]
