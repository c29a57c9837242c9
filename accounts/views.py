"""Views besides allauth's: the one-time link, sign-out, the emergency exit, signing out everywhere."""

from typing import Any

from allauth.account.views import LogoutView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language

from accounts import administration
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.language import check_is_language, choose_language
from accounts.request_user import user_of
from accounts.sessions import is_open
from accounts.signin import invitations
from accounts.signin.second_factor import PassphraseForm

# The browser deletes everything it stored of the site together with the session.
CLEAR = '"cache", "cookies", "storage"'
stock_logout = LogoutView.as_view()


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Ask for confirmation; POST signs out and has the browser delete what it stored."""
    response = stock_logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = CLEAR
    return response


class Sessions(ListUserSessionsView):
    """Sessions of the user. Allauth deletes ended ones while listing; here they are only left out."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the valid sessions, oldest first."""
        user = user_of(self.request)
        sessions = [
            session
            for session in UserSession.objects.filter(user=user).order_by("created_at")
            if is_open(session, user)
        ]
        context: dict[str, Any] = super(ListUserSessionsView, self).get_context_data(**kwargs)
        return {**context, "sessions": sessions, "session_count": len(sessions), "show_last_seen_at": False}


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Emergency exit: sign out and redirect to a page that reveals nothing."""
    if request.user.is_authenticated:
        user = request.user
        logout(request)
        log.write(action="left quickly", by=user, kind=administration.KIND, key=user.pk)
    response = redirect(settings.ACCOUNTS_LEAVE_URL or "accounts_away")
    # Not "cookies": clearing can take seconds, and this must be fast. The session is already deleted on the server.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_GET
def away(request: HttpRequest) -> HttpResponse:
    """Page shown after the emergency exit."""
    return render(request, "accounts/away.html")


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Choose the language of the pages: for the signed-in account, else until the browser is closed."""
    code = request.POST.get("language", "")
    try:
        if request.user.is_authenticated:
            choose_language(code=code, by=user_of(request))
        else:
            check_is_language(code)
    except Refused as refusal:
        return render(request, "accounts/refused.html", {"sentence": refusal.sentence}, status=400)
    return set_language(request)


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of the user's own account, including this one."""
    user = user_of(request)
    administration.sign_out_everywhere(by=user, user=user)
    logout(request)
    response = redirect("account_login")
    response["Clear-Site-Data"] = CLEAR
    return response


@sensitive_variables("token", "form")
@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first or a new passphrase through a one-time link."""
    form = PassphraseForm(request.POST or None)
    try:
        user = invitations.find(token).user
        if request.method == "POST" and form.is_valid():
            invitations.use(token, passphrase=form.cleaned_data["passphrase"])
            messages.success(request, _("Passphrase saved. Sign in with it now."))
            return redirect("account_login")
    except Refused as refusal:
        log.write(action="link refused", kind=administration.KIND)
        return render(request, "accounts/refused.html", {"sentence": refusal.sentence}, status=404)
    except ValidationError as error:
        form.add_error("passphrase", error)
    return render(request, "accounts/invitation.html", {"form": form, "invited": user})
