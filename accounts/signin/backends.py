"""Authentication backend: account look-up at sign-in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.models import User


class AccountBackend(AuthenticationBackend):
    """Allauth's backend, with the look-up of `User.objects.named`.

    Allauth ignores case in usernames and fails if two accounts match, so two accounts that differ only in case would
    lock each other out. The look-up has no public hook; tests/accounts/test_names.py covers this one.
    """

    def _authenticate_by_username(self, username: str, password: str) -> AbstractBaseUser | None:
        return self._check_password(User.objects.named(username), password)
