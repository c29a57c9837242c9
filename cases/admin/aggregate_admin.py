"""Base of the admins of persons and cases: access, and status of publication."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.encrypted_choices import EncryptedMultipleChoiceField
from accounts.exceptions import Refused
from cases.admin.intake_links import MadeFromIntake
from cases.admin.legal_status_panel import ShowsDoubts
from cases.admin.publication_panel import PublishedRecord
from cases.admin.record_admin import RecordAdmin
from cases.admin.record_forms import RootForm
from cases.review import transitions
from cases.review.admin.review_buttons import submit_many, submit_one

SUBMIT, NOTE = "_submit", "submission_note"
"""Names of the button that saves and submits, and of the field with the note to the reviewer."""
ACCESS_FIELDSET = (
    gettext_lazy("Access"),
    {
        "fields": ("restricted", "readers", "access_reason"),
        "classes": ("collapse",),
        "description": gettext_lazy(
            "Other accounts find a restricted record in no list, search or number, and addresses and forms do not show how "
            "many records there are. They can still notice that a record they opened before is gone, and that a source or "
            "an entry of reference data cannot be deleted because a record they do not see refers to it."
        ),
    },
)


class PublicRootForm(RootForm):
    """Form of a person or case, which cannot be restricted while it is public."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse to restrict a record that is public."""
        cleaned = super().clean()
        if cleaned and cleaned.get("restricted") and "restricted" in self.changed_data:
            try:
                transitions.check_may_restrict(self.instance)
            except Refused as refusal:
                self.add_error("restricted", refusal.sentence)
        return cleaned


class RestrictedAdmin(RecordAdmin):
    """Base of the admins of records that can be restricted to named staff."""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Show the readers as checkboxes."""
        kwargs["queryset"] = get_user_model().objects.filter(is_active=True)
        kwargs |= {"widget": forms.CheckboxSelectMultiple, "form_class": EncryptedMultipleChoiceField}
        return db_field.formfield(**kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the entered values; the restriction is changed afterwards, together with the readers."""
        if change:
            obj.restricted = type(obj)._base_manager.values_list("restricted", flat=True).get(pk=obj.pk)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save, and notify users who were kept as readers of a record that they restricted."""
        wanted = form.cleaned_data.get("restricted", form.instance.restricted)
        reason, by = form.cleaned_data.get("access_reason", ""), request.user
        if wanted and not form.instance.restricted:
            form.instance.restrict(readers=form.cleaned_data["readers"], reason=reason, by=by)
        elif form.instance.restricted and not wanted:
            form.instance.lift_restriction(by=by, reason=reason)
        super().save_related(request, form, formsets, change)
        if form.kept_among_readers:
            messages.info(request, _("You were kept on the access list so that you don't lose access yourself."))


class RootAdmin(ShowsDoubts, PublishedRecord, MadeFromIntake, RestrictedAdmin):
    """Base of the admins of persons and cases."""

    form = PublicRootForm
    actions = (submit_many,)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        """Whether the list offers to submit; the action itself checks again."""
        return request.user.has_perm("review.submit_snapshot")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Render the page, and whether the saved record can be submitted with the same button."""
        may = self.has_submit_permission(request) and IS_POPUP_VAR not in {*request.GET, *request.POST}
        context |= {"submits": may, "submission_note": request.POST.get(NOTE, "")}
        return super().render_change_form(request, context, *args, **kwargs)

    def after_saving(self, request: HttpRequest, record: Any) -> HttpResponse | None:
        """Submit the saved record if the form asks for it, with the checks of every submission."""
        if SUBMIT not in request.POST:
            return None
        submit_one(request, record, note=request.POST.get(NOTE, ""))
        return HttpResponseRedirect(self.page_of(record))
