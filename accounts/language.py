"""Language of the private site: that of the account; before sign-in, that of the browser.

A cookie alone is not enough: signing out makes the browser delete all cookies.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User

NATIVE = {"en": "English", "be": "Беларуская", "ru": "Русский"}
"""Each language by its own name, so that users who cannot read the page still find theirs."""


class AccountLanguageMiddleware:
    """Middleware that activates the account's language; placed after authentication and LocaleMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the account's language; without one keep the choice of LocaleMiddleware."""
        user = request.user
        if user.is_authenticated and isinstance(user, User) and user.language in NATIVE:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return self.get_response(request)


def check_is_language(code: str) -> None:
    """Raise Refused unless the interface is available in the language `code`, such as "be"."""
    if code not in dict(settings.LANGUAGES):
        raise Refused(_("This language is not available."))


@transaction.atomic
def choose_language(*, code: str, by: User) -> None:
    """Save the language in which `by` sees the pages.

    Raises:
        Refused: the interface is not available in it.
    """
    check_is_language(code)
    user = User.objects.select_for_update().get(pk=by.pk)
    if user.language == code:
        return
    before, user.language = user.language, code
    user.save(update_fields=["language"])
    log.write(
        action="language chosen",
        by=user,
        kind="accounts.user",
        key=user.pk,
        field="language",
        before=before,
        after=code,
    )
