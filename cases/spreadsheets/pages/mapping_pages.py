"""The mappings that staff saved: to be read and corrected as the text they are."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse

from accounts.admin.sent_once import SentOnceAdmin
from accounts.exceptions import Refused
from cases.models import ImportMapping
from cases.spreadsheets.mapping import mapping_store, parse_mapping
from cases.spreadsheets.mapping.toml_reader import MappingError


class MappingForm(forms.ModelForm):
    """Checked by the very code that reads mappings."""

    class Meta:
        model = ImportMapping
        fields = ("name", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 40, "cols": 110, "class": "vLargeTextField"})}

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be read, in the words of the reading."""
        cleaned = super().clean() or {}
        name, text = cleaned.get("name") or self.instance.name, cleaned.get("text", "")
        try:
            parse_mapping.read(parse_mapping.parsed(text, name), name)
        except MappingError as wrong:
            raise ValidationError({"text": str(wrong)}) from wrong
        return cleaned


@admin.register(ImportMapping)
class ImportMappingAdmin(SentOnceAdmin):
    """For those who take in lists."""

    form = MappingForm
    fields = ("name", "text")
    list_display = ("name", "saved_by", "saved_at")
    actions = ()

    def _may(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cases.import_records")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever takes in lists."""
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever takes in lists."""
        return self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever takes in lists."""
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever takes in lists."""
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: lists name their mapping."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The name of a source does not change: lists that came name it."""
        return () if obj is None else ("name",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the verb, so that it is logged."""
        by: Any = request.user
        try:
            mapping_store.save_text(name=obj.name, text=obj.text, by=by)
        except Refused as refused:
            raise PermissionDenied(refused.sentence) from refused
        obj.pk = ImportMapping.objects.get(name=obj.name).pk

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """None of its own: the log has it. Who may not look is told so whether there is such a one or not."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        raise Http404

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Nothing: the verb wrote the log."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Nothing: the verb wrote the log."""
