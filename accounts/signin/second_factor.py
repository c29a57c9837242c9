"""Forms of the second factor: allauth's, with rejections logged and each code accepted once."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as StockActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from accounts.signin.adapters import log_wrong_code


class ActivateTOTPForm(StockActivateTOTPForm):
    """Enrolment of an app; the code entered while enrolling cannot be used again to sign in."""

    def clean_code(self) -> str:
        """Check the code and mark it used."""
        code = super().clean_code()
        app = Authenticator(
            user=self.user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(self.secret)}
        )
        app.wrap().validate_code(code)  # the library marks a valid code as used
        return code


class LoggedCode(forms.Form):
    """Mixin that logs a rejected code."""

    def clean_code(self) -> str:
        """Check the code."""
        try:
            return super().clean_code()  # type: ignore[misc]
        except forms.ValidationError as error:
            log_wrong_code(self.user, error)  # type: ignore[attr-defined]
            raise


class AuthenticateForm(LoggedCode, codes.AuthenticateForm):
    """Code at sign-in."""


class ReauthenticateForm(LoggedCode, codes.ReauthenticateForm):
    """Code at re-authentication."""


class LoggedPasskey(forms.Form):
    """Mixin that logs a rejected passkey."""

    def clean_credential(self) -> Authenticator:
        """Check the response of the passkey."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as error:
            if self.user is not None:  # type: ignore[attr-defined]
                log_wrong_code(self.user, error)  # type: ignore[attr-defined]
            raise


class AuthenticateWebAuthnForm(LoggedPasskey, passkeys.AuthenticateWebAuthnForm):
    """Passkey at sign-in."""


class ReauthenticateWebAuthnForm(LoggedPasskey, passkeys.ReauthenticateWebAuthnForm):
    """Passkey at re-authentication."""


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
        label=_("Repeat passphrase"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Check that both entries are equal."""
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") != cleaned.get("again"):
            self.add_error("again", _("The passphrases do not match. Type both again."))
        return cleaned
