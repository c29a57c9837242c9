"""Accounts of members of staff."""

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.exceptions import Refused
from accounts.usernames import LONGEST_SKELETON, fold, skeleton, validate_display_name, validate_username

TAKEN = _("This username is taken or looks like one that is. Choose another.")
NOT_IN_BULK = "Usernames are changed one by one, so that each is checked: use `accounts.administration.rename`."
NEVER_DELETED = _("Accounts cannot be deleted, because the audit log refers to them. Disable the account instead.")


def new_stamp() -> str:
    """Return a random text that all sessions of an account are bound to."""
    return secrets.token_urlsafe(16)


class UserQuerySet(models.QuerySet["User"]):
    """Accounts; refuses in bulk what `User.delete` refuses, and usernames that would bypass the check."""

    def named(self, typed: str) -> "User | None":
        """Find an account by a typed username, ignoring case and width; an exact match comes first.

        None if there is none, or if several accounts that predate the checks of usernames match: each of them is found
        by its exact spelling.
        """
        typed = typed.strip().replace("\x00", "")
        if exact := self.filter(username=typed).first():
            return exact
        typed_skeleton = skeleton(typed)
        candidates = self.filter(Q(skeleton=typed_skeleton) | Q(skeleton__startswith=f"{typed_skeleton}#"))
        matches = [user for user in candidates if fold(user.username) == fold(typed)]
        return matches[0] if len(matches) == 1 else None

    def update(self, **kwargs: Any) -> int:
        """Change columns of many rows, but never a username.

        Raises:
            Refused: a username is among them.
        """
        if kwargs.keys() & {"username", "skeleton"}:
            raise Refused(NOT_IN_BULK)
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Change columns of many rows, but never a username.

        Raises:
            Refused: a username is among them.
        """
        fields = list(fields)
        if {"username", "skeleton"} & set(fields):
            raise Refused(NOT_IN_BULK)
        return super().bulk_update(objs, fields, batch_size)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert many accounts, each with its skeleton."""
        accounts = list(objs)
        for user in accounts:
            user.set_skeleton()
        return super().bulk_create(accounts, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Refused: always.
        """
        raise Refused(NEVER_DELETED)


class AccountManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's manager of users over our queryset."""

    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by a typed username.

        Raises:
            User.DoesNotExist: there is none.
        """
        if (user := self.named(username or "")) is None:
            raise User.DoesNotExist
        return user


class User(AbstractUser):
    """Account of a member of staff.

    The name shown to colleagues is `display_name`; the name typed at sign-in is `username`. Neither ever leaves the
    private site. Accounts are disabled (`is_active`), never deleted: the log and decisions refer to them.
    """

    first_name = None  # type: ignore[assignment] # Django's way to leave out an inherited field
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Optional. The system never sends e-mail."))
    username = models.CharField(
        _("username"), max_length=150, unique=True, validators=[validate_username], error_messages={"unique": TAKEN}
    )
    # What the username looks like: two accounts cannot look alike (accounts.usernames).
    skeleton = models.CharField(
        max_length=LONGEST_SKELETON + 20,
        unique=True,
        editable=False,
        error_messages={"unique": TAKEN},
    )
    display_name = models.CharField(_("display name"), max_length=120, blank=True, validators=[validate_display_name])
    is_demonstration = models.BooleanField(
        _("demonstration account"),
        default=False,
        editable=False,
        help_text=_("Created by the demo_accounts command; can sign in only in demonstration mode."),
    )
    language = models.CharField(_("language"), max_length=8, blank=True, editable=False)
    session_stamp = models.CharField(max_length=32, default=new_stamp, editable=False)
    disabled_at = models.DateTimeField(_("disabled at"), null=True, blank=True, editable=False)

    # When the account became an administrator, or another person may have started to use it; None: before this was
    # recorded.
    administrator_since = models.DateTimeField(_("administrator since"), null=True, blank=True, editable=False)
    # When the account was disabled or stopped being an administrator; such an account still counts
    # (accounts.clearances).
    administrator_until = models.DateTimeField(
        _("administrator until"),
        null=True,
        blank=True,
        editable=False,
    )

    objects: ClassVar[AccountManager] = AccountManager()

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("Accounts")
        ordering = ("username",)
        permissions = (
            ("manage_accounts", "May invite, give roles to, reset and disable accounts"),
            ("throw_switch", "May throw the emergency switches"),
        )

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """Return the name shown to colleagues."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the name shown to colleagues."""
        return str(self)

    def set_skeleton(self) -> None:
        """Compute the skeleton of the username; an account that predates the name checks keeps its own ("...#12")."""
        own_skeleton = skeleton(self.username)
        if self.skeleton not in (own_skeleton, f"{own_skeleton}#{self.pk}"):
            self.skeleton = own_skeleton

    def clean(self) -> None:
        """Compute the skeleton, so that a name that is taken is reported before anything is saved."""
        super().clean()
        self.set_skeleton()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the skeleton is saved with the username."""
        self.set_skeleton()
        if "username" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "skeleton"}
        super().save(*args, **kwargs)

    def end_sessions(self) -> None:
        """Invalidate every session of this account from its next request. The caller saves `session_stamp`."""
        self.session_stamp = new_stamp()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Refused: always.
        """
        raise Refused(NEVER_DELETED)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares this with the session's value at every request; because it includes the stamp, one write to
        # the account ends all its sessions, whichever process serves them.
        value = f"{self.password}:{self.session_stamp}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()
