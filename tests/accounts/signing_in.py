"""Signed-in clients for tests of every package."""

import base64
import hmac
import time
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.test import Client

from accounts import clearances, one_time_keys
from accounts.models import Clearance, User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSPHRASE = "plum tree under eleven lamps"


def make_user(username: str, *permissions: str, **fields: object) -> User:
    """An account with an authenticator app and the permissions named ("app.codename")."""
    user = User(username=username, is_staff=True, **fields)
    user.set_password(PASSPHRASE)
    user.save()
    for name in permissions:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    enrol(user)
    return cleared(user)


def cleared(user: User) -> User:
    """Let an account that holds the permission to approve do so, as one that has been here for long."""
    if clearances.is_approver(user) and clearances.open_clearance(user) is None:
        long_ago = datetime(2000, 1, 1, tzinfo=UTC)  # before any clock that a test sets
        Clearance.objects.create(user=user, requested_at=long_ago, consented_at=long_ago, effective_at=long_ago)
    return user


def enrol(user: User) -> None:
    """Give an account an authenticator app with the key SECRET."""
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )


def code(secret: str = SECRET) -> str:
    """What the app with this key shows now (RFC 6238: six digits, SHA-1, 30 seconds)."""
    digest = hmac.digest(base64.b32decode(secret), (int(time.time()) // 30).to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


class KeyedClient(Client):
    """A client whose forms bear one-time keys, as those on our pages do."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user

    def post(self, path: str, data: Any = None, *args: Any, **options: Any) -> Any:
        """Post a form, with a key of its own unless it has one."""
        if data is None or isinstance(data, dict):
            data = {one_time_keys.FIELD: one_time_keys.issue(self.user), **(data or {})}
        return super().post(path, data, *args, **options)


def sign_in(user: User, *, age: float = 0) -> Client:
    """A client signed in as `user` whose second factor was shown `age` seconds ago; walks through no page."""
    client = KeyedClient(user)
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - age}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
