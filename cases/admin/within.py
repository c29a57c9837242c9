"""Pages of records that are added from the page of another one: a hearing from its case, a sentence from its defendant."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.admin.base import RecordAdmin
from cases.admin.rows import is_key
from cases.models import Record


class AddedFromParent(RecordAdmin):
    """The parent stands in the address (`?case=12`) when a record is added, and never changes afterwards."""

    def parent_of(self, request: HttpRequest) -> Record | None:
        """The parent that the address names, if there is one and the user may know of it."""
        key = request.GET.get(self.model.parent, "")
        if not is_key(key):
            return None
        model: Any = self.model._meta.get_field(self.model.parent).related_model
        found: Record | None = model.objects.visible_to(request.user).filter(pk=int(key)).first()
        return found

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The page, or the way to the list of parents where none is named."""
        if self.has_add_permission(request) and self.parent_of(request) is None:
            model: Any = self.model._meta.get_field(self.model.parent).related_model
            messages.info(
                request,
                _("Choose the %(parent)s first: a %(noun)s is added from its page.")
                % {"parent": model._meta.verbose_name, "noun": self.opts.verbose_name},
            )
            listed = model._meta.model_name if model.noun() in ("person", "case") else "case"
            return HttpResponseRedirect(reverse(f"admin:cases_{listed}_changelist"))
        return super().add_view(request, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Without "save and add another", which would not know to what."""
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The parent of a stored record does not change."""
        fixed = (self.model.parent,) if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        """The parent is no choice."""
        return [name for name in super().get_autocomplete_fields(request) if name != self.model.parent]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The parent as the one choice there is."""
        if db_field.name == self.model.parent:
            parent = self.parent_of(request)
            model: Any = db_field.related_model
            kwargs |= {"queryset": model.objects.filter(pk=parent.pk if parent else None), "empty_label": None}
            kwargs["widget"] = forms.Select
            return db_field.formfield(**kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without buttons to add or change the parent beside it."""
        if db_field.name == self.model.parent:
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
