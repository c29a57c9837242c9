"""Small-cell suppression: an organisation may hide counts so small that they could identify people.

With `SMALL_CELLS` N (0 or 1: every count is shown) a count from 1 to N-1 is hidden, and every other one is rounded to a
multiple of N, so that no difference of two counts reveals a hidden one. Every count on the public site goes through this
module. Lists show their people individually, as approved, in full length.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings


def size() -> int:
    """The smallest count that is shown."""
    chosen: int = getattr(settings, "SMALL_CELLS", 0)
    return chosen


def told(count: int) -> int | None:
    """The count to show; None if it is hidden."""
    least = size()
    if least < 2 or count == 0:
        return count
    return (count + least // 2) // least * least if count >= least else None


def drawn(count: int) -> int:
    """The count to use in charts and for sorting; 0 if it is hidden."""
    return told(count) or 0


def words(count: int) -> str:
    """The count as text for pages and tables: "<5" if it is hidden."""
    visible = told(count)
    return f"<{size()}" if visible is None else str(visible)


def html(count: int) -> str:
    """The same as HTML."""
    return words(count).replace("<", "&lt;")


def all_html(counts: Iterable[int]) -> Iterator[str]:
    """The same for many counts."""
    return map(str if size() < 2 else html, counts)


def below(count: int) -> int:
    """For sentences: the bound of a hidden count ("fewer than 5 people"), 0 if the count is shown."""
    return size() if told(count) is None else 0
