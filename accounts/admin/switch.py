"""The emergency switches in the admin: one page, one button each."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern

from accounts import switches
from accounts.fresh import check_is_fresh
from accounts.models import Switch, SwitchName
from accounts.refusals import Refused
from accounts.signed_in import user_of

# Throwing these harms nobody and must take one click; all else asks for a fresh confirmation.
AT_ONCE = {SwitchName.FREEZE, SwitchName.NEUTRAL}


@admin.register(Switch)
class SwitchAdmin(admin.ModelAdmin):
    """The list page is the switchboard; there are no others."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: the switches are given."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Switch | None = None) -> bool:
        """Never by a form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Switch | None = None) -> bool:
        """Never."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The switchboard alone."""
        return [route for route in super().get_urls() if route.name == "accounts_switch_changelist"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Show the switches; on POST throw one."""
        needed = "accounts.throw_switch" if request.method == "POST" else "accounts.view_switch"
        if not request.user.has_perm(needed):
            raise PermissionDenied
        if request.method == "POST":
            return self._throw(request)
        known = {switch.name: switch for switch in Switch.objects.select_related("keeper")}
        rows = [{"name": name, "label": label, "switch": known.get(name)} for name, label in SwitchName.choices]
        context = {
            **self.admin_site.each_context(request),
            "title": Switch._meta.verbose_name_plural,
            "rows": rows,
            "may_throw": request.user.has_perm("accounts.throw_switch"),
            "opts": Switch._meta,
        }
        return TemplateResponse(request, "accounts/admin/switches.html", context)

    def _throw(self, request: HttpRequest) -> HttpResponse:
        name, on = request.POST.get("name", ""), request.POST.get("state") == "on"
        try:
            switches.check_may_throw(user_of(request))
            if not (on and name in AT_ONCE):
                check_is_fresh(request)
            switches.throw(name, on=on, by=user_of(request))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return redirect("admin:accounts_switch_changelist")
