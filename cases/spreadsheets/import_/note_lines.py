"""Notes that a list gives, within the internal notes of a record. A note may be several lines; it is one as a whole."""

from __future__ import annotations

from collections.abc import Sequence


def heading(note: str) -> str:
    """The column a note comes from."""
    return note.partition(":")[0]


def holds(text: str, note: str) -> bool:
    """Whether the note stands in the text, as whole lines."""
    return f"\n{note}\n" in f"\n{text}\n"


def changed(text: str, fresh: Sequence[str], gone: Sequence[str]) -> str:
    """The text with `fresh` notes in place of those of `gone` that come from the same column, or at its end; without `gone`."""
    fresh = [note for note in dict.fromkeys(fresh) if not holds(text, note)]
    for note in gone:
        if not holds(text, note):
            continue
        successor = next((each for each in fresh if heading(each) == heading(note)), None)
        if successor is not None:
            fresh.remove(successor)
        text = _replaced(text, note, successor)
    return "\n".join(filter(None, [text, *fresh]))


def _replaced(text: str, note: str, successor: str | None) -> str:
    before, _note, after = f"\n{text}\n".partition(f"\n{note}\n")
    return "\n".join(piece for piece in (before.strip("\n"), successor, after.strip("\n")) if piece)
