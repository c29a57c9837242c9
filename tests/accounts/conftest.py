"""Fixtures of the tests of accounts."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.signing_in import make_user, sign_in


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    """Tries are counted in the cache."""
    cache.clear()


@pytest.fixture
def administrator(db: None) -> User:
    """An account that manages accounts, reads the log and throws switches."""
    user = make_user("olga")
    group, _made = Group.objects.get_or_create(name="Administrator")
    codenames = ["manage_accounts", "view_user", "view_entry", "export_entry", "view_switch", "throw_switch"]
    group.permissions.set(Permission.objects.filter(content_type__app_label="accounts", codename__in=codenames))
    for name in ("Editor", "Reviewer", "Publisher", "Auditor"):
        Group.objects.get_or_create(name=name)
    user.groups.add(group)
    return user


@pytest.fixture
def editor(db: None) -> User:
    """An account without any right over accounts."""
    return make_user("ina")


@pytest.fixture
def as_administrator(administrator: User) -> Client:
    """A client signed in as the administrator, freshly confirmed."""
    return sign_in(administrator)
