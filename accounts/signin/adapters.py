"""Adapters of allauth for sign-in and second factors."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import encryption
from accounts.audit import log
from accounts.models import Switch, SwitchName, User
from accounts.sessions import begin_session, forget_ended
from accounts.signin import throttle
from accounts.signin.reauthentication import has_second_factor, is_fresh

KIND = "accounts.user"
# allauth passes its adapter the name of the e-mail it would send; we send none and write the log instead.
EVENTS = {
    "mfa/email/totp_activated": "authenticator app enrolled",
    "mfa/email/totp_deactivated": "authenticator app removed",
    "mfa/email/webauthn_added": "passkey enrolled",
    "mfa/email/webauthn_removed": "passkey removed",
    "mfa/email/recovery_codes_generated": "recovery codes made anew",
    "account/email/password_changed": "passphrase changed",
}
ENROLLED = {"mfa/email/totp_activated", "mfa/email/webauthn_added"}


def log_refusal(user: User | None, note: str) -> None:
    """Log a refused sign-in. The typed name is not stored: it may be a passphrase typed into the wrong box."""
    log.write(action="sign-in refused", kind=KIND, key=user.pk if user else None, note=note)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in: no sign-up, throttled, logged."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are created by invitation only."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; refuse if there were too many.

        Raises:
            ValidationError: too many attempts from this address or for this account.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            if throttle.is_first_notice(self._get_login_attempts_cache_key(request, **credentials)):
                log_refusal(None, "too many tries")
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Key to count attempts under. allauth would use the name alone, so a stranger could lock its owner out."""
        return throttle.login_key(request, credentials.get("username", ""))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a wrong passphrase or an unknown name."""
        log_refusal(User.objects.named(credentials.get("username", "")), "name or passphrase")

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse disabled accounts, demonstration accounts outside demonstration mode, and under lock all but one."""
        is_barred = user.is_demonstration and not settings.DEMO
        locked = Switch.objects.filter(name=SwitchName.LOCK, on=True).exclude(keeper=user).exists()
        if is_barred or locked or not user.is_active:
            log_refusal(user, "locked" if locked else "not open")
            return redirect("account_inactive")
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Log the sign-in with the methods used, and mark the browser for the throttle."""
        methods = [record["method"] for record in get_authentication_records(request, user)]
        log.write(action="signed in", by=user, kind=KIND, key=user.pk, note=", ".join(methods))
        response = super().post_login(request, user, **kwargs)
        begin_session(request)
        forget_ended(user)
        throttle.mark_browser(response, user.username)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Log the sign-out."""
        user = request.user
        super().logout(request)
        log.write(action="signed out", by=user, kind=KIND, key=user.pk)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the passphrase of a signed-in user; log a wrong one."""
        right = super().reauthenticate(user, password)
        if not right:
            log_refusal(user, "confirmation")
        return right

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Require the second factor of users who have one; their passphrase alone is not enough."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and has_second_factor(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Use our own definition of a fresh session everywhere."""
        return not is_fresh(context.request)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Send nothing; log the change, and let a session that just enrolled a factor count as confirmed by it."""
        if action := EVENTS.get(template_prefix):
            log.write(action=action, by=user, kind=KIND, key=user.pk)
        if template_prefix in ENROLLED:
            request = context.request
            confirmed = {"method": "mfa", "at": time.time(), "reauthenticated": True}
            records = get_authentication_records(request, user)
            request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*records, confirmed]


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets are encrypted, the last factor cannot be removed."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return encryption.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a stored secret."""
        return encryption.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another app or passkey remains: the last one cannot be removed, a new one must be added first."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_totp_issuer(self) -> str:
        """Label shown by the app on the phone: it must not reveal what the person works on."""
        return settings.ACCOUNTS_TOTP_ISSUER

    def _get_site_name(self) -> str:
        return settings.ACCOUNTS_TOTP_ISSUER


ERRORS = {
    "username_password_mismatch": _("The username and passphrase do not match."),
    "too_many_login_attempts": _("Too many attempts. Wait half an hour, or use a passkey."),
}
AccountAdapter.error_messages = DefaultAccountAdapter.error_messages | ERRORS
MFAAdapter.error_messages = DefaultMFAAdapter.error_messages | {
    "cannot_delete_authenticator": _("This is your only second factor. Add another one before you remove it.")
}


def log_wrong_code(user: User, error: ValidationError) -> None:
    """Log a rejected second factor."""
    log_refusal(user, f"second factor: {error.code or 'refused'}")
