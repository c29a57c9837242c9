"""Addresses of the admin with encrypted private keys, so that they do not reveal how many records there are.

Serial keys have gaps where a record is hidden from the reader. `reverse("admin:cases_person_change", args=[person.pk])`
writes an encrypted key and the view receives the private key again, so views and templates need not handle it. The key
is encrypted as one block of AES, with a cipher key derived from SECRET_KEY; half of the block is zeros, so that only
addresses written here are valid. Addresses change with SECRET_KEY; those of SECRET_KEY_FALLBACKS are still read.
"""

import base64
import binascii
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.urls import register_converter
from django.urls.converters import get_converters
from django.utils.crypto import salted_hmac

ZEROS = bytes(8)
PATTERN = "[a-z2-7]{26}"
PLACEHOLDER = "__fk__"
"""In the address beside a choice of a form: the page fills in the value of what is chosen, which is the same encrypted key."""


@lru_cache(maxsize=256)
def _cipher(label: str, secret: str) -> Cipher:
    key = salted_hmac("accounts.admin_addresses", label, secret=secret, algorithm="sha256").digest()
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - one block, used as a permutation of keys


def encrypted_key(label: str, key: int) -> str:
    """Encrypt the private key of a record of the kind `label` for its address."""
    encryptor = _cipher(label, settings.SECRET_KEY).encryptor()
    block = encryptor.update(ZEROS + key.to_bytes(8, "big")) + encryptor.finalize()
    return base64.b32encode(block).decode("ascii").rstrip("=").lower()


def read_key(label: str, text: str) -> int | None:
    """Return the private key that `text` names; None if no record of this kind ever had that name."""
    try:
        block = base64.b32decode(f"{text.upper()}======")
    except (binascii.Error, ValueError):
        return None
    if len(block) != 2 * len(ZEROS) or not text.isascii():
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        decryptor = _cipher(label, secret).decryptor()
        plaintext = decryptor.update(block) + decryptor.finalize()
        if plaintext.startswith(ZEROS):
            return int.from_bytes(plaintext[len(ZEROS) :], "big")
    return None


class EncryptedKey:
    """Path converter for private keys; one subclass per kind, since equal keys of two kinds must not look alike."""

    regex = PATTERN
    label = ""
    as_text = False

    def to_python(self, value: str) -> int | str:
        """Return the private key; raise ValueError, which means "no such page", for anything else."""
        key = read_key(self.label, value)
        if key is None:
            raise ValueError
        return str(key) if self.as_text else key

    def to_url(self, value: Any) -> str:
        """Return the encrypted key."""
        return encrypted_key(self.label, int(value))


class EncryptedObjectId(EncryptedKey):
    """For the stock pages of a record, which call the key a text and are also reached from choices in forms."""

    regex = f"{PATTERN}|{PLACEHOLDER}"
    as_text = True

    def to_url(self, value: Any) -> str:
        """As above; the placeholder of a choice stays one."""
        return PLACEHOLDER if value == PLACEHOLDER else super().to_url(value)


def key_in(label: str, name: str = "pk") -> str:
    """Return the part of a route for the private key of a record: path(f"{key_in("cases.merge")}/", ...)."""
    return f"<{_registered(label, EncryptedKey)}:{name}>"


def object_id_in(label: str) -> str:
    """The same for Django's own pages of a record."""
    return f"<{_registered(label, EncryptedObjectId)}:object_id>"


def _registered(label: str, base: type[EncryptedKey]) -> str:
    name = "_".join(["key", *label.split("."), *(["text"] if base.as_text else [])])
    if name not in get_converters():
        register_converter(type("Key", (base,), {"label": label}), name)
    return name
