"""Django's database sessions, with two differences.

A session that cannot be written because of another writer is distinguished from a deleted one: Django answers 400 to
both. And the time of the last use is written only if no lock has to be waited for, so that reading continues.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import OperationalError, connections, router
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.models import User

STARTED, SEEN = "accounts.started", "accounts.seen"
"""Time of sign-in, and of the last request that could be recorded; seconds since 1970."""


class SessionStore(DatabaseSessions):
    """Session store over Django's model."""

    def save(self, must_create: bool = False) -> None:
        """Write the session.

        Raises:
            UpdateError: the session was deleted, signed out elsewhere.
                OperationalError: the database is busy; this passes, and is answered with 503.
        """
        try:
            super().save(must_create)
        except UpdateError as gone:
            if isinstance(gone.__context__, OperationalError):
                raise gone.__context__ from gone.__context__.__cause__
            raise


def begin_session(request: HttpRequest) -> None:
    """Record the start of the session: at sign-in, which writes it anyway."""
    request.session[STARTED] = request.session[SEEN] = time.time()


def is_open(session: UserSession, user: User) -> bool:
    """Whether a listed session of `user` is still valid: it exists, and was not ended everywhere. Only reads."""
    data = SessionStore(session.session_key).load()
    return constant_time_compare(data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


def forget_ended(user: User) -> None:
    """Delete the list entries of ended sessions: at sign-in, since the page that lists them only reads."""
    for session in UserSession.objects.filter(user=user):
        if not session.exists():
            session.delete()


def note_if_free(session: Any, key: str, value: Any) -> None:
    """Set `key` of a session and save it at once; keep the old value if another writer holds the lock.

    A session that is changed anyway is saved at the end of the request as usual.
    """
    before, changed = session.get(key), session.modified
    session[key] = value
    if changed:
        return
    try:
        with _without_waiting():
            session.save()
    except (OperationalError, UpdateError):
        session[key] = before
    session.modified = False


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Do not wait for a write lock inside this context. PostgreSQL locks rows, and this row has no other writer."""
    connection = connections[router.db_for_write(DatabaseSessions.get_model_class())]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        wait = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {wait:d}")
