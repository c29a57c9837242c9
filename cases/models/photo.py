"""Photos of persons: the publishable picture, re-encoded without metadata, stored under its own SHA-256."""

import hashlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from cases.models.person import Person
from cases.models.record import Record
from cases.models.sources import SHA256

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 40_000_000  # checked before decoding: 20 KB of PNG can unpack to 169 megapixels
LONGEST_SIDE = 1200  # pixels; enough for a page and for print on a poster of letter size
FORMATS = ("JPEG", "PNG", "WEBP")


class Photo(Record):
    """A picture of a person. The original is not kept: only what a reviewer sees can be published."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="photos", verbose_name=_("person"))
    content = models.BinaryField(editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, validators=[SHA256])
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    caption = models.CharField(_("public caption"), max_length=300, blank=True)
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Name of the photographer or owner.")
    )
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only. Never published."))

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.UniqueConstraint(fields=("person", "sha256"), name="photo_once_per_person"),
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="photo_sha256_form"),
        ]

    def __str__(self) -> str:
        return self.caption or self.sha256[:12]

    def take(self, upload: UploadedFile) -> None:
        """Fill the record from an uploaded file. Raises ValidationError with a sentence if it is not a valid picture."""
        self.content, self.width, self.height = reencode(upload)
        self.sha256 = hashlib.sha256(self.content).hexdigest()


def reencode(upload: UploadedFile) -> tuple[bytes, int, int]:
    """(JPEG bytes, width, height) of the re-encoded picture: no EXIF, comment, profile or trailing data survives."""
    if upload.size is not None and upload.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 15 MB. Choose a smaller file."))
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(_("The picture has more than 40 million pixels. Choose a smaller one."))
            rotated = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as reason:
        raise ValidationError(_("This file cannot be read as a JPEG, PNG or WebP picture. Choose another.")) from reason
    rotated.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    canvas = Image.new("RGB", rotated.size)
    canvas.paste(rotated)  # onto a blank canvas: saving the opened picture would keep its JPEG comment
    buffer = BytesIO()
    canvas.save(buffer, "JPEG", quality=85)
    return buffer.getvalue(), canvas.width, canvas.height
