"""One-time keys of forms: a form submitted twice is processed once, and its second copy redirects to the result.

A key is issued with the page, signed and bound to the account, so it identifies the owner of the form even after the
session has ended. It is claimed in the transaction that does the work: the unique column makes a simultaneous copy wait
and then redirect; if the work fails, the key is released.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import unquote

from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import KeptForm, SentForm, User

SENT_BEFORE = gettext_lazy("You sent this form twice. It was saved once; this is the result.")
FIELD = "form_key"
SALT = "accounts.one_time_key"
VALID_FOR = timedelta(days=30)
LONGEST_ADDRESS = 500  # characters, of the address a form redirects to
NEAR_THE_START = 2000  # bytes of a body
LONGEST = 200  # characters of a signed key
CLAIMED = "claimed_form_key"


class Key(NamedTuple):
    """Key with a valid signature: the account it was issued to, and its random part."""

    user: int
    nonce: str


class AlreadySent(Exception):
    """Raised if a copy of this form was processed. If not caught, it redirects to `address` (`accounts.middleware`)."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__("This form was sent before.")


class Sending:
    """Form that is being processed; it counts as sent once its address is set."""

    def __init__(self) -> None:
        self.address = ""

    def leads_to(self, address: str) -> None:
        """Set the address that a second copy of the form redirects to: the page of the result."""
        self.address = address


def issue(user: User) -> str:
    """Return a new key for a form on a page of `user`."""
    return signing.dumps([user.pk, secrets.token_urlsafe(16)], salt=SALT)


def read(text: str) -> Key | None:
    """Read the key in `text`; None if it was not issued here or is older than VALID_FOR."""
    if not text or len(text) > LONGEST:
        return None
    try:
        user, nonce = signing.loads(text, salt=SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Key(user, nonce)


def is_in(body: bytes) -> bool:
    """Whether a posted body of plain fields has a key where our pages put it; does not parse the body."""
    match = re.search(rb"(?:^|&)form_key=([^&]+)", body[:NEAR_THE_START])
    return match is not None and read(unquote(match[1].decode("ascii", "replace"))) is not None


def own_key(request: HttpRequest) -> Key | None:
    """Return the key of the posted form if it was issued to the signed-in user."""
    key = read(request.POST.get(FIELD, ""))
    return key if key is not None and key.user == request.user.pk else None


def key_for_page(request: HttpRequest) -> str:
    """Return the key for a form to be shown: its own again if it needs corrections, else a new one."""
    if not isinstance(request.user, User):
        return ""
    posted_key = own_key(request) if request.method == "POST" and FIELD in request.POST else None
    if posted_key is None or SentForm.objects.filter(key=posted_key.nonce).exists():
        return issue(request.user)
    return request.POST[FIELD]


@contextmanager
def sending(request: HttpRequest) -> Iterator[Sending]:
    """Process the posted form in one transaction, at most once; inside it, `leads_to` sets the address of the result.

    Without `leads_to` nothing was done, and the form may be sent again. A form without a key is simply processed.
    Nested inside another `sending` of the same request, it becomes part of it.

    Raises:
        AlreadySent: a copy was processed before, or just now; do not catch it in a view.
    """
    key = own_key(request)
    with transaction.atomic():
        if key is None or CLAIMED in vars(request):
            yield Sending()
            return
        _claim(key)
        vars(request)[CLAIMED] = key
        try:
            sent = Sending()
            yield sent
        finally:
            del vars(request)[CLAIMED]
        if sent.address:
            SentForm.objects.filter(key=key.nonce).update(address=sent.address)
            KeptForm.objects.filter(user=key.user, key=key.nonce).delete()
        else:
            SentForm.objects.filter(key=key.nonce).delete()


def check_not_sent(request: HttpRequest) -> None:
    """Check that no copy of the posted form was processed: for views whose checks fail after the first copy.

    Raises:
        AlreadySent: a copy was; do not catch it in a view.
    """
    key = own_key(request) if request.method == "POST" else None
    sent_form = SentForm.objects.filter(key=key.nonce).exclude(address="").first() if key is not None else None
    if sent_form is not None:
        raise AlreadySent(sent_form.address)


def _claim(key: Key) -> None:
    SentForm.objects.filter(user=key.user, at__lt=timezone.now() - VALID_FOR).delete()
    try:
        with transaction.atomic():
            SentForm.objects.create(user_id=key.user, key=key.nonce, address="")
    except IntegrityError:
        raise AlreadySent(SentForm.objects.get(key=key.nonce).address) from None
