"""Photos on the page of a person: re-encoded on upload, shown as a reviewer will see them."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.admin.record_admin import BlockRows
from cases.admin.record_forms import RowForm
from cases.models import Photo, access_log


class PhotoForm(RowForm):
    """Photo and the uploaded file; the file itself is not stored."""

    file = forms.FileField(
        label=_("picture"),
        required=False,
        help_text=_("Choose a JPEG, PNG or WebP file up to 15 MB. Metadata is removed."),
    )

    def _post_clean(self) -> None:
        upload = self.cleaned_data.get("file")
        if upload is not None:
            try:
                self.instance.take(upload)
            except ValidationError as refusal:
                self.add_error("file", refusal)
        elif self.instance.pk is None and "file" not in self._errors:
            self.add_error("file", _("Choose a picture."))
        super()._post_clean()


class PhotoRows(BlockRows):
    """Photos. An approval covers one exact picture, so another picture is another row."""

    model = Photo
    form = PhotoForm
    fields = (("file", "preview"), ("caption", "credit"), "internal_notes")
    readonly_fields = ("preview",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Leave out the bytes, which the page loads from a separate address."""
        return super().get_queryset(request).defer("content")

    @admin.display(description=_("preview of the published picture"))
    def preview(self, photo: Photo) -> SafeString | str:
        """Preview of the picture."""
        if photo.pk is None:
            return "–"
        return format_html('<img class="photo" alt="" src="{}">', reverse("admin:cases_photo", args=[photo.pk]))


def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the bytes of a photo; 404 for users without access."""
    photo = Photo.objects.visible_to(request.user).filter(pk=pk).first()
    if photo is None or not request.user.has_perm("cases.view_photo"):
        raise Http404
    access_log.note_reading(request, photo, sensitive=False)
    return HttpResponse(bytes(photo.content), content_type="image/jpeg")
