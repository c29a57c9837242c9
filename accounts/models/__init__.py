"""Models of accounts. Import them from this package; its modules depend on none of ours except each other."""

from .clearance import Clearance
from .entry import Entry, Head
from .invitation import Invitation
from .sent_form import KeptForm, SentForm
from .switch import Switch, SwitchName
from .user import User

__all__ = ["Clearance", "Entry", "Head", "Invitation", "KeptForm", "SentForm", "Switch", "SwitchName", "User"]
