"""Throttling of attempts to guess passphrases, without locking a colleague out.

Attempts are counted per address and per account. A browser that has signed in to an account before has a signed cookie
and is counted separately: strangers who use up the attempts of an account do not use up those of its owner at the
owner's computer. (OWASP, "Slow Down Online Guessing Attacks with Device Cookies".)
"""

import secrets

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from accounts.usernames import fold

COOKIE = "__Host-known" if settings.PRODUCTION else "known"
SALT = "accounts.signin.throttle"
MAX_AGE = 180 * 24 * 3600  # seconds


def login_key(request: HttpRequest, username: str) -> str:
    """Key under which attempts for `username` from this browser are counted."""
    name = fold(username)
    try:
        owner, mark = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return f"stranger:{name}"
    return f"known:{name}:{mark}" if owner == name else f"stranger:{name}"


def mark_browser(response: HttpResponseBase, username: str) -> None:
    """Set the cookie of a successful sign-in in the browser; it grants no access."""
    value = signing.dumps([fold(username), secrets.token_hex(8)], salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=MAX_AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax", path="/"
    )


def is_first_notice(key: str) -> bool:
    """Whether no refusal for too many attempts under `key` was logged in the last half hour: a flood is one entry."""
    return cache.add(f"accounts.throttled:{secrets_free(key)}", True, timeout=1800)


def secrets_free(key: str) -> str:
    """Return a cache key without the name: a passphrase may have been typed in its place."""
    return signing.Signer(salt=SALT).signature(key)
