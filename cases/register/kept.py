"""What a process keeps while one edition lasts: pieces of pages that were put together once.

Nothing outlives its edition, so what is withdrawn is gone from here with the next request. Each store is bounded.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cases.register.edition import current

Value = TypeVar("Value")
View = Callable[..., HttpResponse]


class Kept(Generic[Value]):
    """Up to `most` values by key; when it is full it begins anew."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: tuple[str, dict[Hashable, Value]] = ("", {})

    def values(self) -> dict[Hashable, Value]:
        """The values of the edition that is being read now; what is put in here is kept."""
        digest = current().digest
        edition, held = self._held
        if edition != digest or len(held) > self.most:
            held = {}
            self._held = (digest, held)
        return held

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made where it is not yet there."""
        held = self.values()
        if key not in held:
            held[key] = make()
        return held[key]


def whole(most: int) -> Callable[[View], View]:
    """Keep what a view answers, by its address and the day: for pages that many readers ask for in the same few ways."""

    def around(view: View) -> View:
        kept: Kept[tuple[bytes, str]] = Kept(most)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
            key = (request.get_full_path(), timezone.localdate())
            body, content_type = kept.get(key, lambda: _parts(view(request, *args, **given)))
            return HttpResponse(body, content_type=content_type)

        return answer

    return around


def _parts(response: HttpResponse) -> tuple[bytes, str]:
    return response.content, response.headers["Content-Type"]
