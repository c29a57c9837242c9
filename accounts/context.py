"""What every page of the private site is told."""

from django.conf import settings
from django.http import HttpRequest

from accounts.language import NATIVE
from accounts.models import Switch


def site_state(request: HttpRequest) -> dict[str, object]:
    """For the banner: whether this is a demonstration, and which emergency switches are on; the languages to choose."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    return {
        "languages": NATIVE,
        "demonstration": settings.DEMO,
        "switches_on": list(Switch.objects.filter(on=True)) if signed_in else [],
    }
