"""Photos, read from the register itself: no file that was not approved lies on the public host."""

from django.http import Http404, HttpRequest, HttpResponse

from cases.public_site.filters.strict_filters import cleaned
from cases.public_site.models import PublishedPhoto


def photo(request: HttpRequest, sha256: str) -> HttpResponse:
    """The photo with this digest, as long as a published record shows it."""
    cleaned(request.GET, {})
    content = PublishedPhoto.objects.filter(sha256=sha256).order_by("id").values_list("content", flat=True).first()
    if not content:
        raise Http404
    return HttpResponse(bytes(content), content_type="image/jpeg")
