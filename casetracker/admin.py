"""The admin site of the staff, used by every `@admin.register` of the project."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from casetracker.menu import arranged

LEFT_OUT = ("view_on_site", "password_change_done")


class StaffSite(admin.AdminSite):
    """The stock admin under our own name; the public site is another process, so there is no "view site" link."""

    site_header = _("Case tracker")
    site_title = _("Case tracker")
    index_title = _("Work")
    site_url = None
    enable_nav_sidebar = True

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the stock pages that nobody of us leads to: from any record's number to its page on another site."""
        return [route for route in super().get_urls() if getattr(route, "name", None) not in LEFT_OUT]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The desk: what is due for this user; then the ways to the records."""
        from cases.desk.board import desk_of  # noqa: PLC0415 - models exist only when every app is loaded

        desk = {"desk": desk_of(request.user), "desk_shown": request.user.has_perm("cases.view_hearing")}
        return super().index(request, {**desk, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """What this user may work on; the whole of it arranged by the kind of work."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else arranged(apps)
