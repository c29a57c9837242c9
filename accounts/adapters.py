"""What allauth does our way: its hooks for sign-in and second factors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import log, sealing, throttle
from accounts.fresh import has_second_factor, is_fresh
from accounts.models import Switch, SwitchName, User

KIND = "accounts.user"
# allauth tells its adapter of these by the name of the letter it would send; we send none and write the log.
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
    """Log a refused sign-in. The name typed is not kept: it may be a passphrase typed into the wrong box."""
    log.write(action="sign-in refused", kind=KIND, key=user.pk if user else None, note=note)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in: closed to newcomers, throttled, logged."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation only."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; refuse when there were too many.

        Raises:
            ValidationError: too many tries from this address or for this account.
        """
        key = throttle.login_key(request, credentials.get("username", ""))
        usage = ratelimit.consume(request, app="allauth.account", action="login_failed", key=key)
        self._login_failed_rl_usage = usage  # taken back by `authenticate` when the passphrase is right
        if not usage:
            if throttle.is_first_notice(key):
                log_refusal(None, "too many tries")
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a wrong passphrase or an unknown name."""
        log_refusal(User.objects.filter(username__iexact=credentials.get("username", "")).first(), "name or passphrase")

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse a disabled account, a demonstration account outside demonstration mode, and all but one under lock."""
        barred = user.is_demonstration and not settings.DEMO
        locked = Switch.objects.filter(name=SwitchName.LOCK, on=True).exclude(keeper=user).exists()
        if barred or locked or not user.is_active:
            log_refusal(user, "locked" if locked else "not open")
            return redirect("account_inactive")
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Log the sign-in with the means used, and mark the browser for the throttle."""
        means = [record["method"] for record in get_authentication_records(request, user)]
        log.write(action="signed in", by=user, kind=KIND, key=user.pk, note=", ".join(means))
        response = super().post_login(request, user, **kwargs)
        throttle.mark_browser(response, user.username)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Log the sign-out."""
        user = request.user
        super().logout(request)
        log.write(action="signed out", by=user, kind=KIND, key=user.pk)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the passphrase of somebody signed in; a wrong one is logged."""
        right = super().reauthenticate(user, password)
        if not right:
            log_refusal(user, "confirmation")
        return right

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Who has a second factor confirms with it; the passphrase alone is not enough then."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and has_second_factor(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """One meaning of "fresh" everywhere: ours."""
        return not is_fresh(context.request)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Send nothing; log the change, and let a session that has just enrolled a factor count as confirmed by it."""
        if action := EVENTS.get(template_prefix):
            log.write(action=action, by=user, kind=KIND, key=user.pk)
        if template_prefix in ENROLLED:
            record_authentication(context.request, user, method="mfa", reauthenticated=True)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets encrypted, the last one not removable."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a stored secret."""
        return sealing.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last app or passkey cannot be removed: add the new one first."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_totp_issuer(self) -> str:
        """What the app on the phone shows: it must not say what the person works on."""
        return settings.ACCOUNTS_TOTP_ISSUER

    def _get_site_name(self) -> str:
        return settings.ACCOUNTS_TOTP_ISSUER


ERRORS = {
    "username_password_mismatch": _("The name and the passphrase do not match, or there is no such account."),
    "too_many_login_attempts": _("Too many tries. Please wait half an hour, or use a passkey."),
}
AccountAdapter.error_messages = DefaultAccountAdapter.error_messages | ERRORS
MFAAdapter.error_messages = DefaultMFAAdapter.error_messages | {
    "cannot_delete_authenticator": _("This is your last second factor: add another one before you remove it.")
}


def log_wrong_code(user: User, error: ValidationError) -> None:
    """Log a second factor that was refused."""
    log_refusal(user, f"second factor: {error.code or 'refused'}")
