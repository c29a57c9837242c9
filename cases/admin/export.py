"""Taking a list out: the whole of it as it is filtered, or the chosen ones."""

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

from accounts.refusals import Refused
from cases import text
from cases.admin.rows import is_key
from cases.exports import files
from cases.exports.columns import columns_of
from cases.exports.rows import rows_of
from cases.exports.taking_out import FORMATS, SENSITIVE, check_may_export, has_sensitive, take_out
from cases.imports import mapping_file

CHOSEN = "chosen"
COMING_BACK = {"person": "casetracker"}
"""Which lists can be taken in again, and the mapping that reads them."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def may_export(request: HttpRequest, noun: str) -> bool:
    """Whether this account may take such lists out."""
    try:
        check_may_export(request.user, noun)
    except Refused:
        return False
    return True


def export_view(model_admin: Any, request: HttpRequest) -> HttpResponseBase:
    """Ask for the form of the file; posted, send the file. The filter stands in the address, as in the list."""
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
    """Ask for the form of the file, the chosen rows kept in it; all of the list, if all were chosen."""
    if request.POST.get("select_across") == "1":
        return _form(model_admin, request, count=queryset.count())
    chosen = list(queryset.values_list("pk", flat=True))
    return _form(model_admin, request, count=len(chosen), chosen=chosen)


def _keys(model_admin: Any, request: HttpRequest) -> list[int]:
    """The private keys of the filtered list in its order; of the chosen rows, where some were."""
    if any(text.dangerous(value) for name, values in request.GET.lists() for value in (name, *values)):
        raise BadRequest(_("There are control characters in the address."))
    try:
        listed = model_admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters as wrong:
        raise BadRequest(_("There is no such filter.")) from wrong
    keys = list(dict.fromkeys(listed.values_list("pk", flat=True)))
    chosen = {int(key) for key in request.POST.getlist(CHOSEN) if is_key(key)}
    return [key for key in keys if key in chosen] if CHOSEN in request.POST else keys


def _file(model: Any, request: HttpRequest, keys: list[int]) -> HttpResponseBase:
    format, noun = request.POST.get("format", ""), model.noun()
    columns = take_out(
        model=model, keys=keys, by=request.user, format=format, filtered_by=request.GET.urlencode(),
        sensitive=request.POST.get("sensitive") == "1",
    )  # fmt: skip
    headers, rows = [column.name for column in columns], rows_of(model, keys, columns, user=request.user)
    name = f"{noun}-{timezone.localdate().isoformat()}.{format}"
    if format == "xlsx":
        book = files.xlsx_file(headers, rows, title=noun)
        return FileResponse(book, as_attachment=True, filename=name, content_type=TYPES[format])
    pieces = files.csv_pieces(headers, rows) if format == "csv" else files.json_pieces(headers, rows)
    response = StreamingHttpResponse(pieces, content_type=TYPES[format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _form(
    model_admin: Any, request: HttpRequest, *, count: int, chosen: list[int] | None = None, refusal: str = ""
) -> TemplateResponse:
    noun = model_admin.model.noun()
    context = {
        **admin.site.each_context(request),
        "title": _("Take out: %(list)s") % {"list": model_admin.opts.verbose_name_plural},
        "opts": model_admin.opts, "count": count, "chosen": chosen, "formats": FORMATS, "refusal": refusal,
        "columns": [column.name for column in columns_of(noun, sensitive=False)], "coming_back": coming_back(noun),
        "may_read_sensitive": has_sensitive(noun) and request.user.has_perm(SENSITIVE),
        "filter": request.GET.urlencode(),
    }  # fmt: skip
    return TemplateResponse(request, "admin/cases/exports/form.html", context, status=409 if refusal else 200)


def coming_back(noun: str) -> list[str]:
    """The columns that are compared when such a list is taken in again, in the order of the file; [] where it cannot be."""
    if noun not in COMING_BACK:
        return []
    compared = mapping_file.load(COMING_BACK[noun]).used_columns()
    return [column.name for column in columns_of(noun, sensitive=False) if column.name in compared]


class Exported(admin.ModelAdmin):
    """For the admins of records: a link above the list, and an action for chosen rows."""

    def get_urls(self) -> list[Any]:
        """With the address at which the list is taken out."""
        view = self.admin_site.admin_view(partial(export_view, self))
        return [path("export/", view, name=f"cases_{self.opts.model_name}_export"), *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whether this account may take such lists out."""
        return may_export(request, str(self.opts.model_name))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """With the action for chosen rows, where the account may."""
        actions: dict[str, Any] = super().get_actions(request)
        if self.has_export_permission(request) and IS_POPUP_VAR not in request.GET:
            actions["export_chosen"] = (export_chosen, "export_chosen", _("Take the chosen ones out as a file"))
        return actions

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, told whether there is a link."""
        return super().changelist_view(
            request, {"may_export": self.has_export_permission(request), **(extra_context or {})}
        )
