"""The base of all record pages: saved with history, seen only by those who may, and nothing typed is ever lost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.forms import BaseInlineFormSet, Field, ModelChoiceField, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import log
from accounts.signed_in import user_of
from cases import dates, text
from cases.admin import history, reading, sentences
from cases.admin.export import Exported
from cases.admin.forms import PageForm, RecordFormSet, RowForm
from cases.admin.rows import check_few_are_new, is_key, settled
from cases.models import Record
from cases.models.base import lock_root
from cases.models.fields import PartialDateField, partial_date_names
from casetracker import drawing

STAMPS = ("public_id", "created_at", "created_by", "updated_at", "updated_by")
STAMPS_FIELDSET = (
    gettext_lazy("Entered and changed"),
    {"fields": (STAMPS[:1], STAMPS[1:3], STAMPS[3:]), "classes": ("collapse",)},
)
PER_PAGE = 50


class SearchedSelect(AutocompleteSelect):
    """Django's, which asks the database for whatever was posted, even where it is no key."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The chosen record alone; nothing for what cannot be a key."""
        return super().optgroups(name, [key for key in value if is_key(str(key))], attr)

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """The empty field is called after what belongs in it: the script that replaces it leaves it no other name."""
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs=extra_attrs)
        return attrs | {"data-placeholder": capfirst(str(self.field.verbose_name))}


if TYPE_CHECKING:  # the mixins below are always mixed with these
    from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin
else:
    BaseModelAdmin = InlineModelAdmin = object


class RecordOptions(BaseModelAdmin):
    """What pages and rows have in common: choices that the user may know of, and inputs of a fitting size."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """The rows that this user may know of."""
        records: Any = super().get_queryset(request)
        visible: models.QuerySet = records.visible_to(request.user)
        return visible

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> models.QuerySet | None:
        """Related records that may be chosen: also a forged choice of a barred one is answered as an unknown one."""
        queryset = super().get_field_queryset(db, db_field, request)
        related = db_field.remote_field.model
        if issubclass(related, Record):
            records: Any = related._default_manager.all() if queryset is None else queryset
            queryset = records.visible_to(request.user)
        return queryset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> ModelChoiceField | None:
        """A choice; where it is searched for, with a widget that stands forged keys."""
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        """The form field of a model's field, with an input as wide as its values are."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(db_field, PartialDateField):
            field.widget.attrs |= {"size": 18, "class": "partial-date", "placeholder": _("2022-03-08 or March 2022")}
        elif field is not None and isinstance(db_field, models.TextField):
            field.widget.attrs |= {"rows": 3, "cols": 80, "class": "vLargeTextField"}
        return field


