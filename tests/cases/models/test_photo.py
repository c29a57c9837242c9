"""Photos are drawn anew: nothing of the uploaded file but the picture survives."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.models import Photo
from cases.models.photo import LONGEST_SIDE, reencode

CANARY = b"flat-7-the-mother"


def picture(size: tuple[int, int] = (40, 30), form: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "grey").save(out, form, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def with_traces() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    return picture(exif=exif, comment=CANARY, icc_profile=CANARY) + CANARY


def test_take_picture_drops_exif_comment_profile_and_trailing_bytes() -> None:
    content = with_traces()
    assert content.count(CANARY) >= 3
    photo = Photo()
    photo.take(upload(content))
    assert CANARY not in photo.content
    assert (photo.width, photo.height) == (40, 30)
    with Image.open(BytesIO(photo.content)) as clean:
        assert not dict(clean.getexif())
        assert clean.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_take_other_formats_gives_jpeg(form: str) -> None:
    content, _width, _height = reencode(upload(picture(form=form)))
    assert content.startswith(b"\xff\xd8")


def test_take_large_picture_makes_it_smaller() -> None:
    _content, width, height = reencode(upload(picture((4000, 2000))))
    assert (width, height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ no picture", b"<svg onload=alert(1)>", b"GIF89a" + b"\0" * 20, picture()[:200]],
    ids=["empty", "program", "svg", "gif", "cut off"],
)
def test_take_what_is_no_picture_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(ValidationError, match=r"\."):
        reencode(upload(content))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_take_pixel_flood_is_refused_before_it_is_decoded() -> None:
    flood = BytesIO()
    Image.new("1", (13000, 13000)).save(flood, "PNG")
    assert len(flood.getvalue()) < 100_000
    with pytest.raises(ValidationError, match="40 million"):
        reencode(upload(flood.getvalue()))
