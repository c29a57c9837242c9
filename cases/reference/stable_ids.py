"""Public IDs of records that come with the project."""

import hashlib

from cases.models.record import ALPHABET, PUBLIC_ID_LENGTH

BITS = 5  # a letter: 32 of them


def fixed_id(*key: str) -> str:
    """Return the public ID for `key`, the same in every database.

    So a record is recognised after staff renamed it, and its address is the same everywhere. Never used for persons,
    except invented ones.
    """
    number = int.from_bytes(hashlib.sha256("\x1f".join(key).encode()).digest(), "big")
    return "".join(ALPHABET[number >> BITS * place & 31] for place in range(PUBLIC_ID_LENGTH))
