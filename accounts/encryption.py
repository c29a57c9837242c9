"""Encryption of short secrets with keys that are not in the database."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.exceptions import Refused


def _cipher() -> MultiFernet:
    # The first key encrypts, all decrypt: a new key goes first, and the old one is kept until everything is
    # re-encrypted.
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def seal(text: str) -> str:
    """Encrypt a text; return ASCII."""
    return _cipher().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Decrypt the output of `seal`.

    Raises:
        Refused: none of settings.FIELD_KEYS fits.
    """
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Refused(_("A stored secret cannot be read: the key it was encrypted with is missing.")) from error
