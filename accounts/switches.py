"""Emergency switches: freeze, lock, neutral public page. Set in the admin or by a command, always logged."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import Switch, SwitchName, User

FROZEN = _(
    "The site is frozen: you cannot change or approve anything until an administrator turns the freeze off. "
    "You can still unpublish."
)


def neutral_flag() -> Path:
    """File beside the register that informs the public process of the switch: the processes have no other link."""
    return Path(f"{settings.REGISTER_FILE}.neutral")


def is_on(name: str) -> bool:
    """Whether a switch is on now."""
    return Switch.objects.filter(name=name, on=True).exists()


def check_not_frozen() -> None:
    """Check that the freeze is off; every function that changes or approves something calls this first.

    Raises:
        Refused: the freeze is on.
    """
    if is_on(SwitchName.FREEZE):
        raise Refused(FROZEN)


def check_may_throw(by: User | None) -> None:
    """Raise Refused unless `by` may use the switches; None is a command on the server."""
    if by is not None and not (by.is_active and by.has_perm("accounts.throw_switch")):
        raise Refused(_("You don't have permission to use the emergency switches. Ask an administrator."))


@transaction.atomic
def throw(name: str, *, on: bool, by: User | None, keeper: User | None = None) -> None:
    """Turn a switch on or off. `keeper` can still work while the lock is on; by default it is `by`.

    Raises:
        Refused: `by` may not, there is no such switch, or the lock would leave nobody.
    """
    check_may_throw(by)
    if name not in SwitchName.values:
        raise Refused(_("This switch does not exist."))
    keeper = (keeper or by) if on and name == SwitchName.LOCK else None
    if on and name == SwitchName.LOCK:
        if keeper is None:
            raise Refused(_("Select the administrator who can still work while the lock is on."))
        if not (keeper.is_active and keeper.has_perm("accounts.throw_switch")):
            raise Refused(_("Only an active administrator can work while the lock is on."))
    Switch.objects.update_or_create(name=name, defaults={"on": on, "since": timezone.now(), "keeper": keeper})
    log.write(
        action=f"switch {name} {'on' if on else 'off'}", by=by, kind="accounts.switch", note=str(keeper or ""),
        linked_kind="accounts.user" if keeper else "", new_id=keeper.pk if keeper else None,
    )  # fmt: skip
    if name == SwitchName.LOCK and on:
        _end_all_sessions(keeper)
    if name == SwitchName.NEUTRAL:
        _flag(on)


def _end_all_sessions(keeper: User | None) -> None:
    for user in User.objects.select_for_update().exclude(pk=keeper and keeper.pk).order_by("pk"):
        user.end_sessions()
        user.save(update_fields=("session_stamp",))


def _flag(on: bool) -> None:
    # Written last inside the transaction: an error here rolls the row back too. If the commit fails instead, the page
    # stays neutral, which is the safe side.
    if on:
        neutral_flag().parent.mkdir(parents=True, exist_ok=True)
        neutral_flag().touch()
    else:
        neutral_flag().unlink(missing_ok=True)
