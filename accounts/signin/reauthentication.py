"""Re-authentication: required shortly before approving, publishing an edition or changing an account.

Fresh means: within the last 15 minutes this session was confirmed with a second factor, at sign-in or since. Accounts
without one (demonstration accounts and people about to enrol) confirm with their passphrase.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from accounts.models import User

LIFETIME = 15 * 60  # seconds
CLOCK_PLAY = 60  # seconds
MOMENT_OF_NOTICE = _("Confirm it's you. Your form was not saved: send it again afterwards.")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class NotFresh(Exception):
    """Raised if the session must be confirmed; if not caught, opens the confirmation page (`accounts.middleware`)."""


def has_second_factor(user: User) -> bool:
    """Whether the account has enrolled an authenticator app or a passkey; recovery codes alone do not count."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def confirmed_at(request: HttpRequest, method: str) -> float:
    """Return when this session last confirmed by `method` ("password" or "mfa"), in seconds since 1970; 0 for never."""
    records = get_authentication_records(request, request.user)
    return max((float(record["at"]) for record in records if record.get("method") == method), default=0.0)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the last confirmation is at most 15 minutes old."""
    if not request.user.is_authenticated:
        return False
    method = "mfa" if has_second_factor(request.user) else "password"
    age = time.time() - confirmed_at(request, method)
    # Setting the clock back must not extend a confirmation.
    return -CLOCK_PLAY < age < LIFETIME


def check_is_fresh(request: HttpRequest) -> None:
    """Check that the session is fresh.

    Raises:
        NotFresh: it is not; do not catch it in a view.
    """
    if not is_fresh(request):
        raise NotFresh


def requires_fresh(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view `(request, ...)` to redirect to the confirmation page first if the session is not fresh."""

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_is_fresh(request)
        return view(request, *args, **kwargs)

    return confirmed
