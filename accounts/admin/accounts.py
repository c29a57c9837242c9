"""Admin of accounts: invite, assign roles by name, disable, new link.

Passwords, groups, raw permissions and superusers cannot be set here. Every change goes through
`accounts.administration`, which checks and logs it.
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

from accounts import administration, clearances
from accounts.admin.account_forms import InviteForm, NamesForm, RolesForm, SuccessorForm
from accounts.admin_addresses import encrypted_key, key_in
from accounts.exceptions import Refused, SuccessorNeeded
from accounts.guarded_admin import GuardedAdmin
from accounts.models import User
from accounts.one_time_keys import check_not_sent, sending
from accounts.request_user import user_of
from accounts.role_groups import role_names
from accounts.roles import BY_NAME
from accounts.signin.reauthentication import check_is_fresh, has_second_factor
from casetracker.db.keys import is_key

ASK_SUCCESSOR = "successor"


class FaultyNames(admin.SimpleListFilter):
    """Filter for accounts whose names predate the name checks."""

    title = gettext_lazy("names")
    parameter_name = "names"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the only choice."""
        return [("faulty", gettext_lazy("needs repair"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Return the accounts to repair; they are few enough to check each one."""
        if self.value() != "faulty":
            return queryset
        return queryset.filter(pk__in=[user.pk for user in queryset if administration.faulty_names(user)])


@admin.register(User)
class UserAdmin(GuardedAdmin):
    """Accounts, for holders of accounts.view_user; changes for holders of accounts.manage_accounts."""

    list_display = ("username", "display_name", "roles", "second_factor", "is_active", "last_login")
    list_filter = ("is_active", "groups", FaultyNames)
    search_fields = ("username", "display_name")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the user may invite."""
        return request.user.has_perm("accounts.manage_accounts")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never through Django's form; our own page calls `administration` instead."""
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
        """Whether the account has enrolled a second factor."""
        return has_second_factor(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return all accounts."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_urls(self) -> list[URLPattern]:
        """Add one address for each action, POST only."""
        verbs: dict[str, Callable[..., Any]] = {
            "disable": administration.disable,
            "enable": administration.enable,
            "link": administration.give_link,
            "sign-out": administration.sign_out_everywhere,
            "clearance": clearances.request,
            "consent": clearances.consent,
        }
        rename = self.admin_site.admin_view(self.rename)
        urls = [path(f"{key_in(User._meta.label_lower, 'key')}/rename/", rename, name="accounts_user_rename")] + [
            path(
                f"{key_in(User._meta.label_lower, 'key')}/{name}/",
                self.admin_site.admin_view(self._verb(verb)),
                name=f"accounts_user_{name.replace('-', '_')}",
            )
            for name, verb in verbs.items()
        ]
        return [*urls, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Invite a user and show the link once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        check_is_fresh(request)
        check_not_sent(request)
        form = InviteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                with sending(request) as sent:  # the link is shown once: a second copy shows only the account
                    user, token = administration.invite(by=user_of(request), **form.cleaned_data)
                    sent.leads_to(reverse("admin:accounts_user_change", args=[user.pk]))
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                return self._show_link(request, user, token)
        return self._page(request, "accounts/admin/invite.html", _("Invite"), form=form)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Page of one account with its roles; POST assigns the ticked roles."""
        if not (self.has_add_permission(request) if request.method == "POST" else self.has_view_permission(request)):
            raise PermissionDenied
        user = get_object_or_404(User, pk=_number(object_id))
        form = RolesForm(request.POST or None, initial={"roles": role_names(user)})
        asks_successor = ASK_SUCCESSOR in request.GET
        if request.method == "POST" and form.is_valid():
            check_is_fresh(request)
            try:
                roles, successor = form.cleaned_data["roles"], _successor(request, user)
                with sending(request) as sent:
                    administration.set_roles(by=user_of(request), user=user, roles=roles, successor=successor)
                    sent.leads_to(reverse("admin:accounts_user_change", args=[user.pk]))
                messages.success(request, _("Roles changed."))
            except SuccessorNeeded as refusal:
                messages.error(request, refusal.sentence)
                asks_successor = True  # show the page again with the ticked roles
            except Refused as refusal:
                messages.error(request, refusal.sentence)
            if not asks_successor:
                return redirect("admin:accounts_user_change", user.pk)
        return self._page(
            request,
            "accounts/admin/account.html",
            str(user),
            form=form,
            names_form=NamesForm(initial={"username": user.username, "display_name": user.display_name}),
            faulty_names=administration.faulty_names(user),
            successor_forms=[
                SuccessorForm(user, auto_id=f"{prefix}-%s") for prefix in ("roles", "disable") if asks_successor
            ],
            account=user,
            second_factor=has_second_factor(user),
            refusal=_refusal(user_of(request), user),
            approver=clearances.is_approver(user),
            clearance=clearances.open_clearance(user),
            consent_refusal=_consent_refusal(user_of(request), user),
        )

    def rename(self, request: HttpRequest, key: int) -> HttpResponse:
        """Change the names of an account."""
        if not request.user.has_perm("accounts.manage_accounts"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        user = get_object_or_404(User, pk=_number(str(key)))
        check_is_fresh(request)
        form = NamesForm(request.POST)
        if form.is_valid():
            try:
                administration.rename(by=user_of(request), user=user, **form.cleaned_data)
                messages.success(request, _("Account renamed. Tell the user their new username."))
            except Refused as refusal:
                messages.error(request, refusal.sentence)
        else:
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("admin:accounts_user_change", user.pk)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Redirect to the audit log, which has the history of accounts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        account = encrypted_key(User._meta.label_lower, _number(object_id))
        return redirect(f"{reverse('admin:accounts_entry_changelist')}?kind=accounts.user&q={account}")

    def _verb(self, verb: Callable[..., str | None]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, key: int) -> HttpResponse:
            # Checked before the account is looked up: otherwise the response would reveal which accounts exist.
            if not request.user.has_perm("accounts.manage_accounts"):
                raise PermissionDenied
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            user = get_object_or_404(User, pk=_number(str(key)))
            check_is_fresh(request)
            successor = {"successor": _successor(request, user)} if verb is administration.disable else {}
            try:
                with sending(request) as sent:
                    token = verb(by=user_of(request), user=user, **successor)
                    sent.leads_to(reverse("admin:accounts_user_change", args=[user.pk]))
            except SuccessorNeeded as refusal:
                return _ask_for_successor(request, user, refusal)
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
    # Longer numbers are not keys and would overflow in the database.
    return int(text) if is_key(text) else 0


def _consent_refusal(by: User, user: User) -> str:
    try:
        clearances.check_may_consent(by, user)
    except Refused as refusal:
        return refusal.sentence
    return ""


def _successor(request: HttpRequest, user: User) -> User | None:
    """Return the account selected to take over access to restricted records."""
    form = SuccessorForm(user, request.POST)
    successor: User | None = form.cleaned_data["successor"] if form.is_valid() else None
    return successor


def _ask_for_successor(request: HttpRequest, user: User, refusal: SuccessorNeeded) -> HttpResponse:
    messages.error(request, refusal.sentence)
    return redirect(f"{reverse('admin:accounts_user_change', args=(user.pk,))}?{ASK_SUCCESSOR}=1")


def _refusal(by: User, user: User) -> str:
    try:
        administration.check_may_administer(by, user)
    except Refused as refusal:
        return refusal.sentence
    return ""
