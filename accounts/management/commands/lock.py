"""`manage.py lock`: sign everybody out; only the named administrator can work."""

from accounts.management.switch_command import SwitchCommand


class Command(SwitchCommand):
    """Emergency switch "lock"."""

    help = "Emergency switch: everybody is signed out, only the named administrator can work. --off takes it back."
    switch = "lock"
