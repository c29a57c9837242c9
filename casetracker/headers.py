"""Headers that Django has no setting for, the same on every answer: pages, files, refusals and errors."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Browser features no page of ours uses, so that a page taken over by somebody else's script could not use them either.
UNUSED_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip


def permissions_policy(allowed: Iterable[str] = ()) -> str:
    """Return the Permissions-Policy header: the features named for our own pages, the unused ones for nobody."""
    return ", ".join([*(f"{name}=(self)" for name in allowed), *(f"{name}=()" for name in UNUSED_FEATURES)])


class FixedHeadersMiddleware:
    """Add what settings.FIXED_HEADERS names; on the private site also keep every page out of every cache.

    Stands first, so that answers made by other middleware (redirects, files, refusals) carry the headers too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.fixed: dict[str, str] = settings.FIXED_HEADERS
        self.no_store: bool = settings.NO_STORE
        self.static_url = settings.STATIC_URL

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.fixed.items():
            response.headers[name] = value
        if self.no_store and not (request.path_info.startswith(self.static_url) and response.status_code < 400):
            response.headers["Cache-Control"] = "no-store"
            del response.headers["Expires"]  # the admin's, which says the same with the hour of the server
        return response
