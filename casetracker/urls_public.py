"""URLs of the public site: the register's, at the root."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("cases.public_site.urls"))]

handler400 = "cases.public_site.views.public_errors.bad_request"
handler403 = "casetracker.error_pages.permission_denied"
handler404 = "cases.public_site.views.public_errors.page_not_found"
handler500 = "cases.public_site.views.public_errors.server_error"
