"""`manage.py freeze`: block all changes and approvals."""

from accounts.management.switch_command import SwitchCommand


class Command(SwitchCommand):
    """Emergency switch "freeze"."""

    help = "Emergency switch: nobody changes or approves anything. --off takes it back."
    switch = "freeze"
