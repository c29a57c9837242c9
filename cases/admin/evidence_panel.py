"""Evidence on the page of a source: stored files, a form to add more, and downloads. None of it is public."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.request_user import user_of
from cases.admin.record_admin import BlockRows
from cases.admin.record_forms import RecordFormSet, RowForm
from cases.domain import characters
from cases.evidence import file_store, keep_file
from cases.models import Evidence, MediaType

ENDINGS: dict[str, str] = {kind.value: kind.label.lower() for kind in MediaType} | {MediaType.JPEG.value: "jpg"}
OCTETS = "application/octet-stream"
SEALED = "sandbox; default-src 'none'"
"""Content-Security-Policy of a response with evidence: if a program displays it, nothing in it runs or loads."""


class EvidenceForm(RowForm):
    """Piece of evidence. Its file is chosen once; afterwards only its description can be changed."""

    file = forms.FileField(
        label=gettext_lazy("File"), required=False,
        help_text=gettext_lazy(
            "Choose a PDF, picture, saved page (HTML, MHTML), text, ODT or DOCX file up to 50 MB. It is "
                "stored unchanged and never published."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.fields["file"].widget = forms.HiddenInput()
            self.fields["file"].disabled = True
        elif "fetched_on" in self.fields:
            self.fields["fetched_on"].initial = timezone.localdate().isoformat()

    def _post_clean(self) -> None:
        upload = self.cleaned_data.get("file") if self.instance.pk is None else None
        if upload is not None:
            try:
                keep_file.describe(self.instance, upload)
                keep_file.check_is_new(self.instance, user=self.request.user)
            except Refused as refusal:
                self.add_error("file", refusal.sentence)
        elif self.instance.pk is None and "file" not in self._errors:
            self.add_error("file", _("Choose the file."))
        super()._post_clean()


class EvidenceFormSet(RecordFormSet):
    """Pieces of evidence of one source."""

    def clean(self) -> None:
        """Refuse a file that was chosen twice."""
        super().clean()
        digests: set[str] = set()
        for form in self.forms:
            if form.cleaned_data.get("file") and form.instance.sha256 in digests:
                form.add_error("file", _("This file is selected twice. Remove one."))
            digests |= {form.instance.sha256} if hasattr(form, "cleaned_data") else set()


class EvidenceRows(BlockRows):
    """Stored evidence of the source. Nothing can be removed: evidence stays."""

    model = Evidence
    form = EvidenceForm
    formset = EvidenceFormSet
    can_delete = False
    readonly_fields = ("kept",)
    verbose_name_plural = gettext_lazy("evidence files (never published)")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Include the file field if the user may add evidence."""
        file = ("file",) if self.has_add_permission(request, obj) else ()
        return ("kept", *file, ("fetched_on", "obtained"), "internal_notes")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Return one empty form, so that a file can be added without a script."""
        return 1

    @admin.display(description=gettext_lazy("stored"))
    def kept(self, evidence: Evidence) -> SafeString | str:
        """Link to the file, its type and size, and who stored it."""
        if evidence.pk is None:
            return "–"
        return format_html(
            '<a href="{}" download>{}</a> {}<br><bdi>{}</bdi><br><code>{}</code><br>{}',
            reverse("admin:cases_evidence", args=[evidence.pk]),
            _("Download file (access is logged)"),
            _("%(type)s, %(bytes)s bytes") % {"type": evidence.get_media_type_display(), "bytes": evidence.size},
            characters.shown(evidence.original_name), evidence.sha256,
            _("stored by %(who)s, %(when)s")
            % {"who": evidence.created_by or _("system"), "when": timezone.localtime(evidence.created_at).date()},
        )  # fmt: skip


@require_GET
def opened(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Download of a piece of evidence, never displayed by the browser; 404 for users without access."""
    evidence = Evidence.objects.visible_to(request.user).filter(pk=pk).select_related("source").first()
    if evidence is None or not request.user.has_perm("cases.view_evidence"):
        raise Http404
    try:
        state = "opened" if file_store.is_whole(evidence.sha256) else "altered"
    except OSError:
        state = "missing"
    action = {"opened": "evidence opened", "altered": "evidence altered", "missing": "evidence missing"}[state]
    log.write(action=action, by=request.user, **evidence.log_target)
    if state != "opened":
        messages.error(
            request,
            _(
                "The stored file is missing from the disk. Ask an administrator to restore it from a backup. "
                "This was logged."
            )
            if state == "missing"
            else _("The stored file was altered and cannot be downloaded. Tell an administrator. This was logged."),
        )
        return HttpResponseRedirect(reverse("admin:cases_source_change", args=[evidence.source_id]))
    return sealed(evidence)


def sealed(evidence: Evidence) -> StreamingHttpResponse:
    """Build the response: an attachment under our own file name, of a type that no browser opens."""
    response = StreamingHttpResponse(file_store.pieces(evidence.sha256), content_type=OCTETS)
    name = f"evidence-{evidence.public_id}.{ENDINGS[evidence.media_type]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Length"] = str(evidence.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SEALED
    return response


def save_rows(request: HttpRequest, formset: Any) -> None:
    """Store the chosen files, and save changes to the other rows."""
    formset.save(commit=False)
    uploads = {id(form.instance): form.cleaned_data.get("file") for form in formset.forms if form.has_changed()}
    for row in formset.rows_to_save():
        if row.pk is None:
            keep_file.keep_evidence(evidence=row, upload=uploads[id(row)], by=user_of(request))
        else:
            row.save(by=request.user)
