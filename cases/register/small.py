"""Small numbers: an organisation may choose that counts which could point at somebody are not told.

With `SMALL_CELLS` N (0 or 1: every count is told) a count from 1 to N-1 is hidden, and every other one is rounded to a multiple
of N, so that no difference of two counts tells a hidden one. Every count on the public site passes here. Lists show their
people one by one, as approved, and are as long as they are.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings


def size() -> int:
    """The least count that is told."""
    chosen: int = getattr(settings, "SMALL_CELLS", 0)
    return chosen


def told(count: int) -> int | None:
    """A count as it may be told; None where it is hidden."""
    least = size()
    if least < 2 or count == 0:
        return count
    return (count + least // 2) // least * least if count >= least else None


def drawn(count: int) -> int:
    """A count as charts draw it and as rows are ordered by it: nothing where it is hidden."""
    return told(count) or 0


def words(count: int) -> str:
    """A count as pages and tables show it: "<5" where it is hidden."""
    found = told(count)
    return f"<{size()}" if found is None else str(found)


def html(count: int) -> str:
    """The same for a page put together by hand."""
    return words(count).replace("<", "&lt;")


def all_html(counts: Iterable[int]) -> Iterator[str]:
    """The same for many counts."""
    return map(str if size() < 2 else html, counts)


def below(count: int) -> int:
    """For sentences: the bound of a hidden count ("fewer than 5 people"), 0 where the count is told."""
    return size() if told(count) is None else 0
