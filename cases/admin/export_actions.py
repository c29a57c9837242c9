"""Export of a list: all rows of the filter, or the selected ones."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin_addresses import encrypted_key
from accounts.encrypted_choices import chosen_keys
from accounts.exceptions import Refused
from accounts.guarded_admin import GuardedAdmin
from cases.domain import characters
from cases.spreadsheets.export import export_files
from cases.spreadsheets.export.export import (
    EVIDENCE,
    FTM,
    PACKAGE,
    SENSITIVE,
    check_may_export,
    formats_of,
    has_sensitive,
    take_out,
    take_out_ftm,
    take_out_package,
)
from cases.spreadsheets.export.export_columns import columns_of
from cases.spreadsheets.export.export_rows import rows_of
from cases.spreadsheets.mapping import parse_mapping

CHOSEN = "chosen"
LABELS = "labels"
"""What is posted for labels in the first row, machine names in the second."""
COMING_BACK = {"person": "casetracker"}
"""Lists that can be imported again, and the mapping that reads them."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def may_export(request: HttpRequest, noun: str) -> bool:
    """Whether this account may export such lists."""
    try:
        check_may_export(request.user, noun)
    except Refused:
        return False
    return True


def export_view(model_admin: Any, request: HttpRequest) -> HttpResponseBase:
    """Ask for the file format; POST sends the file. The filter is in the address, as in the list."""
    model = model_admin.model
    if not may_export(request, model.noun()):
        raise PermissionDenied
    keys = _keys(model_admin, request)
    if request.method != "POST":
        return _form(model_admin, request, count=len(keys))
    try:
        return _file(model, request, keys)
    except Refused as refused:
        return _form(model_admin, request, count=len(keys), refusal=refused.sentence)


def export_chosen(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponseBase:
    """Ask for the file format, with the selected rows stored in the form; the whole list if all were selected."""
    if request.POST.get("select_across") == "1":
        return _form(model_admin, request, count=queryset.count())
    label = queryset.model._meta.label_lower
    chosen = [encrypted_key(label, key) for key in queryset.values_list("pk", flat=True)]
    return _form(model_admin, request, count=len(chosen), chosen=chosen)


def _keys(model_admin: Any, request: HttpRequest) -> list[int]:
    """Return the private keys of the filtered list in its order; of the selected rows, if any."""
    if any(characters.dangerous(value) for name, values in request.GET.lists() for value in (name, *values)):
        raise BadRequest(_("There are control characters in the address."))
    try:
        filtered = model_admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters as wrong:
        raise BadRequest(_("This filter does not exist.")) from wrong
    keys = list(dict.fromkeys(filtered.values_list("pk", flat=True)))
    if CHOSEN not in request.POST:
        return keys
    chosen = chosen_keys(model_admin.model, filter(None, request.POST.getlist(CHOSEN)))
    if chosen is None:
        raise BadRequest(_("One of the selected rows does not exist."))
    return [key for key in keys if key in set(chosen)]


def _file(model: Any, request: HttpRequest, keys: list[int]) -> HttpResponseBase:
    format, noun = request.POST.get("format", ""), model.noun()
    if format in (PACKAGE, FTM) and format in formats_of(noun):
        return _whole(noun, request, keys, format)
    columns = take_out(
        model=model, keys=keys, by=request.user, format=format, filtered_by=request.GET.urlencode(),
        sensitive=request.POST.get("sensitive") == "1", chosen=_columns(request),
    )  # fmt: skip
    names, rows = [column.name for column in columns], rows_of(model, keys, columns, user=request.user)
    labels = [column.label(model) for column in columns] if request.POST.get("headings") == LABELS else []
    name = f"{noun}-{timezone.localdate().isoformat()}.{format}"
    if format == "xlsx":
        book = export_files.xlsx_file(names, rows, title=noun, labels=labels)
        return FileResponse(book, as_attachment=True, filename=name, content_type=TYPES[format])
    as_csv = format == "csv"
    pieces = export_files.csv_pieces(names, rows, labels=labels) if as_csv else export_files.json_pieces(names, rows)
    response = StreamingHttpResponse(pieces, content_type=TYPES[format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _columns(request: HttpRequest) -> list[str] | None:
    """The names of the columns that were ticked; None where the form was not asked."""
    return request.POST.getlist("columns") if request.POST.get("choose") == "1" else None


def _whole(noun: str, request: HttpRequest, keys: list[int], format: str) -> HttpResponseBase:
    """The persons with their cases, or the cases with their persons, in a zip."""
    chosen: dict[str, Any] = {
        "by": request.user, "filtered_by": request.GET.urlencode(), "persons": keys if noun == "person" else None,
        "cases": keys if noun == "case" else None,
    }  # fmt: skip
    if format == FTM:
        file = take_out_ftm(**chosen)
    else:
        sensitive, with_files = (request.POST.get(name) == "1" for name in ("sensitive", "files"))
        file = take_out_package(**chosen, sensitive=sensitive, with_files=with_files).file
    name = f"{noun}-{format}-{timezone.localdate().isoformat()}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _form(
    model_admin: Any, request: HttpRequest, *, count: int, chosen: list[str] | None = None, refusal: str = ""
) -> TemplateResponse:
    noun = model_admin.model.noun()
    context = {
        **admin.site.each_context(request),
        "title": _("Export: %(list)s") % {"list": model_admin.opts.verbose_name_plural},
        "opts": model_admin.opts, "count": count, "chosen": chosen, "formats": formats_of(noun), "refusal": refusal,
        "columns": [
            (column.name, column.label(model_admin.model)) for column in columns_of(noun, sensitive=False)
        ],
        "coming_back": coming_back(noun), "package": PACKAGE in formats_of(noun),
        "may_read_files": request.user.has_perm(EVIDENCE),
        "may_read_sensitive": has_sensitive(noun) and request.user.has_perm(SENSITIVE),
        "filter": request.GET.urlencode(),
    }  # fmt: skip
    return TemplateResponse(request, "admin/cases/exports/form.html", context, status=409 if refusal else 200)


def coming_back(noun: str) -> list[str]:
    """Return the columns compared when such a list is imported again, in the order of the file; [] if it cannot be."""
    if noun not in COMING_BACK:
        return []
    compared = parse_mapping.load(COMING_BACK[noun]).used_columns()
    return [column.name for column in columns_of(noun, sensitive=False) if column.name in compared]


class Exported(GuardedAdmin):
    """Base of the admins of records: a link above the list, and an action for selected rows."""

    def get_urls(self) -> list[Any]:
        """Add the address of the export."""
        view = self.admin_site.admin_view(partial(export_view, self))
        return [path("export/", view, name=f"cases_{self.opts.model_name}_export"), *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whether this account may export such lists."""
        return may_export(request, str(self.opts.model_name))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Add the action for selected rows, if the account may export."""
        actions: dict[str, Any] = super().get_actions(request)
        if self.has_export_permission(request) and IS_POPUP_VAR not in request.GET:
            actions["export_chosen"] = (export_chosen, "export_chosen", _("Export selected"))
        return actions

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, with the link if the account may export."""
        return super().changelist_view(
            request, {"may_export": self.has_export_permission(request), **(extra_context or {})}
        )
