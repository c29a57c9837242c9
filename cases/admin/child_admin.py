"""Base of the admins of records added from the page of their parent: hearings of a case, sentences of a defendant."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.encrypted_choices import EncryptedChoiceField
from cases.admin.record_admin import RecordAdmin
from cases.models import Record


class AddedFromParent(RecordAdmin):
    """Admin whose address names the parent (`?case=` and its public ID) when a record is added; it never changes."""

    def parent_of(self, request: HttpRequest) -> Record | None:
        """Return the parent named in the address, if it exists and is visible to the user."""
        named = request.GET.get(self.model.parent, "")
        if not named.isalnum():
            return None
        model: Any = self.model._meta.get_field(self.model.parent).related_model
        found: Record | None = model.objects.visible_to(request.user).filter(public_id=named).first()
        return found

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Add the parent, which the address names by its public ID."""
        parent = self.parent_of(request)
        given: dict[str, Any] = super().get_changeform_initial_data(request)
        return given | {self.model.parent: parent.pk if parent else None}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Show the page, or redirect to the list of parents if none is named."""
        if self.has_add_permission(request) and self.parent_of(request) is None:
            model: Any = self.model._meta.get_field(self.model.parent).related_model
            messages.info(
                request,
                _("Open the %(parent)s first: add a %(noun)s from its page.")
                % {"parent": model._meta.verbose_name, "noun": self.opts.verbose_name},
            )
            listed = model._meta.model_name if model.noun() in ("person", "case") else "case"
            return HttpResponseRedirect(reverse(f"admin:cases_{listed}_changelist"))
        return super().add_view(request, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Hide "save and add another", which would have no parent."""
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Make the parent of a stored record read-only."""
        fixed = (self.model.parent,) if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        """Leave out the parent, which is not a choice."""
        return [name for name in super().get_autocomplete_fields(request) if name != self.model.parent]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the parent as the only choice."""
        if db_field.name == self.model.parent:
            parent = self.parent_of(request)
            model: Any = db_field.related_model
            kwargs |= {"queryset": model.objects.filter(pk=parent.pk if parent else None), "empty_label": None}
            kwargs |= {"widget": forms.Select, "form_class": EncryptedChoiceField}
            return db_field.formfield(**kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the buttons to add or change the parent."""
        if db_field.name == self.model.parent:
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
