"""Admin of the emergency switches: one page, one button each."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern

from accounts import switches
from accounts.exceptions import Refused
from accounts.guarded_admin import GuardedAdmin
from accounts.models import Switch, SwitchName
from accounts.request_user import user_of
from accounts.signin.reauthentication import check_is_fresh

# Turning these on harms nobody and must take one click; everything else requires re-authentication.
AT_ONCE = {SwitchName.FREEZE, SwitchName.NEUTRAL}


@admin.register(Switch)
class SwitchAdmin(GuardedAdmin):
    """Admin whose list page shows all switches; there are no other pages."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: the set of switches is fixed."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Switch | None = None) -> bool:
        """Never through a form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Switch | None = None) -> bool:
        """Never."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Keep only the list page."""
        return [route for route in super().get_urls() if route.name == "accounts_switch_changelist"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Show the switches; POST turns one on or off."""
        needed = "accounts.throw_switch" if request.method == "POST" else "accounts.view_switch"
        if not request.user.has_perm(needed):
            raise PermissionDenied
        if request.method == "POST":
            return self._throw(request)
        by_name = {switch.name: switch for switch in Switch.objects.select_related("keeper")}
        rows = [{"name": name, "label": label, "switch": by_name.get(name)} for name, label in SwitchName.choices]
        context = {
            **self.admin_site.each_context(request),
            "title": Switch._meta.verbose_name_plural,
            "rows": rows,
            "open_while_frozen": [str(sentence) for sentence in settings.ACCOUNTS_OPEN_WHILE_FROZEN.values()],
            "may_throw": request.user.has_perm("accounts.throw_switch"),
            "opts": Switch._meta,
        }
        return TemplateResponse(request, "accounts/admin/switches.html", context)

    def _throw(self, request: HttpRequest) -> HttpResponse:
        name, turn_on = request.POST.get("name", ""), request.POST.get("state") == "on"
        try:
            switches.check_may_throw(user_of(request))
            if not (turn_on and name in AT_ONCE):
                check_is_fresh(request)
            switches.throw(name, on=turn_on, by=user_of(request))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return redirect("admin:accounts_switch_changelist")
