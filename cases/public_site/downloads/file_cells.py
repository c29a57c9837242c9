"""Cell values that no spreadsheet program interprets as a formula."""

from typing import Any

# Full-width forms too: spreadsheet programs in East Asia treat them like the narrow ones.
FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")


def text(value: Any) -> str:
    """Text of a cell. An apostrophe before what looks like a formula keeps it text (OWASP, ASVS 1.2.10)."""
    content = "" if value is None else str(value)
    return f"'{content}" if content.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS) else content


def joined(values: Any) -> str:
    """Several values in one cell."""
    return "; ".join(dict.fromkeys(str(value) for value in values if value not in (None, "")))
