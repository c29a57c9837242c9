"""Slowing down those who guess passphrases, without shutting a colleague out.

Tries are counted per address and per account. A browser that has signed in to an account before carries a signed mark
and is counted by itself: strangers who use up the tries of an account do not use up those of its owner at the owner's
computer. (OWASP, "Slow Down Online Guessing Attacks with Device Cookies".)
"""

import secrets

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

COOKIE = "__Host-known" if settings.PRODUCTION else "known"
SALT = "accounts.throttle"
MAX_AGE = 180 * 24 * 3600  # seconds


def login_key(request: HttpRequest, username: str) -> str:
    """What tries for `username` from this browser are counted under."""
    name = username.strip().lower()
    try:
        owner, mark = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return f"stranger:{name}"
    return f"known:{name}:{mark}" if owner == name else f"stranger:{name}"


def mark_browser(response: HttpResponseBase, username: str) -> None:
    """Let the browser carry the mark of a successful sign-in; it opens nothing."""
    value = signing.dumps([username.lower(), secrets.token_hex(8)], salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=MAX_AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax", path="/"
    )


def is_first_notice(key: str) -> bool:
    """Whether a refusal for too many tries under `key` was not logged yet in the last half hour: a flood is one
    entry.
    """
    return cache.add(f"accounts.throttled:{secrets_free(key)}", True, timeout=1800)


def secrets_free(key: str) -> str:
    """A cache key that holds no name: somebody may have typed a passphrase where the name belongs."""
    return signing.Signer(salt=SALT).signature(key)
