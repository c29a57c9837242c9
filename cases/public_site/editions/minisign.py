"""Public keys and signatures in the format of minisign (Ed25519), so that `minisign -V` checks what is signed here.

A signature file has four lines: an untrusted comment, the signature of the BLAKE2b digest of the file, a trusted comment, and a
signature of the first signature with the trusted comment. Both are checked.
"""

import base64
import binascii
import hashlib
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALGORITHM = b"Ed"  # of a key, and of a signature of the bytes themselves (older versions)
PREHASHED = b"ED"  # of a signature of their BLAKE2b digest
UNTRUSTED = "untrusted comment: "
TRUSTED = "trusted comment: "


class BadSignature(Exception):
    """Raised if a key or signature cannot be read, or does not match; the text is a sentence."""


class PublicKey(NamedTuple):
    """A public key and the eight bytes that name it in signatures."""

    name: bytes
    key: bytes

    def text(self) -> str:
        """The file that minisign reads."""
        body = base64.b64encode(ALGORITHM + self.name + self.key).decode()
        return f"{UNTRUSTED}minisign public key {shown(self.name)}\n{body}\n"


class Signature(NamedTuple):
    """What a signature file contains."""

    algorithm: bytes
    name: bytes
    signature: bytes
    comment: str
    of_comment: bytes

    def text(self) -> str:
        """The file that minisign reads."""
        body = base64.b64encode(self.algorithm + self.name + self.signature).decode()
        whole = base64.b64encode(self.of_comment).decode()
        return f"{UNTRUSTED}signature from the organisation's key\n{body}\n{TRUSTED}{self.comment}\n{whole}\n"


def shown(name: bytes) -> str:
    """The name of a key as minisign writes it."""
    return name[::-1].hex().upper()


def read_public_key(text: str) -> PublicKey:
    """Read a public key, as a file or as its second line alone.

    Raises:
        BadSignature: it is no public key.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(UNTRUSTED)]
    body = _decoded(lines[0], 42) if len(lines) == 1 else b""
    if not body.startswith(ALGORITHM):
        raise BadSignature("This is not a public key of minisign.")
    return PublicKey(body[2:10], body[10:])


def read_signature(text: str) -> Signature:
    """Read a signature file.

    Raises:
        BadSignature: it is no signature file.
    """
    lines = text.removesuffix("\n").split("\n")
    if len(lines) == 4 and lines[0].startswith(UNTRUSTED) and lines[2].startswith(TRUSTED):
        body, whole = _decoded(lines[1], 74), _decoded(lines[3], 64)
        if body[:2] in (ALGORITHM, PREHASHED) and whole:
            return Signature(body[:2], body[2:10], body[10:], lines[2].removeprefix(TRUSTED), whole)
    raise BadSignature("The signature cannot be read.")


def _decoded(line: str, size: int) -> bytes:
    """The bytes of a line if there are `size` of them, written in the one canonical way; else none."""
    try:
        body = base64.b64decode(line.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        return b""
    return body if len(body) == size and base64.b64encode(body).decode() == line else b""


def digest(content: bytes) -> bytes:
    """What is signed of a file."""
    return hashlib.blake2b(content).digest()


def check(content: bytes, signature: str, key: PublicKey) -> str:
    """Check a signature file against the bytes that it is for; return its trusted comment.

    Raises:
        BadSignature: it does not match; the text says how.
    """
    read = read_signature(signature)
    if read.name != key.name:
        raise BadSignature(f"It was signed with another key ({shown(read.name)} instead of {shown(key.name)}).")
    public = Ed25519PublicKey.from_public_bytes(key.key)
    try:
        public.verify(read.signature, digest(content) if read.algorithm == PREHASHED else content)
    except InvalidSignature as error:
        raise BadSignature("The signature does not match: it was altered, or signed with another key.") from error
    try:
        public.verify(read.of_comment, read.signature + read.comment.encode())
    except InvalidSignature as error:
        raise BadSignature("The comment of the signature was altered.") from error
    return read.comment
