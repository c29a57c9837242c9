"""Signed-in clients for tests of every package."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User

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
    return user


def enrol(user: User) -> None:
    """Give an account an authenticator app with the key SECRET."""
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )


def code(secret: str = SECRET) -> str:
    """What the app with this key shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(user: User, *, age: float = 0) -> Client:
    """A client signed in as `user` whose second factor was shown `age` seconds ago; walks through no page."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - age}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
