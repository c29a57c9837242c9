"""Addresses of the private site."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from accounts.views import sign_out

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    # One way in and one way out: the admin's own pages for signing in, out and changing the password are never reached.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/logout/", sign_out),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("", include("cases.desk.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
]

handler400 = "casetracker.errors.bad_request"
handler403 = "casetracker.errors.permission_denied"
handler404 = "casetracker.errors.page_not_found"
handler500 = "casetracker.errors.server_error"
