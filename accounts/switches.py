"""Emergency switches: freeze, lock, neutral public page. Thrown from the admin or by a command, always logged."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import log
from accounts.models import Switch, SwitchName, User
from accounts.refusals import Refused

FROZEN = _("Everything is frozen: nobody can change or approve anything until an administrator lifts the freeze.")


def neutral_flag() -> Path:
    """The file beside the register by which the public process, which has no other link to us, knows of the switch."""
    return Path(f"{settings.REGISTER_FILE}.neutral")


def is_on(name: str) -> bool:
    """Whether a switch is on now."""
    return Switch.objects.filter(name=name, on=True).exists()


def check_not_frozen() -> None:
    """Every verb that changes or approves something calls this first.

    Raises:
        Refused: the freeze is on.
    """
    if is_on(SwitchName.FREEZE):
        raise Refused(FROZEN)


def check_may_throw(by: User | None) -> None:
    """Raise Refused unless `by` may throw switches; None stands for a command on the server."""
    if by is not None and not (by.is_active and by.has_perm("accounts.throw_switch")):
        raise Refused(_("Only an administrator may throw the emergency switches."))


@transaction.atomic
def throw(name: str, *, on: bool, by: User | None, keeper: User | None = None) -> None:
    """Put a switch on or off. `keeper` is who can still work while the lock is on: by default whoever throws it.

    Raises:
        Refused: `by` may not, there is no such switch, or the lock would leave nobody.
    """
    check_may_throw(by)
    if name not in SwitchName.values:
        raise Refused(_("There is no such switch."))
    keeper = (keeper or by) if on and name == SwitchName.LOCK else None
    if on and name == SwitchName.LOCK:
        if keeper is None:
            raise Refused(_("Name the administrator who can still work while the lock is on."))
        if not (keeper.is_active and keeper.has_perm("accounts.throw_switch")):
            raise Refused(_("Whoever keeps working while the lock is on must be an active administrator."))
    Switch.objects.update_or_create(name=name, defaults={"on": on, "since": timezone.now(), "keeper": keeper})
    log.write(action=f"switch {name} {'on' if on else 'off'}", by=by, kind="accounts.switch", note=str(keeper or ""))
    if name == SwitchName.LOCK and on:
        _end_all_sessions(keeper)
    if name == SwitchName.NEUTRAL:
        _flag(on)


def _end_all_sessions(keeper: User | None) -> None:
    for user in User.objects.select_for_update().exclude(pk=keeper and keeper.pk).order_by("pk"):
        user.end_sessions()
        user.save(update_fields=("session_stamp",))


def _flag(on: bool) -> None:
    # Written inside the transaction, last: an error here takes the row back too. The other way round, a commit that
    # fails leaves the page neutral, which is the safe side.
    if on:
        neutral_flag().parent.mkdir(parents=True, exist_ok=True)
        neutral_flag().touch()
    else:
        neutral_flag().unlink(missing_ok=True)
