"""Base of every admin of the private site: lists accept declared filters only, and addresses reveal no serial keys."""

import json
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.admin_addresses import object_id_in
from accounts.encrypted_choices import EncryptedChoiceField, EncryptedMultipleChoiceField, choice_of, chosen_keys

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    Options = BaseModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin
    Options = BaseModelAdmin

DAY_PARTS = ("__year", "__month", "__day", "__gte", "__lt")


class EncryptedChoices(Options):
    """Pages and rows whose choices of records are named by encrypted keys."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A choice of one record."""
        return super().formfield_for_foreignkey(db_field, request, **{"form_class": EncryptedChoiceField, **kwargs})

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A choice of several."""
        return super().formfield_for_manytomany(
            db_field, request, **{"form_class": EncryptedMultipleChoiceField, **kwargs}
        )


class GuardedAdmin(EncryptedChoices, ModelAdmin):
    """An admin whose list refuses undeclared lookups with 400, also in its export, its facets and as a popup.

    Django allows any lookup on any local field ("password__regex=^a"), so the rows of a list reveal, a letter at a
    time, values that no page shows. `casetracker.admin_site.StaffSite` reports a registered admin without this base as
    an error.
    """

    opened_from_choices: ClassVar[bool] = False
    """Whether a choice in a form leads to the record chosen."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, with encrypted keys in place of private ones."""
        key = object_id_in(self.opts.label_lower)
        return [
            path(str(route.pattern).replace("<path:object_id>", key), route.callback, name=route.name)
            for route in super().get_urls()
        ]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether the list offers `lookup` as a filter."""
        return lookup in self.allowed_lookups()

    def allowed_lookups(self) -> set[str]:
        """Return the query parameters that the filters and the date hierarchy of this list use."""
        allowed: set[str] = set()
        for declared in self.list_filter:
            if isinstance(declared, type):
                allowed.add(declared.parameter_name)  # type: ignore[attr-defined]
                continue
            name = declared[0] if isinstance(declared, (tuple, list)) else declared
            by_day = isinstance(declared, (tuple, list)) and declared[1] is admin.DateFieldListFilter
            endings: tuple[str, ...] = ("__gte", "__lt") if by_day else ("", "__exact", "__isnull")
            if self._leads_to_records(str(name)):  # by its filter alone, which takes no serial key
                endings = ("__id__exact", "__isnull")
            allowed |= {f"{name}{ending}" for ending in endings}
        if self.date_hierarchy:
            allowed |= {f"{self.date_hierarchy}{part}" for part in DAY_PARTS}
        return allowed

    def _leads_to_records(self, name: str) -> bool:
        try:
            return bool(get_fields_from_path(self.model, name)[-1].remote_field)
        except FieldDoesNotExist:
            return False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Django's; as a small window it would write the serial key of each row into the page."""
        listed = super().get_changelist_instance(request)
        listed.is_popup = False
        return listed

    def action_checkbox(self, obj: Any) -> Any:
        """The box that selects a row."""
        label = format_html(_("Select this object for an action - {}"), str(obj))
        box = forms.CheckboxInput({"class": "action-select", "aria-label": label}, lambda _value: False)
        return box.render(ACTION_CHECKBOX_NAME, choice_of(obj))

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **named: Any) -> Any:
        """Django's, given the private keys of the rows that were selected."""
        posted = request.POST
        keys = chosen_keys(self.model, posted.getlist(ACTION_CHECKBOX_NAME))
        if keys is None:
            raise BadRequest(_("One of the selected rows does not exist."))
        read = posted.copy()
        read.setlist(ACTION_CHECKBOX_NAME, [str(key) for key in keys])
        request.POST = read  # type: ignore[assignment]
        try:
            return super().response_action(request, queryset, *args, **named)
        finally:
            request.POST = posted

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Django's; a small window names the new record to the form that opened it as its choices are named."""
        return _named(super().response_add(request, obj, post_url_continue), obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """As above."""
        return _named(super().response_change(request, obj), obj)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Allow only the private key: another column in `_to_field` would look records up by it."""
        return to_field == self.opts.pk.name


def _named(response: HttpResponse, record: Any) -> HttpResponse:
    """The answer of a small window, with the encrypted key in place of the private one."""
    context = getattr(response, "context_data", None) or {}
    if "popup_response_data" in context:
        told = json.loads(context["popup_response_data"])
        names = [name for name in ("value", "new_value") if name in told]
        context["popup_response_data"] = json.dumps(told | dict.fromkeys(names, choice_of(record)))
    return response
