"""Forms posted after a session had ended, from another session or without re-authentication: saved and restored.

The entries are stored encrypted for the account to which the form's one-time key was issued, and for nobody else; a
form without such a key is never stored, so nobody can fill the disk without an account. Files are not stored: their
names are, so that the page can list which to choose again. Passphrases are never stored: pages that ask for them
(OWN_PAGES) have no key.
"""

import json
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Sum
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import encryption, one_time_keys
from accounts.models import KeptForm, SentForm, User
from accounts.one_time_keys import FIELD, Key
from accounts.request_user import user_of
from accounts.signin.reauthentication import has_second_factor

OWN_PAGES = "/accounts/"  # sign-in, sign-out, second factors: where passphrases are entered
TOKEN = "csrfmiddlewaretoken"
KEPT = "kept"
"""Query parameter that opens a page with the saved entries of its form: "?kept=<key>"."""
BROUGHT_BACK = "brought_back"
KEPT_FOR = timedelta(days=3)
MOST, MOST_BYTES = 30, 30_000_000  # of one account; the oldest are deleted first


def keep(request: HttpRequest) -> str:
    """Save the posted form for the account its key was issued to.

    Returns the address that restores it, "" for a form without a key.
    """
    if request.method != "POST" or request.path_info.startswith(OWN_PAGES):
        return ""
    key = one_time_keys.read(request.POST.get(FIELD, ""))
    if key is None or not User.objects.filter(pk=key.user, is_active=True).exists():
        return ""
    sent_form = SentForm.objects.filter(key=key.nonce).exclude(address="").first()
    if sent_form is not None:  # a copy of a processed form: there is nothing to restore
        return sent_form.address
    address = request.get_full_path()
    if len(address) > KeptForm._meta.get_field("address").max_length:  # type: ignore[operator]
        address = request.path
    KeptForm.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    values = {"user_id": key.user, "address": address, "sealed": _sealed(request), "at": timezone.now()}
    KeptForm.objects.update_or_create(key=key.nonce, defaults=values)
    _keep_few(key)
    return reverse("accounts_kept_form", args=[key.nonce])


def owner_of(request: HttpRequest) -> int | None:
    """Return the private key of the account to which the posted form's key was issued."""
    key = one_time_keys.read(request.POST.get(FIELD, ""))
    return key.user if key is not None else None


def of(user: User) -> QuerySet[KeptForm]:
    """Saved forms of `user`, newest first."""
    return KeptForm.objects.filter(user=user, at__gte=timezone.now() - KEPT_FOR).order_by("-at", "-pk")


def sign_in_address(*, then: str) -> str:
    """Return the address of the sign-in page that continues to `then`."""
    return f"{reverse('account_login')}?{urlencode({'next': then})}" if then else reverse("account_login")


def confirmation_address(request: HttpRequest, *, then: str) -> str:
    """Return the address of the page where the signed-in user confirms their identity, then continues to `then`."""
    by_factor = request.user.is_authenticated and has_second_factor(user_of(request))
    page = "mfa_reauthenticate" if by_factor else "account_reauthenticate"
    return f"{reverse(page)}?{urlencode({'next': then})}"


def put_back(request: HttpRequest) -> str:
    """Turn the request for a page with "?kept=…" into the form as it was posted, to be shown and never processed.

    Returns the sentence for its head. Raises Http404 if no form of this page is saved for the user.
    """
    kept_form = of(user_of(request)).filter(key=request.GET.get(KEPT, "")[:32]).first()
    if kept_form is None or kept_form.address.partition("?")[0] != request.path:
        raise Http404
    content = json.loads(encryption.unseal(kept_form.sealed))
    posted = QueryDict(mutable=True)
    for name, value in content["fields"]:
        posted.appendlist(name, value)
    request._files = MultiValueDict()  # type: ignore[attr-defined]  # otherwise Django would read the body, which is empty
    request.method, request.POST = "POST", posted  # type: ignore[assignment]
    vars(request)[BROUGHT_BACK] = True
    sentence = _("Your form was not saved because your session had ended. Your entries are kept: check them, then save "
        "again.")  # fmt: skip
    return f"{sentence} {_choose_again(content['files'])}".strip()


@login_required
@require_http_methods(["GET", "POST"])
def opened(request: HttpRequest, key: str) -> HttpResponse:
    """Show one saved form on its own page if possible, else on a page that submits it again; POST deletes it."""
    kept_form = of(user_of(request)).filter(key=key[:32]).first()
    if kept_form is None:
        raise Http404
    if request.method == "POST":
        kept_form.delete()
        return redirect("accounts_kept")
    if _shows_kept(kept_form.address):
        return redirect(
            f"{kept_form.address}{'&' if '?' in kept_form.address else '?'}{urlencode({KEPT: kept_form.key})}"
        )
    content = json.loads(encryption.unseal(kept_form.sealed))
    filled_fields = [(name, value) for name, value in content["fields"] if value.strip() and name != FIELD]
    context = {
        "kept": kept_form,
        "fields": content["fields"],
        "typed": filled_fields,
        "files": _choose_again(content["files"]),
    }
    return render(request, "accounts/kept_form.html", context)


@login_required
@require_http_methods(["GET"])
def listed(request: HttpRequest) -> HttpResponse:
    """List the saved forms of the signed-in user."""
    return render(request, "accounts/kept_forms.html", {"kept": of(user_of(request)), "days": KEPT_FOR.days})


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """Answer that the site is reachable, and nothing else: requested by the script of forms before it submits one."""
    return HttpResponse(status=204)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is of a former session: save and restore it; refuse any other.

    Raises:
        PermissionDenied: there is nothing to keep.
    """
    address = keep(request)
    if address and owner_of(request) == request.user.pk:
        return redirect(address)
    if address:
        sentence = _("Another account sent this form. Sign in with that account to continue.")
        return render(request, "accounts/refused.html", {"sentence": sentence}, status=403)
    if (
        request.path_info == reverse("account_login") and request.user.is_authenticated
    ):  # signed in from another tab in the meantime
        target = request.POST.get("next", "")
        allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
        return redirect(target if allowed else "admin:index")
    raise PermissionDenied


def _sealed(request: HttpRequest) -> str:
    fields = [(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values]
    files = [file.name for _name, uploads in request.FILES.lists() for file in uploads]
    return encryption.seal(json.dumps({"fields": fields, "files": files}, ensure_ascii=False, separators=(",", ":")))


def _choose_again(files: list[str]) -> str:
    return _("Choose these files again: %(files)s.") % {"files": ", ".join(files)} if files else ""


def _shows_kept(address: str) -> bool:
    """Whether the page at `address` itself shows the saved entries of its form (`SentOnceAdmin.brings_back`)."""
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return False
    model_admin: Any = getattr(match.func, "model_admin", None)
    own_form = (match.url_name or "").endswith(("_add", "_change"))
    return own_form and getattr(model_admin, "brings_back", False)


def _keep_few(key: Key) -> None:
    kept_forms = KeptForm.objects.filter(user=key.user).order_by("-at", "-pk")
    KeptForm.objects.filter(pk__in=list(kept_forms.values_list("pk", flat=True)[MOST:])).delete()
    while (kept_forms.aggregate(size=Sum(Length("sealed")))["size"] or 0) > MOST_BYTES and kept_forms.count() > 1:
        kept_forms.last().delete()  # type: ignore[union-attr]  # there are at least two
