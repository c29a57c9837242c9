"""The key that signs editions: a file in minisign's own format, so that minisign can sign with it too.

It never lies in the database. With a passphrase, its secret part is encrypted with a key that scrypt derives (128 MB of memory
for each guess); without one, whoever reads the file can sign.
"""

import base64
import binascii
import hashlib
import os
import secrets
import stat
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cases.public_site.editions import minisign
from cases.public_site.editions.minisign import ALGORITHM, UNTRUSTED, PublicKey, Signature

ENCRYPTED, PLAIN = b"Sc", b"\0\0"  # how the secret part is kept
CHECKSUM = b"B2"
OPERATIONS, MEMORY = 2**22, 2**27  # limits in the terms of libsodium
MOST_MEMORY = 2**31
SECRET = 104  # bytes: name 8, secret key 64, checksum 32
WHOLE = 2 + 2 + 2 + 32 + 8 + 8 + SECRET


class KeyUnusable(Exception):
    """Raised if a signing key cannot be made or used; the text is a sentence."""


class SigningKey(NamedTuple):
    """A secret key of 32 bytes, and the eight bytes that name it in signatures."""

    name: bytes
    seed: bytes

    def public(self) -> PublicKey:
        """The public key that belongs to it."""
        return PublicKey(self.name, _public_bytes(self.seed))

    def sign(self, content: bytes, comment: str) -> Signature:
        """Sign bytes and a comment. The same key, bytes and comment give the same signature."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        signature = private.sign(minisign.digest(content))
        return Signature(minisign.PREHASHED, self.name, signature, comment, private.sign(signature + comment.encode()))


def make(file: Path, passphrase: str) -> SigningKey:
    """Make a key and write it to `file` (mode 600) and its public part beside it; an empty passphrase leaves it unencrypted.

    Raises:
        KeyUnusable: there is a file already, or it cannot be written.
    """
    key = SigningKey(secrets.token_bytes(8), secrets.token_bytes(32))
    text = _written(key, passphrase)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            os.fchmod(descriptor, 0o600)
            opened.write(text)
            opened.flush()
            os.fsync(descriptor)
        public_file(file).write_text(key.public().text(), encoding="ascii")
        public_file(file).chmod(0o644)
    except FileExistsError as error:
        raise KeyUnusable(f"{file} exists already; a key is never replaced.") from error
    except OSError as error:
        raise KeyUnusable(f"The key could not be written: {error.strerror}.") from error
    return key


def public_file(file: Path) -> Path:
    """Where the public part of a key is written."""
    return file.with_name(f"{file.name}.pub")


def is_encrypted(file: Path) -> bool:
    """Whether a passphrase is needed. Raises KeyUnusable: see `load`."""
    return _body(file)[2:4] == ENCRYPTED


def load(file: Path, passphrase: str) -> SigningKey:
    """Read a key.

    Raises:
        KeyUnusable: others can read the file, it is no key of minisign, or the passphrase is wrong.
    """
    body = _body(file)
    salt = body[6:38]
    operations, memory = int.from_bytes(body[38:46], "little"), int.from_bytes(body[46:54], "little")
    secret = body[54:]
    if body[2:4] == ENCRYPTED:
        if memory > MOST_MEMORY or operations > MOST_MEMORY:
            raise KeyUnusable("This key asks for more memory than a signature may take.")
        secret = _mixed(secret, passphrase, salt, operations, memory)
    name, seed, public, checksum = secret[:8], secret[8:40], secret[40:72], secret[72:]
    checksums = {_checksum(name + seed + public)} | (
        {bytes(32)} if body[2:4] == PLAIN else set()
    )  # minisign writes none
    if checksum not in checksums or public != _public_bytes(seed):
        raise KeyUnusable("The passphrase is wrong, or the key is damaged.")
    return SigningKey(name, seed)


def _body(file: Path) -> bytes:
    try:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise KeyUnusable(f"Others can read {file}. Make it yours alone first: chmod 600 {file}")
        lines = file.read_text(encoding="ascii").splitlines()
        body = base64.b64decode(lines[1], validate=True)
    except OSError as error:
        raise KeyUnusable(f"The key cannot be read: {error.strerror}.") from error
    except (IndexError, ValueError, binascii.Error) as error:
        raise KeyUnusable(f"{file} is no signing key.") from error
    if len(body) != WHOLE or body[:2] != ALGORITHM or body[2:4] not in (ENCRYPTED, PLAIN) or body[4:6] != CHECKSUM:
        raise KeyUnusable(f"{file} is no signing key.")
    return body


def _written(key: SigningKey, passphrase: str) -> str:
    secret = key.name + key.seed + _public_bytes(key.seed)
    secret += _checksum(secret)
    if passphrase:
        salt = secrets.token_bytes(32)
        secret = _mixed(secret, passphrase, salt, OPERATIONS, MEMORY)
        how, limits = ENCRYPTED, salt + OPERATIONS.to_bytes(8, "little") + MEMORY.to_bytes(8, "little")
    else:
        how, limits = PLAIN, bytes(32 + 8 + 8)
    body = base64.b64encode(ALGORITHM + how + CHECKSUM + limits + secret).decode()
    return f"{UNTRUSTED}minisign {'encrypted ' if passphrase else ''}secret key\n{body}\n"


def _mixed(secret: bytes, passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    """Encrypt or decrypt the secret part: exclusive or with what scrypt derives from the passphrase."""
    cost, parallel = _scrypt_limits(operations, memory)
    stream = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=cost, r=8, p=parallel, dklen=SECRET, maxmem=cost * 1024 + 2**25
    )
    return bytes(left ^ right for left, right in zip(secret, stream, strict=True))


def _scrypt_limits(operations: int, memory: int) -> tuple[int, int]:
    """N and p of scrypt as libsodium chooses them for these limits, with r = 8."""
    operations = max(operations, 32768)
    if operations < memory // 32:
        most = max(operations // 32, 2)
        return 2 ** (most.bit_length() - 1), 1
    most = max(memory // 1024, 2)
    cost = 2 ** (most.bit_length() - 1)
    return cost, max(min(operations // 4 // cost, 0x3FFFFFFF) // 8, 1)


def _checksum(secret: bytes) -> bytes:
    return hashlib.blake2b(ALGORITHM + secret, digest_size=32).digest()


def _public_bytes(seed: bytes) -> bytes:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)
