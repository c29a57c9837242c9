"""URLs of the private site."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from accounts.signin import resubmit
from accounts.views import sign_out
from casetracker import health, system_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    # One way in and one way out: the admin's own pages for signing in, out and changing the password are not reachable.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/logout/", sign_out),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("health", health.show, name="health"),
    path("", include("cases.workspace.urls")),
    path("", include("cases.spreadsheets.package.urls")),
    path("admin/system/", admin.site.admin_view(system_page.show), name="system"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    # Not under /accounts/, whose pages are open before the second factor is confirmed.
    path("here/", resubmit.here, name="accounts_here"),
    path("kept/", resubmit.listed, name="accounts_kept"),
    path("kept/<str:key>/", resubmit.opened, name="accounts_kept_form"),
]

handler400 = "casetracker.error_pages.bad_request"
handler403 = "casetracker.error_pages.permission_denied"
handler404 = "casetracker.error_pages.page_not_found"
handler500 = "casetracker.error_pages.server_error"
