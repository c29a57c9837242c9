"""About the data: what is recorded, how it is checked, what is never published, how to request a correction."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.public_site.edition import current
from cases.public_site.filters.strict_filters import cleaned
from cases.public_site.methodology import tables
from cases.public_site.views.page_context import show


def about(request: HttpRequest, language: str) -> HttpResponse:
    """Explanation in plain words."""
    cleaned(request.GET, {})
    return show(
        request, "about", language, _("About the data"), edition=current(), contact=getattr(settings, "CONTACT", ())
    )


def methodology(request: HttpRequest, language: str) -> HttpResponse:
    """Methodology: which fields are ever published, and how."""
    cleaned(request.GET, {})
    return show(request, "methodology", language, _("What is published and how"), tables=tables())
