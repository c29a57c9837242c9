"""The admin site of the staff, used by every `@admin.register` of the project."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from casetracker.menu import arranged

LEFT_OUT = ("view_on_site", "password_change_done")
KEY = re.compile(r"[0-9]{1,18}")  # below 2 ** 63, the largest number the databases hold
# The date bar of a list asks for parts of a day. Beyond these, no calendar of a database answers.
PARTS_OF_DAYS = {
    "__year": re.compile(r"1[89][0-9]{2}|2[01][0-9]{2}"),
    "__month": re.compile(r"0?[1-9]|1[0-2]"),
    "__day": re.compile(r"0?[1-9]|[12][0-9]|3[01]"),
    **dict.fromkeys(
        ("__gte", "__lt"), re.compile(r"(?:1[89]|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.]+(?:Z|[+-][0-9:]+)?)?")
    ),
}


class StaffSite(admin.AdminSite):
    """The stock admin under our own name; the public site is another process, so there is no "view site" link."""

    site_header = _("Case tracker")
    site_title = _("Case tracker")
    index_title = _("Work")
    site_url = None
    enable_nav_sidebar = True

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """A page of the site; what a list cannot ask the database for is refused before it tries."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated:
                check_asks(request)
            answer: HttpResponseBase = guarded(request, *args, **kwargs)
            return answer

        return checked

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the stock pages that nobody of us leads to: from any record's number to its page on another site."""
        return [route for route in super().get_urls() if getattr(route, "name", None) not in LEFT_OUT]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The desk: what is due for this user; then the ways to the records."""
        from cases.admin.reading import note_named  # noqa: PLC0415 - models exist only when every app is loaded
        from cases.desk.board import desk_of, named_on  # noqa: PLC0415

        shown = desk_of(request.user)
        note_named(request, named_on(shown))
        desk = {"desk": shown, "desk_shown": request.user.has_perm("cases.view_hearing")}
        return super().index(request, {**desk, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """What this user may work on; the whole of it arranged by the kind of work."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else arranged(apps)


def check_asks(request: HttpRequest) -> None:
    """Raise BadRequest for chosen rows that are no keys and for parts of days that are none, on whatever list."""
    if request.method == "POST" and not all(map(KEY.fullmatch, request.POST.getlist(ACTION_CHECKBOX_NAME))):
        raise BadRequest(_("A chosen row has no such number."))
    for name, values in request.GET.lists():
        for ending, pattern in PARTS_OF_DAYS.items():
            if name.endswith(ending) and not all(map(pattern.fullmatch, values)):
                raise BadRequest(_("%(name)s: there is no such day, month or year here.") % {"name": name[:60]})
