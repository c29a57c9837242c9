"""Every address of a site, read off its URLconf."""

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

URLCONF = "casetracker.urls"


def walk(
    patterns: Any = None, before: str = "", spaces: str = "", *, urlconf: str = URLCONF
) -> Iterator[tuple[str, str]]:
    """(pattern, name) of every route: ("admin/cases/case/<path:object_id>/change/", "admin:cases_case_change")."""
    for pattern in get_resolver(urlconf).url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(
                pattern.url_patterns, here, f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            )
        else:
            yield here, f"{spaces}{pattern.name}" if pattern.name else ""
