"""`manage.py public_neutral`: show a neutral page on the public site."""

from accounts.management.switch_command import SwitchCommand


class Command(SwitchCommand):
    """Emergency switch "neutral"."""

    help = "Emergency switch: the public site shows a neutral page. --off takes it back."
    switch = "neutral"
