"""Forms of the second factor: allauth's, with refusals logged and each code taken once."""

from typing import Any

from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as StockActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from accounts.adapters import log_wrong_code


class ActivateTOTPForm(StockActivateTOTPForm):
    """Enrolling an app; the code shown while enrolling cannot be used again to sign in."""

    def clean_code(self) -> str:
        """Check the code and mark it used."""
        code = super().clean_code()
        TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code


class LoggedCode(forms.Form):
    """Logs a refused code."""

    def clean_code(self) -> str:
        """Check the code."""
        try:
            return super().clean_code()  # type: ignore[misc]
        except forms.ValidationError as error:
            log_wrong_code(self.user, error)  # type: ignore[attr-defined]
            raise


class AuthenticateForm(LoggedCode, codes.AuthenticateForm):
    """The code at sign-in."""


class ReauthenticateForm(LoggedCode, codes.ReauthenticateForm):
    """The code at a fresh confirmation."""


class LoggedPasskey(forms.Form):
    """Logs a refused passkey."""

    def clean_credential(self) -> Authenticator:
        """Check the answer of the passkey."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as error:
            if self.user is not None:  # type: ignore[attr-defined]
                log_wrong_code(self.user, error)  # type: ignore[attr-defined]
            raise


class AuthenticateWebAuthnForm(LoggedPasskey, passkeys.AuthenticateWebAuthnForm):
    """The passkey at sign-in."""


class ReauthenticateWebAuthnForm(LoggedPasskey, passkeys.ReauthenticateWebAuthnForm):
    """The passkey at a fresh confirmation."""


class PassphraseForm(forms.Form):
    """A new passphrase, typed twice."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        help_text=password_validators_help_text_html,
    )
    again = forms.CharField(
        label=_("The same again"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") != cleaned.get("again"):
            self.add_error("again", _("The two passphrases are not the same."))
        return cleaned
