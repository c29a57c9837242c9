"""Escape text that a spreadsheet program would treat as a formula, reversibly. Pure functions.

CWE-1236 and ASVS 1.2.10: a cell that begins with = + - @, a tab or a line break can run as a formula; East Asian programs
accept the full-width signs as well. An apostrophe before it makes it text in every program.
"""

import re

STARTS = "=+\\-@\t\r\n\0＝＋－＠"
_FORMULA_LIKE = re.compile(f"'*[{STARTS}]")
_ESCAPED = re.compile(f"'+[{STARTS}]")


def escaped(text: str) -> str:
    """`text` with an additional apostrophe if it looks like a formula, with or without leading apostrophes."""
    return f"'{text}" if _FORMULA_LIKE.match(text) else text


def unescaped(text: str) -> str:
    """The inverse of `escaped`: `unescaped(escaped(text)) == text` for every text."""
    return text[1:] if _ESCAPED.match(text) else text
