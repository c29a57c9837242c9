"""Forms for accounts: roles are chosen by name, and no other permission can be set."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.encrypted_choices import EncryptedChoiceField
from accounts.models import User
from accounts.roles import ROLES


def role_choices() -> list[tuple[str, Any]]:
    """Return each role with its title and description."""
    return [(role.name, format_html("{}: {}", role.title, role.description)) for role in ROLES]


class RolesForm(forms.Form):
    """Roles of an account; with none it can sign in but see nothing."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=role_choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class SuccessorForm(forms.Form):
    """Account that takes over the restricted records that only `user` can open."""

    successor = EncryptedChoiceField(
        label=_("Transfer access to restricted records to"), queryset=User.objects.none(), required=False
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successor"]
        field.queryset = User.objects.filter(is_active=True).exclude(pk=user.pk)


class NamesForm(forms.Form):
    """The two names of an account; `administration` checks them."""

    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        help_text=_("Use small letters of one script, digits and @ . + - _ only. It need not be a real name."),
    )
    display_name = forms.CharField(label=_("Display name"), max_length=120, required=False)


class InviteForm(NamesForm, RolesForm):
    """Invitation of a new account."""

    field_order = ("username", "display_name", "roles")
