"""The language in which somebody sees the private site: the account's own; before signing in, the browser's.

A cookie alone would not do: signing out has the browser forget all cookies.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import log
from accounts.models import User
from accounts.refusals import Refused

NATIVE = {"en": "English", "be": "Беларуская", "ru": "Русский"}
"""Each language by its own name: whoever does not read the page as it is must still find theirs."""


class AccountLanguageMiddleware:
    """Sets the chosen language of whoever is signed in; stands after authentication and LocaleMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the account's language; without one it stays as LocaleMiddleware found it."""
        user = request.user
        if user.is_authenticated and isinstance(user, User) and user.language in NATIVE:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return self.get_response(request)


def check_is_language(code: str) -> None:
    """Raise Refused unless the interface speaks the language `code`, such as "be"."""
    if code not in dict(settings.LANGUAGES):
        raise Refused(_("There is no such language here."))


@transaction.atomic
def choose_language(*, code: str, by: User) -> None:
    """Remember the language in which `by` wants to see the pages.

    Raises:
        Refused: the interface does not speak it.
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
