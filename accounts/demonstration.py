"""Accounts for trying the program out: they sign in without a second factor, and only while demonstration mode is
on.
"""

import secrets

from django.db import transaction

from accounts import groups, log
from accounts.models import User
from accounts.refusals import Refused

ACCOUNTS = (
    ("editor", "Editor (demonstration)", "Editor"),
    ("reviewer", "First reviewer (demonstration)", "Reviewer"),
    ("reviewer2", "Second reviewer (demonstration)", "Reviewer"),
    ("admin", "Administrator (demonstration)", "Administrator"),
)


def new_passphrase() -> str:
    """Four groups of five letters and digits that are not mistaken for one another: 100 random bits."""
    alphabet = "23456789abcdefghijkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(alphabet) for _letter in range(5)) for _group in range(4))


@transaction.atomic
def make_accounts(*, allowed: bool) -> list[tuple[User, str, str]]:
    """Make the accounts, or give those that exist a new passphrase; return each with its role and passphrase.

    Raises:
        Refused: demonstration mode is off, or a real account bears one of the names.
    """
    if not allowed:
        raise Refused("Demonstration accounts are made in demonstration mode only: set CASETRACKER_DEMO=1.")
    made = []
    for username, display_name, role in ACCOUNTS:
        user = User.objects.filter(username=username).first() or User(username=username, is_demonstration=True)
        if not user.is_demonstration:
            raise Refused(f"There is a real account named {username}: demonstrations need a database of their own.")
        passphrase = new_passphrase()
        user.display_name, user.is_staff, user.is_active = display_name, True, True
        user.set_password(passphrase)
        user.save()
        user.groups.set(groups.groups_of([role]))
        log.write(action="demonstration account made", kind="accounts.user", key=user.pk, field="roles", after=role)
        made.append((user, role, passphrase))
    return made
