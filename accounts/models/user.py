"""An account of a member of staff."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refused

NEVER_DELETED = _("Accounts are never deleted, because the log names them: disable the account instead.")


def new_stamp() -> str:
    """A random text that every session of an account is bound to."""
    return secrets.token_urlsafe(16)


class UserQuerySet(models.QuerySet["User"]):
    """Accounts; refuses deletion in bulk as `User.delete` does."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Refused: always.
        """
        raise Refused(NEVER_DELETED)


class AccountManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's manager of users over our queryset."""

    use_in_migrations = False


class User(AbstractUser):
    """Somebody who may sign in.

    The name shown to colleagues is `display_name`; the name typed at sign-in is `username`. Neither ever leaves the
    private site. Accounts are disabled (`is_active`), never deleted: log and decisions point at them.
    """

    first_name = None  # type: ignore[assignment] # Django's way to leave out an inherited field
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Not needed: nothing is ever sent to it by itself."))
    display_name = models.CharField(_("name shown to colleagues"), max_length=120, blank=True)
    is_demonstration = models.BooleanField(
        _("demonstration account"),
        default=False,
        editable=False,
        help_text=_("Made by demo_accounts; can sign in only while demonstration mode is on."),
    )
    language = models.CharField(_("language"), max_length=8, blank=True, editable=False)
    session_stamp = models.CharField(max_length=32, default=new_stamp, editable=False)
    disabled_at = models.DateTimeField(_("disabled at"), null=True, blank=True, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("username",)
        permissions = (
            ("manage_accounts", "May invite, give roles to, reset and disable accounts"),
            ("throw_switch", "May throw the emergency switches"),
        )

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """The name shown to colleagues."""
        return str(self)

    def get_short_name(self) -> str:
        """The name shown to colleagues."""
        return str(self)

    def end_sessions(self) -> None:
        """Make every session of this account invalid at its next request. The caller saves `session_stamp`."""
        self.session_stamp = new_stamp()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Refused: always.
        """
        raise Refused(NEVER_DELETED)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares this with what the session holds at every request; with the stamp in it, one write of the
        # account ends all its sessions, whichever process serves them.
        value = f"{self.password}:{self.session_stamp}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()
