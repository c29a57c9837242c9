"""Records of accounts. Import them from this package; its modules depend on none of ours beside each other."""

from .entry import Entry, Head
from .invitation import Invitation
from .switch import Switch, SwitchName
from .user import User

__all__ = ["Entry", "Head", "Invitation", "Switch", "SwitchName", "User"]
