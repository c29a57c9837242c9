"""Photos on the page of a person: taken in drawn anew, shown as a reviewer will see them."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.admin import reading
from cases.admin.base import BlockRows
from cases.admin.forms import RowForm
from cases.models import Photo


class PhotoForm(RowForm):
    """A photo and the file it comes from; the file itself is not kept."""

    file = forms.FileField(
        label=_("picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 15 MB. It is drawn anew, without metadata."),
    )

    def _post_clean(self) -> None:
        upload = self.cleaned_data.get("file")
        if upload is not None:
            try:
                self.instance.take(upload)
            except ValidationError as refusal:
                self.add_error("file", refusal)
        elif self.instance.pk is None and "file" not in self._errors:
            self.add_error("file", _("Choose the picture."))
        super()._post_clean()


class PhotoRows(BlockRows):
    """Photos. What was approved is one very picture, so another one is another row."""

    model = Photo
    form = PhotoForm
    fields = (("file", "preview"), ("caption", "credit"), "internal_notes")
    readonly_fields = ("preview",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Without the bytes, which the page loads from an address of their own."""
        return super().get_queryset(request).defer("content")

    @admin.display(description=_("as it would be published"))
    def preview(self, photo: Photo) -> SafeString | str:
        """The picture."""
        if photo.pk is None:
            return "–"
        return format_html('<img class="photo" alt="" src="{}">', reverse("admin:cases_photo", args=[photo.pk]))


def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes of a photo, for those who may see it; for all others it is not there."""
    photo = Photo.objects.visible_to(request.user).filter(pk=pk).first()
    if photo is None or not request.user.has_perm("cases.view_photo"):
        raise Http404
    reading.note_reading(request, photo, sensitive=False)
    return HttpResponse(bytes(photo.content), content_type="image/jpeg")
