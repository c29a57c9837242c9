"""Middleware with the access rules of the private site: time limits, lock, second factor, freeze, re-authentication."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import one_time_keys
from accounts.audit import log
from accounts.models import Switch, SwitchName
from accounts.one_time_keys import SENT_BEFORE, AlreadySent
from accounts.posted_fields import NamesOnly, check_few_fields, has_fields
from accounts.request_user import user_of
from accounts.sessions import SEEN, STARTED, note_if_free
from accounts.signin import resubmit
from accounts.signin.reauthentication import MOMENT_OF_NOTICE, NotFresh, confirmed_at, has_second_factor
from accounts.signin.resubmit import OWN_PAGES, confirmation_address, sign_in_address
from accounts.switches import FROZEN, is_on

IDLE = 30 * 60  # seconds without a request
ABSOLUTE = 12 * 3600  # seconds from sign-in
NOTED_EVERY = 60  # seconds: updating the session at every request would cost a write for every read
# Updated only if nobody else is writing at that moment: reading does not wait for it, the next request tries again.
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class Gate:
    """Middleware, placed after authentication, messages and allauth's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer instead of the view if the request may not pass."""
        return self._refuse(request) or self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """During a freeze refuse changes, except those of accounts and those that unpublish something.

        The latter are listed in settings.ACCOUNTS_OPEN_WHILE_FROZEN; the functions behind those pages refuse everything
        else.
        """
        if (
            request.method in SAFE_METHODS
            or request.path_info.startswith(OWN_PAGES)
            or not request.user.is_authenticated
        ):
            return None
        match = request.resolver_match
        view_name = match.view_name if match is not None else ""
        if view_name in settings.ACCOUNTS_OPEN_WHILE_FROZEN or self._is_emergency(request):
            return None
        if not is_on(SwitchName.FREEZE):
            return None
        context = {"sentence": FROZEN, "kept": resubmit.keep(request)}
        return render(request, "accounts/refused.html", context, status=403)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Redirect a session that is not fresh to the confirmation page and back; its form is saved and restored.

        A form that was submitted before is redirected to its result.
        """
        if isinstance(exception, AlreadySent):
            messages.info(request, SENT_BEFORE)
            return redirect(exception.address)
        if not isinstance(exception, NotFresh):
            return None
        if address := resubmit.keep(request):
            return redirect(confirmation_address(request, then=address))
        if request.method != "GET":
            messages.warning(request, MOMENT_OF_NOTICE)
        return redirect(confirmation_address(request, then=request.get_full_path()))

    def _refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        if not request.user.is_authenticated:
            return self._keep_of_nobody(request)
        switches = {switch.name: switch for switch in Switch.objects.filter(on=True)}
        if reason := self._why_to_end(request, switches.get(SwitchName.LOCK)):
            return self._end(request, reason)
        if request.path_info.startswith(OWN_PAGES):  # reachable before the second factor is confirmed
            return None
        if not self._has_shown_factor(request):
            return redirect("mfa_index")
        return None

    def _why_to_end(self, request: HttpRequest, lock: Switch | None) -> str:
        if lock is not None and lock.keeper_id != request.user.pk:
            return "locked"
        if user_of(request).is_demonstration and not settings.DEMO:
            return "demonstration mode is off"
        return "" if self._is_in_time(request) else "too long idle or signed in"

    def _end(self, request: HttpRequest, why: str) -> HttpResponse:
        user = request.user
        address = resubmit.keep(request) if resubmit.owner_of(request) == user.pk else ""
        logout(request)
        log.write(action="session ended", by=user, kind="accounts.user", key=user.pk, note=why)
        return redirect(sign_in_address(then=address))

    def _keep_of_nobody(self, request: HttpRequest) -> HttpResponseBase | None:
        """Save a form whose session has ended, before anything else checks the user.

        Its files are discarded as they arrive, and a body that is not such a form may have only few fields.
        """
        if request.method != "POST" or request.path_info.startswith(OWN_PAGES):
            check_few_fields(request)
            return None
        request.upload_handlers = [NamesOnly(request)]
        if has_fields(request) and not one_time_keys.is_in(request.body):
            check_few_fields(request)
        address = resubmit.keep(request)
        return redirect(sign_in_address(then=address)) if address else None

    def _is_in_time(self, request: HttpRequest) -> bool:
        now = time.time()
        started = request.session.setdefault(STARTED, now)
        seen = request.session.setdefault(SEEN, now)
        if now - started > ABSOLUTE or now - seen > IDLE:
            return False
        if abs(now - seen) > NOTED_EVERY:
            note_if_free(request.session, SEEN, now)
        return True

    def _has_shown_factor(self, request: HttpRequest) -> bool:
        if confirmed_at(request, "mfa"):
            return True
        user = user_of(request)
        return settings.DEMO and user.is_demonstration and not has_second_factor(user)

    def _is_emergency(self, request: HttpRequest) -> bool:
        # Accounts can be disabled and switches turned off during a freeze.
        return request.path_info.startswith(reverse("admin:app_list", args=("accounts",)))
