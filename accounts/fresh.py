"""Fresh confirmation: whoever approves, brings out an edition or changes an account has just shown that it is them.

Fresh means: within the last 15 minutes this session was confirmed with a second factor, at sign-in or since. Accounts
without one, which are demonstration accounts and people about to enrol, confirm with their passphrase.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from accounts.models import User

LIFETIME = 15 * 60  # seconds
CLOCK_PLAY = 60  # seconds
MOMENT_OF_NOTICE = _("Please confirm that it is you, then go on. A form sent just now was not taken: send it again.")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class NotFresh(Exception):
    """The session needs a fresh confirmation. Left uncaught, it leads to the confirmation page (`accounts.gate`)."""


def has_second_factor(user: User) -> bool:
    """Whether the account has enrolled an authenticator app or a passkey; recovery codes alone do not count."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def confirmed_at(request: HttpRequest, method: str) -> float:
    """When this session last showed `method` ("password" or "mfa"), in seconds since 1970; 0 for never."""
    records = get_authentication_records(request, request.user)
    return max((float(record["at"]) for record in records if record.get("method") == method), default=0.0)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the last confirmation is at most 15 minutes old."""
    if not request.user.is_authenticated:
        return False
    method = "mfa" if has_second_factor(request.user) else "password"
    age = time.time() - confirmed_at(request, method)
    # A clock that was set back must not stretch a confirmation.
    return -CLOCK_PLAY < age < LIFETIME


def check_is_fresh(request: HttpRequest) -> None:
    """Go on only when the session is fresh.

    Raises:
        NotFresh: it is not; do not catch it in a view.
    """
    if not is_fresh(request):
        raise NotFresh


def requires_fresh(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view `(request, ...)` so that it leads to the confirmation page first when the session is not
    fresh.
    """

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_is_fresh(request)
        return view(request, *args, **kwargs)

    return confirmed
