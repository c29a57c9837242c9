"""The admin site of the staff, used by every `@admin.register` of the project."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core import checks
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.admin_addresses import PATTERN
from accounts.request_user import user_of
from casetracker.admin_index import arranged

KEY = re.compile(PATTERN)
AUTOCOMPLETE = {"term", "page", "app_label", "model_name", "field_name"}
LEFT_OUT = ("view_on_site", "password_change_done")
# Lookups of the date hierarchy of a list. No database has a date outside these patterns.
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
        """Wrap a page of the site; refuse list queries that the database cannot answer before they run."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated:
                check_asks(request)
            answer: HttpResponseBase = guarded(request, *args, **kwargs)
            return answer

        return checked

    def check(self, app_configs: Any) -> list[checks.CheckMessage]:
        """Run Django's checks, and require every list to refuse lookups that it does not declare."""
        from accounts.guarded_admin import GuardedAdmin  # noqa: PLC0415 - this module is loaded before the apps are

        errors: list[checks.CheckMessage] = super().check(app_configs)
        for options in self._registry.values():
            if not isinstance(options, GuardedAdmin) or not _guards_lookups(type(options), GuardedAdmin):
                errors.append(
                    checks.Error(
                        f"{type(options).__name__} lets its list be filtered by any field.",
                        hint="Derive it from accounts.guarded_admin.GuardedAdmin and declare its filters in list_filter.",
                        id="casetracker.E010",
                    )
                )
        return errors

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Return choices for a field, each distinguishable from others of the same name.

        Refuse a query parameter that Django would silently ignore, as lists do.
        """
        if set(request.GET) - AUTOCOMPLETE:
            raise BadRequest(_("This filter does not exist."))
        return import_string(settings.ADMIN_AUTOCOMPLETE).as_view(admin_site=self)(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out stock pages that we never link to: a redirect from any record's number to another site."""
        return [route for route in super().get_urls() if getattr(route, "name", None) not in LEFT_OUT]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Build the start page: tasks due for this user, then links to the records."""
        # Models exist only when every app is loaded.
        from accounts.audit.export import handed_over_lately  # noqa: PLC0415
        from accounts.clearances import new_administrators_for, notices_for  # noqa: PLC0415

        context = {
            "clearances": notices_for(request.user),
            "new_administrators": new_administrators_for(request.user),
            "handed_over": handed_over_lately(user_of(request)),
            **import_string(settings.ADMIN_HOME)(request),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the models this user may work on; the full list is grouped by kind of work."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else arranged(apps)


def _guards_lookups(options: Any, base: Any) -> bool:
    """Whether the class keeps the `lookup_allowed` of `base`."""
    return options.lookup_allowed is base.lookup_allowed


def check_asks(request: HttpRequest) -> None:
    """Raise BadRequest for chosen rows that are no keys and for parts of days that are none, on whatever list."""
    if request.method == "POST" and not all(map(KEY.fullmatch, request.POST.getlist(ACTION_CHECKBOX_NAME))):
        raise BadRequest(_("One of the selected rows does not exist."))
    for name, values in request.GET.lists():
        for suffix, pattern in PARTS_OF_DAYS.items():
            if name.endswith(suffix) and not all(map(pattern.fullmatch, values)):
                raise BadRequest(_("%(name)s: this day, month or year does not exist.") % {"name": name[:60]})
