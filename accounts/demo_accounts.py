"""Demonstration accounts, which sign in without a second factor, only while demonstration mode is on."""

import secrets

from django.db import transaction

from accounts import clearances, role_groups
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User

ACCOUNTS = (
    ("editor", "Editor (demonstration)", "Editor"),
    ("reviewer", "First reviewer (demonstration)", "Reviewer"),
    ("reviewer2", "Second reviewer (demonstration)", "Reviewer"),
    ("lead", "Case lead (demonstration)", "Case lead"),
    ("admin", "Administrator (demonstration)", "Administrator"),
)


def new_passphrase() -> str:
    """Return four groups of five unambiguous letters and digits: 100 random bits."""
    alphabet = "23456789abcdefghijkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(alphabet) for _letter in range(5)) for _group in range(4))


@transaction.atomic
def make_accounts(*, allowed: bool) -> list[tuple[User, str, str]]:
    """Create the accounts, or give existing ones a new passphrase; return each with its role and passphrase.

    Raises:
        Refused: demonstration mode is off, or a real account has one of the names.
    """
    if not allowed:
        raise Refused("Demonstration accounts are made in demonstration mode only: set CASETRACKER_DEMO=1.")
    accounts = []
    for username, display_name, role in ACCOUNTS:
        user = User.objects.named(username) or User(username=username, is_demonstration=True)
        if not user.is_demonstration:
            raise Refused(f"There is a real account named {username}: demonstrations need a database of their own.")
        passphrase = new_passphrase()
        user.display_name, user.is_staff, user.is_active = display_name, True, True
        user.set_password(passphrase)
        user.save()
        user.groups.set(role_groups.groups_of([role]))
        if clearances.is_approver(user) and clearances.open_clearance(user) is None:
            clearances.request(by=None, user=user)
        log.write(action="demonstration account made", kind="accounts.user", key=user.pk, field="roles", after=role)
        accounts.append((user, role, passphrase))
    return accounts
