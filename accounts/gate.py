"""The gate every request of the private site passes: time limits, lock, second factor, freeze, fresh confirmation."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import log
from accounts.fresh import MOMENT_OF_NOTICE, NotFresh, confirmed_at, has_second_factor
from accounts.models import Switch, SwitchName
from accounts.sending_again import OWN_PAGES, confirmation_address, may_be_sent_again, to_be_sent_again
from accounts.signed_in import user_of
from accounts.switches import FROZEN

IDLE = 30 * 60  # seconds without a request
ABSOLUTE = 12 * 3600  # seconds from sign-in
NOTED_EVERY = 60  # seconds: writing the session at every request would be a write for every read
STARTED, SEEN = "accounts.started", "accounts.seen"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class Gate:
    """Middleware; stands after authentication, messages and allauth's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the view's place when the request may not pass."""
        return self._refuse(request) or self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Lead a session that is not fresh to the confirmation page and back; a form comes back to be sent again."""
        if not isinstance(exception, NotFresh):
            return None
        if may_be_sent_again(request):
            return to_be_sent_again(request)
        if request.method != "GET":
            messages.warning(request, MOMENT_OF_NOTICE)
        return redirect(confirmation_address(request, then=request.get_full_path()))

    def _refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        if not request.user.is_authenticated:
            return None
        on = {switch.name: switch for switch in Switch.objects.filter(on=True)}
        if why := self._why_to_end(request, on.get(SwitchName.LOCK)):
            return self._end(request, why)
        if request.path_info.startswith(OWN_PAGES):  # open before the second factor is shown
            return None
        if not self._has_shown_factor(request):
            return redirect("mfa_index")
        if SwitchName.FREEZE in on and request.method not in SAFE_METHODS and not self._is_emergency(request):
            return render(request, "accounts/refused.html", {"sentence": FROZEN}, status=403)
        return None

    def _why_to_end(self, request: HttpRequest, lock: Switch | None) -> str:
        if lock is not None and lock.keeper_id != request.user.pk:
            return "locked"
        if user_of(request).is_demonstration and not settings.DEMO:
            return "demonstration mode is off"
        return "" if self._is_in_time(request) else "too long idle or signed in"

    def _end(self, request: HttpRequest, why: str) -> HttpResponse:
        user = request.user
        logout(request)
        log.write(action="session ended", by=user, kind="accounts.user", key=user.pk, note=why)
        return redirect("account_login")

    def _is_in_time(self, request: HttpRequest) -> bool:
        now = time.time()
        started = request.session.setdefault(STARTED, now)
        seen = request.session.setdefault(SEEN, now)
        if now - started > ABSOLUTE or now - seen > IDLE:
            return False
        if abs(now - seen) > NOTED_EVERY:
            request.session[SEEN] = now
        return True

    def _has_shown_factor(self, request: HttpRequest) -> bool:
        if confirmed_at(request, "mfa"):
            return True
        user = user_of(request)
        return settings.DEMO and user.is_demonstration and not has_second_factor(user)

    def _is_emergency(self, request: HttpRequest) -> bool:
        # Accounts can be disabled and switches lifted while everything else is frozen.
        return request.path_info.startswith(reverse("admin:app_list", args=("accounts",)))
