"""Accounts, the log and the emergency switches in the admin."""

from allauth.account import admin as _account
from allauth.mfa import admin as _mfa
from allauth.usersessions import admin as _usersessions
from django.contrib import admin
from django.contrib.auth import admin as _auth

from accounts.admin import accounts, log_entries, switches

# Unregister the pages that these apps bring: roles come from accounts/roles.py, nobody edits groups or raw permissions,
# and second factors and sessions are managed by their owner only. Imported first, so that nothing can register them
# later.
_THEIRS = (_account.__name__, _mfa.__name__, _usersessions.__name__, _auth.__name__)
for _model, _options in list(admin.site._registry.items()):
    if type(_options).__module__ in _THEIRS:
        admin.site.unregister(_model)

__all__ = ["accounts", "log_entries", "switches"]
