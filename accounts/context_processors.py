"""Template context of every page of the private site."""

from django.conf import settings
from django.http import HttpRequest

from accounts.language import NATIVE
from accounts.models import Switch


def site_state(request: HttpRequest) -> dict[str, object]:
    """Context for the banner: demonstration mode, active emergency switches, and the languages to choose from."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    return {
        "languages": NATIVE,
        "demonstration": settings.DEMO,
        "switches_on": list(Switch.objects.filter(on=True)) if signed_in else [],
    }
