"""Roles in the database: Django's groups, written only from `accounts.roles`."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from accounts.roles import BY_NAME, ROLES


def role_names(user: User) -> list[str]:
    """Return the names of a user's roles, in the order of `ROLES`."""
    group_names = set(user.groups.values_list("name", flat=True))
    return [role.name for role in ROLES if role.name in group_names]


def groups_of(names: Iterable[str]) -> list[Group]:
    """Return the groups of the given roles.

    Raises:
        Refused: a name is not a role, or `sync_roles` was not run.
    """
    wanted = set(names)
    if unknown := sorted(wanted - set(BY_NAME)):
        raise Refused(f"There is no role named {', '.join(unknown)}.")
    groups = list(Group.objects.filter(name__in=wanted))
    if len(groups) != len(wanted):
        raise Refused("The roles are not in the database yet: run manage.py sync_roles first.")
    return groups


@transaction.atomic
def sync_roles() -> list[str]:
    """Make the groups match `accounts.roles`; return the changes as sentences.

    Groups that are not roles are removed: permissions come only from roles. Running it twice changes nothing.

    Raises:
        Refused: a permission named by a role does not exist; nothing is written in this case.
    """
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    if unknown := sorted(set().union(*(role.permissions for role in ROLES)) - set(permissions)):
        raise Refused(f"Roles name permissions that do not exist: {', '.join(unknown)}.")
    changes = []
    for role in ROLES:
        group, created = Group.objects.get_or_create(name=role.name)
        current = set(group.permissions.values_list("pk", flat=True))
        wanted = {permissions[name].pk for name in role.permissions}
        if current != wanted:
            group.permissions.set(wanted)
            changes.append(f"{role.name}: {'made' if created else 'changed'}, {len(wanted)} permissions.")
    for group in Group.objects.exclude(name__in=BY_NAME):
        changes.append(f"{group.name}: removed, it is no role.")
        group.delete()
    if changes:
        log.write(action="roles synchronised", kind="accounts.group", after="\n".join(changes))
    return changes
