"""Addresses of the public site: the register's, at the root."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("cases.register.urls"))]

handler400 = "casetracker.errors.bad_request"
handler403 = "casetracker.errors.permission_denied"
handler404 = "casetracker.errors.page_not_found"
handler500 = "casetracker.errors.server_error"
