"""Private keys in posted forms and addresses."""

LONGEST_KEY = 18  # digits: below 2 ** 63, the largest number the databases hold


def is_key(text: str) -> bool:
    """Whether `text` can be a private key: ASCII digits, at most as many as the databases store."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
