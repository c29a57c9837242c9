"""Evidence on the page of a source: what is kept, the form to keep more, and the way to open it. Nothing of it is public."""

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

from accounts import log
from accounts.refusals import Refused
from accounts.signed_in import user_of
from cases import text
from cases.admin.base import BlockRows
from cases.admin.forms import RecordFormSet, RowForm
from cases.models import Evidence, MediaType
from cases.sourcing import keeping, store

ENDINGS: dict[str, str] = {kind.value: kind.label.lower() for kind in MediaType} | {MediaType.JPEG.value: "jpg"}
OCTETS = "application/octet-stream"
SEALED = "sandbox; default-src 'none'"
"""Policy of an answer that holds evidence: should a program show it after all, nothing in it runs or asks for anything."""


class EvidenceForm(RowForm):
    """A piece of evidence. Its file is chosen once; afterwards only what we say about it can be changed."""

    file = forms.FileField(
        label=gettext_lazy("File"), required=False,
        help_text=gettext_lazy(
            "PDF, picture, saved page (HTML, MHTML), text, ODT or DOCX, at most 50 MB. Kept as it is, for staff alone; "
            "nothing public changes."
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
                keeping.describe(self.instance, upload)
                keeping.check_is_new(self.instance, user=self.request.user)
            except Refused as refusal:
                self.add_error("file", refusal.sentence)
        elif self.instance.pk is None and "file" not in self._errors:
            self.add_error("file", _("Choose the file."))
        super()._post_clean()


class EvidenceFormSet(RecordFormSet):
    """The pieces of one source."""

    def clean(self) -> None:
        """Refuse one file chosen twice."""
        super().clean()
        chosen: set[str] = set()
        for form in self.forms:
            if form.cleaned_data.get("file") and form.instance.sha256 in chosen:
                form.add_error("file", _("This very file is chosen twice."))
            chosen |= {form.instance.sha256} if hasattr(form, "cleaned_data") else set()


class EvidenceRows(BlockRows):
    """What is kept of the source. Nothing is taken away: what was evidence once stays."""

    model = Evidence
    form = EvidenceForm
    formset = EvidenceFormSet
    can_delete = False
    readonly_fields = ("kept",)
    verbose_name_plural = gettext_lazy("evidence: kept files, for staff alone")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The file to choose where more may be kept."""
        file = ("file",) if self.has_add_permission(request, obj) else ()
        return ("kept", *file, ("fetched_on", "obtained"), "internal_notes")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """One empty form: a file is kept without any script."""
        return 1

    @admin.display(description=gettext_lazy("kept"))
    def kept(self, evidence: Evidence) -> SafeString | str:
        """The way to the file, what it is, and who kept it."""
        if evidence.pk is None:
            return "–"
        return format_html(
            '<a href="{}" download>{}</a> {}<br><bdi>{}</bdi><br><code>{}</code><br>{}',
            reverse("admin:cases_evidence", args=[evidence.pk]),
            _("Take the file out (this is logged)"),
            _("%(type)s, %(bytes)s bytes") % {"type": evidence.get_media_type_display(), "bytes": evidence.size},
            text.shown(evidence.original_name), evidence.sha256,
            _("kept by %(who)s, %(when)s")
            % {"who": evidence.created_by or _("the program"), "when": timezone.localtime(evidence.created_at).date()},
        )  # fmt: skip


@require_GET
def opened(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes of a piece of evidence, to be saved and never shown by the browser; for all others it is not there."""
    found = Evidence.objects.visible_to(request.user).filter(pk=pk).select_related("source").first()
    if found is None or not request.user.has_perm("cases.view_evidence"):
        raise Http404
    try:
        state = "opened" if store.is_whole(found.sha256) else "altered"
    except OSError:
        state = "missing"
    action = {"opened": "evidence opened", "altered": "evidence altered", "missing": "evidence missing"}[state]
    log.write(
        action=action, by=request.user, kind=found.noun(), key=found.pk, root_kind=found.noun(), root_key=found.pk
    )  # fmt: skip
    if state != "opened":
        messages.error(
            request,
            _("The kept file is gone from the disk. It has to come back from a backup; this was logged.")
            if state == "missing"
            else _(
                "The kept file is not what was kept: somebody or something altered it. It is not given out; this was logged."
            ),
        )
        return HttpResponseRedirect(reverse("admin:cases_source_change", args=[found.source_id]))
    return sealed(found)


def sealed(evidence: Evidence) -> StreamingHttpResponse:
    """The answer with the bytes: an attachment under a name of our own, of no type that a browser would open."""
    response = StreamingHttpResponse(store.pieces(evidence.sha256), content_type=OCTETS)
    name = f"evidence-{evidence.public_id}.{ENDINGS[evidence.media_type]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Length"] = str(evidence.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SEALED
    return response


def save_rows(request: HttpRequest, formset: Any) -> None:
    """Keep the files that were chosen, and save what was changed of the others."""
    formset.save(commit=False)
    uploads = {id(form.instance): form.cleaned_data.get("file") for form in formset.forms if form.has_changed()}
    for row in formset.rows_to_save():
        if row.pk is None:
            keeping.keep_evidence(evidence=row, upload=uploads[id(row)], by=user_of(request))
        else:
            row.save(by=request.user)
