"""Accounts, the log and the emergency switches in the admin."""

from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.admin import entry, switch, user

# Roles come from accounts/roles.py; nobody edits groups or raw permissions. Second factors and sessions are managed by
# their owner alone.
for _model in (Group,):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)

__all__ = ["entry", "switch", "user"]
