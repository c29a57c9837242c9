"""About the data: what is recorded, how it is checked, what is never published, how to have a mistake mended."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.register.edition import current
from cases.register.filters.base import cleaned
from cases.register.methodology import tables
from cases.register.views.page import show


def about(request: HttpRequest, language: str) -> HttpResponse:
    """In plain words."""
    cleaned(request.GET, {})
    return show(
        request, "about", language, _("About the data"), edition=current(), contact=getattr(settings, "CONTACT", ())
    )


def methodology(request: HttpRequest, language: str) -> HttpResponse:
    """Which fields are ever published, and how."""
    cleaned(request.GET, {})
    return show(request, "methodology", language, _("What is published, and how"), tables=tables())
