"""Recall of the name search by script pair and language, and false "same" answers: `python -m tests.name_recall FOLDER`.

The folder holds the groups: same*.json (lists of spellings of one person, or languages with such lists), different*.json (pairs
of different persons) and propose_only*.json (pairs that may be proposed, never merged).
"""

import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

from cases.domain.names import compare, finds

OWN = Path(__file__).parent / "cases" / "domain" / "names" / "groups"


def script(name: str) -> str:
    """Return the script of most letters of a name, as Unicode names it."""
    letters = Counter(unicodedata.name(c, "?").split()[0] for c in name if c.isalpha())
    return letters.most_common(1)[0][0].title() if letters else "None"


def groups(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each group of spellings with its language, or with the script of its first name if none is given."""
    for path in sorted(folder.glob("same*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict):
            yield from ((language, group) for language, kept in content.items() for group in kept)
        else:
            yield from ((script(group[0]), group) for group in content)


def measure(folder: Path) -> tuple[dict[str, Counter[str]], list[tuple[str, str, str]]]:
    """Return for each language and each script pair how many pairs were asked and found, and the missed pairs."""
    figures: dict[str, Counter[str]] = {}
    missed = []
    for language, group in groups(folder):
        for asked, name in permutations(dict.fromkeys(group), 2):
            found = finds(asked, name)
            for row in (language, f"{script(asked)} > {script(name)}", "all"):
                figures.setdefault(row, Counter()).update(asked=1, found=found)
            if not found:
                missed.append((language, asked, name))
    return figures, missed


def wrong(folder: Path) -> list[tuple[str, str]]:
    """Return the pairs of different or doubtful persons that are called "same"."""
    paths = [*folder.glob("different*.json"), *folder.glob("propose_only*.json")]
    pairs = [tuple(pair[:2]) for path in sorted(paths) for pair in json.loads(path.read_text(encoding="utf-8"))]
    return [(a, b) for a, b in pairs if "same" in (compare(a, b), compare(b, a))]


def main(folder: Path, *, list_missed: bool) -> None:
    """Print the figures, the wrong answers and, if asked for, the missed pairs."""
    figures, missed = measure(folder)
    for row, count in sorted(figures.items()):
        print(f"{row:28} {count['found']:5} of {count['asked']:5}  {count['found'] / count['asked']:.3f}")
    for pair in wrong(folder):
        print("called the same:", *pair, sep="  ")
    for language, asked, name in missed if list_missed else ():
        print("missed:", language, asked, "->", name, sep="  ")


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "--missed"] or [OWN]
    for given in folders:
        main(given, list_missed="--missed" in sys.argv)
