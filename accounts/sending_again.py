"""A form that met a lapsed confirmation: what was sent comes back as a page that sends it once more, so nothing is lost.

The page holds what the browser itself has just sent, with a valid token against forgery; nothing is kept on the server.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from accounts.fresh import has_second_factor
from accounts.signed_in import user_of

OWN_PAGES = "/accounts/"  # sign-in, sign-out, second factors: where passphrases are entered, never written into a page
TOKEN = "csrfmiddlewaretoken"


def confirmation_address(request: HttpRequest, *, then: str) -> str:
    """The page where whoever is signed in confirms that it is them, leading to the address `then`."""
    by_factor = request.user.is_authenticated and has_second_factor(user_of(request))
    page = "mfa_reauthenticate" if by_factor else "account_reauthenticate"
    return f"{reverse(page)}?{urlencode({'next': then})}"


def may_be_sent_again(request: HttpRequest) -> bool:
    """Whether the request holds a form that a page can repeat: no file, no passphrase."""
    return request.method == "POST" and not request.FILES and not request.path_info.startswith(OWN_PAGES)


def to_be_sent_again(request: HttpRequest) -> HttpResponse:
    """The page that asks for a confirmation in another tab and sends the form of `request` once more."""
    fields = [(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values]
    context = {
        "fields": fields, "address": request.get_full_path(),
        "confirmation": confirmation_address(request, then=reverse("accounts_confirmed")),
    }  # fmt: skip
    return render(request, "accounts/send_again.html", context, status=403)


@login_required
@require_GET
def confirmed(request: HttpRequest) -> HttpResponse:
    """What the other tab shows in the end."""
    return render(request, "accounts/confirmed.html")
