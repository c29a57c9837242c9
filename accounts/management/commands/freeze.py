"""`manage.py freeze`: nobody changes or approves anything."""

from accounts.management.switch_command import SwitchCommand


class Command(SwitchCommand):
    """Emergency switch "freeze"."""

    help = "Emergency switch: nobody changes or approves anything. --off takes it back."
    switch = "freeze"
