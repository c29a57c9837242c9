"""Pages of our own beside allauth's: the one-time link, sign-out, leaving quickly, signing out everywhere."""

from allauth.account.views import LogoutView
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

from accounts import administration, invitations, log
from accounts.forms import PassphraseForm
from accounts.language import check_is_language, choose_language
from accounts.refusals import Refused
from accounts.signed_in import user_of

# Everything the browser kept of the site goes with the session.
CLEAR = '"cache", "cookies", "storage"'
stock_logout = LogoutView.as_view()


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Ask, and on POST sign out and have the browser forget what it kept."""
    response = stock_logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = CLEAR
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The key for leaving quickly: sign out and show a page that says nothing."""
    if request.user.is_authenticated:
        user = request.user
        logout(request)
        log.write(action="left quickly", by=user, kind=administration.KIND, key=user.pk)
    response = redirect(settings.ACCOUNTS_LEAVE_URL or "accounts_away")
    # Not "cookies": clearing can take seconds, and this must be fast. The session is gone on the server already.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_GET
def away(request: HttpRequest) -> HttpResponse:
    """The page shown after leaving quickly."""
    return render(request, "accounts/away.html")


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Choose the language of the pages: for the account of whoever is signed in, else until the browser is closed."""
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
    """End all sessions of the person's own account, this one too."""
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
    """Set the first or a new passphrase by a one-time link."""
    form = PassphraseForm(request.POST or None)
    try:
        user = invitations.find(token).user
        if request.method == "POST" and form.is_valid():
            invitations.use(token, passphrase=form.cleaned_data["passphrase"])
            messages.success(request, _("The passphrase is set. Sign in with it now."))
            return redirect("account_login")
    except Refused as refusal:
        log.write(action="link refused", kind=administration.KIND)
        return render(request, "accounts/refused.html", {"sentence": refusal.sentence}, status=404)
    except ValidationError as error:
        form.add_error("passphrase", error)
    return render(request, "accounts/invitation.html", {"form": form, "invited": user})
