"""Headers that Django has no setting for, the same on every response: pages, files, refusals and errors."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Browser features that no page of ours uses: disabled, so that a page taken over by a foreign script cannot use them
# either.
UNUSED_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip


def permissions_policy(allowed: Iterable[str] = ()) -> str:
    """Return the Permissions-Policy header: `allowed` features for our own pages, unused features for nobody."""
    return ", ".join([*(f"{name}=(self)" for name in allowed), *(f"{name}=()" for name in UNUSED_FEATURES)])


class FixedHeadersMiddleware:
    """Add settings.FIXED_HEADERS; on the private site also forbid caches to store any page.

    Placed first, so that responses of other middleware (redirects, files, refusals) carry the headers too.
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
            del response.headers["Expires"]  # set by the admin; it says the same with the server's time
        return response
