"""What the pages of persons and cases have in common: who may see them, and where they stand on the way to the public."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusals import Refused
from cases.admin.base import RecordAdmin
from cases.admin.chain import MadeFromIntake
from cases.admin.forms import RootForm
from cases.admin.publication import PublishedRecord
from cases.admin.standing import ShowsDoubts
from cases.review import transitions
from cases.review.admin.tools import submit_many

ACCESS_FIELDSET = (gettext_lazy("Who may see it"), {"fields": ("restricted", "readers"), "classes": ("collapse",)})


class PublicRootForm(RootForm):
    """A person or case, which cannot be restricted while it is public."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse the restriction of what everybody can read."""
        cleaned = super().clean()
        if cleaned and cleaned.get("restricted") and "restricted" in self.changed_data:
            try:
                transitions.check_may_restrict(self.instance)
            except Refused as refusal:
                self.add_error("restricted", refusal.sentence)
        return cleaned


class RestrictedAdmin(RecordAdmin):
    """What can be restricted to named staff."""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The readers as boxes to tick."""
        kwargs["queryset"] = get_user_model().objects.filter(is_active=True)
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return db_field.formfield(**kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save, and say where somebody was kept among the readers of what they restricted."""
        super().save_related(request, form, formsets, change)
        if form.kept_among_readers:
            messages.info(request, _("You stay among those who may see it: otherwise it would be gone for you too."))


class RootAdmin(ShowsDoubts, PublishedRecord, MadeFromIntake, RestrictedAdmin):
    """Persons and cases."""

    form = PublicRootForm
    actions = (submit_many,)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        """Whether the list offers to submit; the verb itself asks again."""
        return request.user.has_perm("review.submit_snapshot")
