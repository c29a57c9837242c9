"""Pictures, out of the register itself: no file lies on the public host that was not approved."""

from django.http import Http404, HttpRequest, HttpResponse

from cases.register.filters.base import cleaned
from cases.register.models import PublishedPhoto


def photo(request: HttpRequest, sha256: str) -> HttpResponse:
    """The picture with this digest, while somebody shows it."""
    cleaned(request.GET, {})
    content = PublishedPhoto.objects.filter(sha256=sha256).order_by("id").values_list("content", flat=True).first()
    if not content:
        raise Http404
    return HttpResponse(bytes(content), content_type="image/jpeg")
