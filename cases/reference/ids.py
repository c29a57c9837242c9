"""Public ids for records that come with the project."""

import hashlib

from cases.models.base import ALPHABET, PUBLIC_ID_LENGTH

BITS = 5  # a letter: 32 of them


def fixed_id(*key: str) -> str:
    """The public id of the thing that `key` names: the same in every database, so that it is known again after staff
    renamed it, and an address that points at it holds everywhere. Nothing about a person is ever made this way but
    invented ones.
    """
    number = int.from_bytes(hashlib.sha256("\x1f".join(key).encode()).digest(), "big")
    return "".join(ALPHABET[number >> BITS * place & 31] for place in range(PUBLIC_ID_LENGTH))
