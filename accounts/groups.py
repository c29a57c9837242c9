"""Roles in the database: Django's groups, made from `accounts.roles` and by nothing else."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts import log
from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import BY_NAME, ROLES


def role_names(user: User) -> list[str]:
    """The names of a user's roles, in the order of `ROLES`."""
    held = set(user.groups.values_list("name", flat=True))
    return [role.name for role in ROLES if role.name in held]


def groups_of(names: Iterable[str]) -> list[Group]:
    """The groups of the roles named.

    Raises:
        Refused: a name is no role, or `sync_roles` was not run.
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
    """Make the groups say exactly what `accounts.roles` says; return what was changed, in sentences.

    Groups that are no role are removed: permissions come from roles alone. Running it twice changes nothing.

    Raises:
        Refused: a permission named by a role does not exist; nothing is written then.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    if unknown := sorted(set().union(*(role.permissions for role in ROLES)) - set(known)):
        raise Refused(f"Roles name permissions that do not exist: {', '.join(unknown)}.")
    changes = []
    for role in ROLES:
        group, made = Group.objects.get_or_create(name=role.name)
        held = set(group.permissions.values_list("pk", flat=True))
        wanted = {known[name].pk for name in role.permissions}
        if held != wanted:
            group.permissions.set(wanted)
            changes.append(f"{role.name}: {'made' if made else 'changed'}, {len(wanted)} permissions.")
    for group in Group.objects.exclude(name__in=BY_NAME):
        changes.append(f"{group.name}: removed, it is no role.")
        group.delete()
    if changes:
        log.write(action="roles synchronised", kind="accounts.group", after="\n".join(changes))
    return changes
