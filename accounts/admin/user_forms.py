"""Forms for accounts: roles are chosen by name, and nothing else about permissions can be said."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import ROLES


def role_choices() -> list[tuple[str, Any]]:
    """Each role with its title and what it may do."""
    return [(role.name, format_html("{}: {}", role.title, role.description)) for role in ROLES]


class RolesForm(forms.Form):
    """Which roles an account has; none is possible: it can then sign in and see nothing."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=role_choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class InviteForm(RolesForm):
    """A new account."""

    username = forms.CharField(
        label=_("Name for signing in"),
        max_length=150,
        validators=User._meta.get_field("username").validators,
        help_text=_("Letters, digits and @ . + - _ only. It need not be the person's real name."),
    )
    display_name = forms.CharField(label=_("Name shown to colleagues"), max_length=120, required=False)

    field_order = ("username", "display_name", "roles")
