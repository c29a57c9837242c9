"""Text that a spreadsheet program would take for a formula, made harmless and back again without loss. Pure functions.

CWE-1236 and ASVS 1.2.10: a cell that begins with = + - @, a tab or a line break can run as a formula; East Asian programs take
the full-width signs as well. An apostrophe before it makes it text in every program.
"""

import re

STARTS = "=+\\-@\t\r\n\0＝＋－＠"
_FORMULA_LIKE = re.compile(f"'*[{STARTS}]")
_ESCAPED = re.compile(f"'+[{STARTS}]")


def escaped(text: str) -> str:
    """`text`, with one apostrophe more where it looks like a formula, whether or not apostrophes stand before it."""
    return f"'{text}" if _FORMULA_LIKE.match(text) else text


def unescaped(text: str) -> str:
    """What `escaped` was given: `unescaped(escaped(text)) == text` for every text."""
    return text[1:] if _ESCAPED.match(text) else text
