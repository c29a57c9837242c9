"""Base of all record pages: changes are logged, access is checked, and typed values are never lost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models, transaction
from django.forms import BaseInlineFormSet, Field, ModelChoiceField, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.sent_once import SAVED, SentOnceAdmin
from accounts.admin_addresses import encrypted_key
from accounts.audit import log
from accounts.encrypted_choices import chosen_key
from accounts.guarded_admin import EncryptedChoices
from accounts.signin.resubmit import BROUGHT_BACK, KEPT, put_back
from cases.admin import confirm_save, error_messages, history_page
from cases.admin.export_actions import Exported
from cases.admin.posted_formsets import check_few_are_new, settled
from cases.admin.record_forms import PageForm, RecordFormSet, RowForm
from cases.domain import characters, dates
from cases.models import Record, access_log
from cases.models.distinct_labels import distinct, labelled
from cases.models.fields import PartialDateField, partial_date_names
from cases.models.record import lock_root
from casetracker import form_renderer

STAMPS = ("public_id", "created_at", "created_by", "updated_at", "updated_by")
STAMPS_FIELDSET = (
    gettext_lazy("Record history"),
    {"fields": (STAMPS[:1], STAMPS[1:3], STAMPS[3:]), "classes": ("collapse",)},
)
PER_PAGE = 50


class SearchedSelect(AutocompleteSelect):
    """Django's, which names records by their serial keys."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The chosen record alone; nothing for what names no record."""
        model = self.field.remote_field.model
        keys = [str(key) for text in value if (key := chosen_key(model, text)) is not None]
        groups = super().optgroups(name, keys, attr)
        for _label, options, _index in groups:
            for option in options:
                if option["value"] != "":
                    option["value"] = encrypted_key(model._meta.label_lower, option["value"])
        return groups

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Use the field's name as placeholder: the script that replaces the field leaves it no other name."""
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs=extra_attrs)
        return attrs | {"data-placeholder": capfirst(str(self.field.verbose_name))}


if TYPE_CHECKING:  # the mixin below is always mixed with this
    from django.contrib.admin.options import InlineModelAdmin
else:
    InlineModelAdmin = object


