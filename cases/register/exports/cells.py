"""Values as cells of a table that nobody's spreadsheet program takes for a formula."""

from typing import Any

# Full-width forms too: spreadsheet programs of East Asia read them as the narrow ones.
FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")


def text(value: Any) -> str:
    """A cell's text. An apostrophe before what looks like a formula keeps it text (OWASP, ASVS 1.2.10)."""
    told = "" if value is None else str(value)
    return f"'{told}" if told.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS) else told


def joined(values: Any) -> str:
    """Several values in one cell."""
    return "; ".join(dict.fromkeys(str(value) for value in values if value not in (None, "")))
