"""Addresses of the public site: the register's, at the root."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("cases.register.urls"))]

handler400 = "cases.register.views.errors.bad_request"
handler403 = "casetracker.errors.permission_denied"
handler404 = "cases.register.views.errors.page_not_found"
handler500 = "cases.register.views.errors.server_error"
