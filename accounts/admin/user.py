"""Accounts in the admin: invite, give roles by name, disable, new link. Passwords, groups, raw permissions and
superusers are not to be had here. Every change goes through `accounts.administration`, which checks and logs it.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import administration
from accounts.admin.user_forms import InviteForm, RolesForm
from accounts.fresh import check_is_fresh, has_second_factor
from accounts.groups import role_names
from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import BY_NAME
from accounts.signed_in import user_of


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts, for holders of accounts.view_user; changes for holders of accounts.manage_accounts."""

    list_display = ("username", "display_name", "roles", "second_factor", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "display_name")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Inviting."""
        return request.user.has_perm("accounts.manage_accounts")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never by Django's form; our own page asks `administration` instead."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: accounts are disabled."""
        return False

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        """The names of the roles."""
        return ", ".join(str(BY_NAME[name].title) for name in role_names(user))

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def second_factor(self, user: User) -> bool:
        """Whether one is enrolled."""
        return has_second_factor(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """All accounts."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_urls(self) -> list[URLPattern]:
        """With one address for each verb, POST only."""
        verbs: dict[str, Callable[..., Any]] = {
            "disable": administration.disable,
            "enable": administration.enable,
            "link": administration.give_link,
            "sign-out": administration.sign_out_everywhere,
        }
        own = [
            path(
                f"<int:key>/{name}/",
                self.admin_site.admin_view(self._verb(verb)),
                name=f"accounts_user_{name.replace('-', '_')}",
            )
            for name, verb in verbs.items()
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Invite somebody and show the link once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        check_is_fresh(request)
        form = InviteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                user, token = administration.invite(by=user_of(request), **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                return self._show_link(request, user, token)
        return self._page(request, "accounts/admin/invite.html", _("Invite"), form=form)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """One account with its roles; on POST give it the roles ticked."""
        if not (self.has_add_permission(request) if request.method == "POST" else self.has_view_permission(request)):
            raise PermissionDenied
        user = get_object_or_404(User, pk=_number(object_id))
        form = RolesForm(request.POST or None, initial={"roles": role_names(user)})
        if request.method == "POST" and form.is_valid():
            check_is_fresh(request)
            try:
                administration.set_roles(by=user_of(request), user=user, roles=form.cleaned_data["roles"])
                messages.success(request, _("The roles were changed."))
            except Refused as refusal:
                messages.error(request, refusal.sentence)
            return redirect("admin:accounts_user_change", user.pk)
        return self._page(
            request,
            "accounts/admin/account.html",
            str(user),
            form=form,
            account=user,
            second_factor=has_second_factor(user),
            refusal=_refusal(user_of(request), user),
        )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """The log keeps the history of accounts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(f"{reverse('admin:accounts_entry_changelist')}?kind=accounts.user&q={_number(object_id)}")

    def _verb(self, verb: Callable[..., str | None]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, key: int) -> HttpResponse:
            # Before the account is looked up: otherwise the answer would tell which accounts there are.
            if not request.user.has_perm("accounts.manage_accounts"):
                raise PermissionDenied
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            user = get_object_or_404(User, pk=_number(str(key)))
            check_is_fresh(request)
            try:
                token = verb(by=user_of(request), user=user)
            except Refused as refusal:
                messages.error(request, refusal.sentence)
                return redirect("admin:accounts_user_change", user.pk)
            if token:
                return self._show_link(request, user, token)
            messages.success(request, _("Done."))
            return redirect("admin:accounts_user_change", user.pk)

        return view

    def _show_link(self, request: HttpRequest, user: User, token: str) -> HttpResponse:
        link = request.build_absolute_uri(reverse("accounts_invitation", args=(token,)))
        return self._page(request, "accounts/admin/link.html", str(user), account=user, link=link)

    def _page(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        shared = self.admin_site.each_context(request)
        return TemplateResponse(request, template, {**shared, "title": title, "opts": User._meta, **context})


def _number(text: str) -> int:
    # Longer numbers are no keys and would overflow in the database.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def _refusal(by: User, user: User) -> str:
    try:
        administration.check_may_administer(by, user)
    except Refused as refusal:
        return refusal.sentence
    return ""
