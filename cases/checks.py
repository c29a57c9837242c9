"""Checks of what is stored: do the keys of names follow today's rules?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, transaction

from cases.models.name_search import keys_are_old

OLD_KEYS = "cases.W001"


@register(Tags.database)
def check_keys(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Names stored under keys of other rules are not found by today's searches (`manage.py check --database default`)."""
    if "default" not in (databases or ()):
        return []
    try:
        with transaction.atomic():
            old = keys_are_old()
    except DatabaseError:  # no tables yet: there is nothing that could be old
        return []
    if not old:
        return []
    return [
        Warning("The search keys of names were made by older rules.", hint="Run manage.py rewrite_keys.", id=OLD_KEYS)
    ]