class RecordAdmin(RecordOptions, Exported):
    """A page and a list of records. Subclasses declare; tools of several steps are functions in modules of their own."""

    form = PageForm
    list_per_page = PER_PAGE
    show_full_result_count = False
    save_on_top = True
    actions: Sequence[Any] = ()
    extra_lookups: tuple[str, ...] = ()
    readonly_fields: ClassVar[tuple[str, ...]] = STAMPS
    object_history_template = "admin/cases/history.html"
    drawn_fieldsets = drawing.FIELDSETS

    # Who sees what

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Never: rows are removed on the page of the record they belong to, persons and cases not at all."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what the list offers as a filter. Everything else would let one ask for values that no screen shows."""
        return lookup in self.allowed_lookups()

    def allowed_lookups(self) -> set[str]:
        """The query parameters that the filters and the date bar of this list make, and those named in extra_lookups."""
        allowed = set(self.extra_lookups)
        for declared in self.list_filter:
            if isinstance(declared, type):
                allowed.add(declared.parameter_name)  # type: ignore[attr-defined]
            else:
                name = declared[0] if isinstance(declared, (tuple, list)) else declared
                by_day = isinstance(declared, tuple) and declared[1] is admin.DateFieldListFilter
                endings = ("__gte", "__lt") if by_day else ("__exact", "__isnull", "__id__exact")
                allowed |= {f"{name}{ending}" for ending in endings}
        if self.date_hierarchy:
            allowed |= {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day", "gte", "lt")}
        return allowed

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; a query with control characters in it is refused before the database sees it."""
        if any(text.dangerous(value) for values in request.GET.lists() for value in (values[0], *values[1])):
            raise BadRequest(_("There are control characters in the address."))
        return super().changelist_view(request, extra_context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Record | None:
        """The record, locked with its aggregate while a form is being saved."""
        record = super().get_object(request, object_id, from_field)
        if record is not None and request.method == "POST" and transaction.get_connection().in_atomic_block:
            lock_root(record)
            record.refresh_from_db()
        return record

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404  # a record that is barred and one that never was answer alike

    # The form

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        """The form class, which knows whose request it serves."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page. What the database refuses while saving comes back as a sentence in the same form."""
        if request.method != "POST":
            response = super().changeform_view(request, object_id, form_url, extra_context)
            self.note_opened(request, object_id)
            return response
        try:
            with log.gathered():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except sentences.REFUSALS as refusal:
            request.refusal = sentences.of_refusal(refusal)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def note_opened(self, request: HttpRequest, object_id: str | None) -> None:
        """Log the reading of a restricted record."""
        record = self.get_object(request, object_id) if object_id is not None else None
        if record is not None:
            reading.note_reading(request, record, sensitive=False)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields to enter; after them the stamps, where there is something to stamp."""
        fieldsets = self.entered_fieldsets(request, obj)
        return fieldsets if obj is None else [*fieldsets, STAMPS_FIELDSET]

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """The fieldsets as declared; pages that show more to some or at times say so here."""
        return list(super().get_fieldsets(request, obj))

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """What the rows are made of; posted ones are first brought in line with what is stored now."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "POST":
            rows = settled(kwargs["data"], prefix, kwargs["queryset"])
            kwargs["data"] = rows.data
            if obj.pk is not None:
                kwargs["queryset"] = rows.queryset
            new = vars(request).setdefault("new_rows", {})  # of each kind; a page that comes back asks for each again
            new[prefix] = rows.new
            check_few_are_new(new.values())
        return kwargs

    # Saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save through the record, so that the history tells who."""
        obj.save(by=request.user)
        for name in partial_date_names(type(obj)):
            if dates.parse(getattr(obj, name)).impossible:
                messages.warning(
                    request,
                    _("%(field)s: “%(given)s” is no day of any calendar; it is kept as text and never shown as a date.")
                    % {"field": obj._meta.get_field(name).verbose_name, "given": getattr(obj, name)},
                )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows. There is no save_m2m: the only such field, the readers, has a verb of its own."""
        if "readers" in form.cleaned_data:
            form.instance.set_readers(form.cleaned_data["readers"], by=request.user)
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Remove and save the rows of one kind, one by one."""
        formset.save(commit=False)
        for row in formset.rows_to_remove():
            row.remove(by=request.user)
        for row in formset.rows_to_save():
            row.save(by=request.user)

    # Django keeps a second log of its own that would hold names for everybody who sits at the same account.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Nothing: the record wrote its own entries."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Nothing: the record wrote its own entries."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who changed what and when, before and after; of a person or case with everything that belongs to it."""
        # Asked before the record is looked up: otherwise the answer would tell which ones there are.
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        reading.note_reading(request, record, sensitive=False)
        visible = history.visible_entries(record.root, history.entries_of(record), user=user_of(request))
        entries = [entry for entry in visible if not history.says_only_whose(entry)]
        page = Paginator(entries, 100).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % record, "entries": history.in_words(list(page)), "page": page,
            "object": record, "opts": self.opts, "module_name": self.opts.verbose_name_plural, **(extra_context or {}),
        }  # fmt: skip
        return TemplateResponse(request, self.object_history_template, context)


class RowOptions(RecordOptions, InlineModelAdmin):
    """Rows of a record's page."""

    form = RowForm
    formset: type[BaseInlineFormSet] = RecordFormSet
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The formset class; the removal of a row is refused in our own words."""
        formset = super().get_formset(request, obj, **kwargs)
        own = {"hand_clean_DELETE": RowForm.hand_clean_DELETE, "request": request}
        formset.form = type(formset.form.__name__, (formset.form,), own)
        return formset


class TableRows(RowOptions, admin.TabularInline):
    """Rows in a table: for what fits a line."""

    template = drawing.TABLE  # type: ignore[assignment]  # whatever can be included

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        """The form field, called after its column: the head of a column is no label to a reader who hears the page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget: Any = getattr(field.widget, "widget", field.widget)  # of a choice: the select within its buttons
            widget.attrs["aria-label"] = capfirst(str(field.label or db_field.verbose_name))
        return field


class BlockRows(RowOptions, admin.StackedInline):
    """Rows as blocks of a few lines: for what does not fit a line."""

    template = drawing.BLOCKS  # type: ignore[assignment]
