"""Per-process cache, dropped when a new edition is published: fragments of pages that were rendered once.

No entry outlives its edition, so unpublished content is gone with the next request; nor its day, because who is in custody
changes at midnight. Each store is bounded.
"""

from collections.abc import Callable, Hashable
from datetime import date
from functools import wraps
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cases.public_site.edition import current

Value = TypeVar("Value")
View = Callable[..., HttpResponse]


class Kept(Generic[Value]):
    """Cache of up to `most` values by key; emptied when it is full. `of_a_day`: False for values that no day can change."""

    def __init__(self, most: int, *, of_a_day: bool = True) -> None:
        self.most, self.of_a_day = most, of_a_day
        self._held: tuple[tuple[str, date], dict[Hashable, Value]] = (("", date.min), {})

    def values(self) -> dict[Hashable, Value]:
        """The values for the edition being read and this day; what is added to this dictionary is cached."""
        now = (current().digest, timezone.localdate() if self.of_a_day else date.min)
        cached_for, cached = self._held
        if cached_for != now or len(cached) > self.most:
            cached = {}
            self._held = (now, cached)
        return cached

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The cached value of a key, computed by `make` if it is missing."""
        cached = self.values()
        if key not in cached:
            cached[key] = make()
        return cached[key]


def whole(most: int) -> Callable[[View], View]:
    """Cache the whole response of a view by URL: for pages that many readers request with the same few parameters."""

    def around(view: View) -> View:
        responses: Kept[tuple[bytes, str]] = Kept(most)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
            body, content_type = responses.get(request.get_full_path(), lambda: _parts(view(request, *args, **given)))
            return HttpResponse(body, content_type=content_type)

        return answer

    return around


def _parts(response: HttpResponse) -> tuple[bytes, str]:
    return response.content, response.headers["Content-Type"]
