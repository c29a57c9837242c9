"""Encrypting short secrets with keys that are not in the database."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refused


def _cipher() -> MultiFernet:
    # The first key encrypts, all decrypt: a new key is put in front and the old one kept until everything is written
    # anew.
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def seal(text: str) -> str:
    """Encrypt a text; the result is ASCII."""
    return _cipher().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made.

    Raises:
        Refused: none of settings.FIELD_KEYS fits.
    """
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Refused(_("A stored secret cannot be read: the key it was encrypted with is missing.")) from error
