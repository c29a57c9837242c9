"""Encrypted values in the database, and whether the field keys of this machine decrypt them.

Keys are not in a backup. If they were lost or recreated, a restored database looks intact until somebody opens a
contact or signs in with a second factor.
"""

import json
from collections.abc import Iterator

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

AT_ONCE = 1000  # rows
SEALED = {"accounts_keptform": ["sealed"]}  # encrypted by accounts.encryption.seal, not by the type of the field
FACTORS = "mfa_authenticator"  # allauth's; encrypted values have these names in a JSON value
FACTOR_SECRETS = ("secret", "seed")


def columns() -> dict[str, list[str]]:
    """Return table -> its columns of encrypted text."""
    by_table = {table: list(names) for table, names in SEALED.items()}
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if getattr(field, "encrypted", False):
                by_table.setdefault(model._meta.db_table, []).append(str(field.column))
    return by_table


def unreadable() -> dict[str, tuple[int, int]]:
    """Return TABLE.COLUMN -> (values that no key in settings.FIELD_KEYS decrypts, values), where there are any.

    Raises:
        ImproperlyConfigured: a key is not valid.
    """
    try:
        cipher = MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
    except ValueError as error:
        raise ImproperlyConfigured("CASETRACKER_FIELD_KEYS holds something that is no key.") from error
    counts: dict[str, tuple[int, int]] = {}
    for place, text in _stored():
        failed, total = counts.get(place, (0, 0))
        counts[place] = failed + (not _opens(cipher, text)), total + 1
    return {place: count for place, count in counts.items() if count[0]}


def _opens(cipher: MultiFernet, text: str) -> bool:
    try:
        cipher.decrypt(text.encode())
    except InvalidToken:
        return False
    return True


def _stored() -> Iterator[tuple[str, str]]:
    """Yield (TABLE.COLUMN, encrypted text) of each value, as stored."""
    tables = set(connection.introspection.table_names())
    for table, names in columns().items():
        if table in tables:
            for row in _rows(table, names):
                yield from ((f"{table}.{name}", text) for name, text in zip(names, row, strict=True) if text)
    if FACTORS in tables:
        for (data,) in _rows(FACTORS, ["data"]):
            values = json.loads(data) if isinstance(data, str) else data
            yield from ((f"{FACTORS}.{name}", values[name]) for name in FACTOR_SECRETS if values.get(name))


def _rows(table: str, names: list[str]) -> Iterator[tuple[str, ...]]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        # The names of tables and columns come from our own models.
        cursor.execute(f"SELECT {', '.join(map(quote, names))} FROM {quote(table)}")  # noqa: S608
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
