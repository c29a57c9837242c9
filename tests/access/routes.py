"""Every address of a site, read off its URLconf."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver
from django.urls.converters import get_converters

URLCONF = "casetracker.urls"


_written: dict[str, str] = {}


def filled(pattern: str, keys: dict[str, int]) -> str:
    """The plain `pattern` with the keys in the places named so, encrypted where the route encrypts them."""
    if not _written:
        list(walk())
    converters = get_converters()
    return re.sub(
        r"<(key_\w+):(\w+)>",
        lambda match: converters[match[1]].to_url(keys[match[2]]) if match[2] in keys else match[0],
        _written.get(pattern, pattern),
    )


def plain(pattern: str) -> str:
    """The pattern with plain placeholders in place of those that encrypt the key: "<int:pk>", "<path:object_id>"."""
    return re.sub(r"<key_\w+:(\w+)>", r"<int:\1>", re.sub(r"<key_\w+_text:object_id>", "<path:object_id>", pattern))


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
            yield plain(here), f"{spaces}{pattern.name}" if pattern.name else ""
            _written.setdefault(plain(here), here)
