"""The floor: a Django view without middleware that returns the same page of 20 KB each time."""

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = b"<!doctype html><title>floor</title>" + b"x" * 20_000

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="floor", MIDDLEWARE=[], INSTALLED_APPS=[])
    django.setup()


def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    return HttpResponse(PAGE)


urlpatterns = [path("", page)]
application = get_wsgi_application()
