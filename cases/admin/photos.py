"""Photos on the page of a person: taken in drawn anew, shown as a reviewer will see them."""

import base64
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.admin.base import BlockRows
from cases.admin.forms import RowForm
from cases.models import Photo


class PhotoForm(RowForm):
    """A photo and the file it comes from; the file itself is not kept."""

    file = forms.FileField(label=_("picture"), required=False, help_text=_("JPEG, PNG or WebP, at most 15 MB."))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        upload = self.cleaned_data.get("file")
        if upload is not None:
            try:
                self.instance.take(upload)
            except ValidationError as refusal:
                self.add_error("file", refusal)
        elif self.instance.pk is None:
            self.add_error("file", _("Choose the picture."))
        return cleaned


class PhotoRows(BlockRows):
    """Photos. A picture cannot be exchanged, only removed and added: what was approved is one very picture."""

    model = Photo
    form = PhotoForm
    fields = ("file", ("caption", "credit"), "internal_notes", "preview")
    readonly_fields = ("preview",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the bytes: they are shown."""
        return super().get_queryset(request)

    @admin.display(description=_("as it would be published"))
    def preview(self, photo: Photo) -> SafeString | str:
        """The picture itself, in the page."""
        if photo.pk is None:
            return "–"
        data = base64.b64encode(photo.content).decode("ascii")
        return format_html('<img class="photo" alt="" src="data:image/jpeg;base64,{}">', data)


__all__ = ["PhotoForm", "PhotoRows", "admin"]