class RecordOptions(EncryptedChoices):
    """What pages and rows have in common: choices that the user may know of, and inputs of a fitting size."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Return the rows visible to this user."""
        records: Any = super().get_queryset(request)
        visible: models.QuerySet = records.visible_to(request.user)
        return visible

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> models.QuerySet | None:
        """Return the records to choose from: a forged choice of a hidden one gets the same answer as an unknown one."""
        queryset = super().get_field_queryset(db, db_field, request)
        related = db_field.remote_field.model
        if issubclass(related, Record):
            records: Any = related._default_manager.all() if queryset is None else queryset
            queryset = records.visible_to(request.user)
        return queryset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> ModelChoiceField | None:
        """Return a choice field; if it is searched, with a widget that tolerates forged keys."""
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchedSelect(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and issubclass(db_field.related_model, Record):
            field.queryset = labelled(field.queryset)
            field.label_from_instance = distinct
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        """Return the form field of a model's field, with an input as wide as its values."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            related = self.admin_site._registry.get(db_field.related_model)
            if not getattr(related, "opened_from_choices", False):
                field.widget.can_change_related = field.widget.can_view_related = False
        if field is not None and isinstance(db_field, PartialDateField):
            field.widget.attrs |= {"size": 18, "class": "partial-date", "placeholder": _("2022-03-08 or March 2022")}
        elif field is not None and isinstance(db_field, models.TextField):
            field.widget.attrs |= {"rows": 3, "cols": 80, "class": "vLargeTextField"}
        return field


class RecordAdmin(RecordOptions, Exported, SentOnceAdmin):
    """Base of the pages and lists of records. Subclasses declare; multi-step tools are functions in own modules."""

    form = PageForm
    brings_back = True
    list_per_page = PER_PAGE
    show_full_result_count = False
    save_on_top = True
    actions: Sequence[Any] = ()
    readonly_fields: ClassVar[tuple[str, ...]] = STAMPS
    object_history_template = "admin/cases/history.html"
    drawn_fieldsets = form_renderer.FIELDSETS

    # Access

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Never: rows are removed on the page of their parent, persons and cases not at all."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list; refuse a query with control characters before it reaches the database."""
        if any(characters.dangerous(value) for values in request.GET.lists() for value in (values[0], *values[1])):
            raise BadRequest(_("There are control characters in the address."))
        return super().changelist_view(request, extra_context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Record | None:
        """Return the record, locked with its aggregate while a form is being saved."""
        record = super().get_object(request, object_id, from_field)
        if record is not None and request.method == "POST" and transaction.get_connection().in_atomic_block:
            lock_root(record)
            record.refresh_from_db()
        return record

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404  # a hidden record and one that never existed get the same response

    # The form

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        """Return the form class, bound to the request."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show or process the page. Database errors on saving are shown as a sentence in the same form."""
        if request.method == "GET" and KEPT in request.GET:
            request.refusal = put_back(request)  # type: ignore[attr-defined]
        if request.method != "POST":
            response = super().changeform_view(request, object_id, form_url, extra_context)
            self.note_opened(request, object_id)
            return response
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except confirm_save.Unconfirmed as asked:
            request.questions = asked.questions  # type: ignore[attr-defined]
            request.refusal = _("Nothing is saved yet. Confirm the question above the form, or correct the values.")  # type: ignore[attr-defined]
            vars(request).pop(SAVED, None)
            return super().changeform_view(request, object_id, form_url, extra_context)
        except error_messages.REFUSALS as refusal:
            request.refusal = error_messages.of_refusal(refusal)  # type: ignore[attr-defined]
            vars(request).pop(SAVED, None)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def answer(self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any) -> HttpResponse:
        """Show the page or process its form; log entries of a save are written before anything else is done with it."""
        if request.method != "POST":
            return super().answer(request, object_id, form_url, extra_context)
        with log.gathered():
            return super().answer(request, object_id, form_url, extra_context)

    def note_opened(self, request: HttpRequest, object_id: str | None) -> None:
        """Log the reading of a restricted record."""
        record = self.get_object(request, object_id) if object_id is not None else None
        if record is not None:
            access_log.note_reading(request, record, sensitive=False)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields to enter, followed by the record history of a stored record."""
        fieldsets = self.entered_fieldsets(request, obj)
        return fieldsets if obj is None else [*fieldsets, STAMPS_FIELDSET]

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Return the declared fieldsets; pages that show more to some users or at times override this."""
        return list(super().get_fieldsets(request, obj))

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Return the arguments of the formset; posted rows are first reconciled with the stored ones."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "POST":
            rows = settled(kwargs["data"], prefix, kwargs["queryset"])
            kwargs["data"] = rows.data
            if obj.pk is not None:
                kwargs["queryset"] = rows.queryset
            new = vars(request).setdefault("new_rows", {})  # of each kind; a page that is shown again sets each again
            new[prefix] = rows.new
            check_few_are_new(new.values())
        return kwargs

    # Saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save through the record, so that the history names the user. Confirmations are checked after the rows."""
        if BROUGHT_BACK in vars(request):
            raise PermissionDenied  # a restored form is shown; it must be submitted to be saved
        request.known_before = confirm_save.known_before(obj, request)  # type: ignore[attr-defined]
        obj.court_is_meant = True
        obj.save(by=request.user)
        for name in partial_date_names(type(obj)):
            if dates.parse(getattr(obj, name)).impossible:
                messages.warning(
                    request,
                    _(
                        "%(field)s: “%(given)s” is not a date in any calendar. It is kept as text and never "
                        "shown as a date."
                    )
                    % {"field": obj._meta.get_field(name).verbose_name, "given": getattr(obj, name)},
                )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows. There is no save_m2m: the only such field, the readers, has its own function."""
        if "readers" in form.cleaned_data:
            form.instance.set_readers(form.cleaned_data["readers"], by=request.user)
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        confirm_save.check_confirmed(request, form, formsets, getattr(request, "known_before", set()))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Remove and save the rows of one kind, one by one."""
        formset.save(commit=False)
        for row in formset.rows_to_remove():
            row.remove(by=request.user)
        for row in formset.rows_to_save():
            row.save(by=request.user)

    # Django's own second log would show names to everybody who uses the same account.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Do nothing: the record wrote its own entries."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Do nothing: the record wrote its own entries."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show who changed what and when, before and after; for a person or case with everything that belongs to it."""
        # Checked before the record is looked up: otherwise the response would reveal which records exist.
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        access_log.note_reading(request, record, sensitive=False)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % record, "object": record, "opts": self.opts,
            "module_name": self.opts.verbose_name_plural, **history_page.build_context(request, record),
            **(extra_context or {}),
        }  # fmt: skip
        return TemplateResponse(request, self.object_history_template, context)


class RowOptions(RecordOptions, InlineModelAdmin):
    """Base of the rows on a record's page."""

    form = RowForm
    formset: type[BaseInlineFormSet] = RecordFormSet
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the formset class; the removal of a row is refused with our own messages."""
        formset = super().get_formset(request, obj, **kwargs)
        own = {"hand_clean_DELETE": RowForm.hand_clean_DELETE, "request": request}
        formset.form = type(formset.form.__name__, (formset.form,), own)
        return formset


class TableRows(RowOptions, admin.TabularInline):
    """Rows in a table, for values that fit on a line."""

    template = form_renderer.TABLE  # type: ignore[assignment]  # anything that can be included

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        """Return the field with its label as aria-label: the head of a column does not label it for a screen reader."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget: Any = getattr(field.widget, "widget", field.widget)  # of a choice: the select inside its buttons
            widget.attrs["aria-label"] = capfirst(str(field.label or db_field.verbose_name))
        return field


class BlockRows(RowOptions, admin.StackedInline):
    """Rows as blocks of a few lines, for values that do not fit on one line."""

    template = form_renderer.BLOCKS  # type: ignore[assignment]
