"""Writing a mapping as TOML: texts, numbers, truth values, lists and tables, which is all that mappings hold."""

from __future__ import annotations

import json
import re
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")


def written(content: dict[str, Any]) -> str:
    """The tables as TOML text that reads back as the same. Raises TypeError for anything that mappings do not hold."""
    plain = [f"{_key(key)} = {_value(value)}" for key, value in content.items() if not _is_section(value)]
    sections = []
    for key, value in content.items():
        if not _is_section(value):
            continue
        tables, head = (value, f"[[{_key(key)}]]") if isinstance(value, list) else ([value], f"[{_key(key)}]")
        for table in tables:
            sections.append("\n".join([head, *(f"{_key(name)} = {_value(each)}" for name, each in table.items())]))
    return "\n\n".join(["\n".join(plain), *sections]).strip() + "\n"


def _is_section(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)
    )


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    # JSON's way of writing text is TOML's too, but for one sign that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_key(name)} = {_value(each)}' for name, each in value.items())}}}"
    raise TypeError(f"No mapping holds {value!r}.")
