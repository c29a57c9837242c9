"""What a file is, is told by its content; what is not kept is refused with a sentence, whatever it is called."""

import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.exceptions import Refused
from cases.evidence.file_types import type_of
from cases.models import MediaType
from tests.cases.evidence.files import KEPT, REFUSED, archive, picture


@pytest.mark.parametrize("name", KEPT)
def test_type_of_a_kept_kind_is_told_by_content(name: str) -> None:
    content, expected = KEPT[name]
    file = BytesIO(content)
    assert type_of(file) is expected
    assert file.read() == content, "the file is left at its beginning"


@pytest.mark.parametrize("name", REFUSED)
def test_type_of_any_other_kind_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="This file type is not supported"):
        type_of(BytesIO(REFUSED[name]))


def test_type_of_an_empty_file_is_refused() -> None:
    with pytest.raises(Refused, match="empty"):
        type_of(BytesIO())


@pytest.mark.parametrize("side", [9_000, 20_000])
def test_type_of_a_picture_of_too_many_pixels_is_refused_without_unpacking_it(side: int) -> None:
    # Width and height stand in the header, right after the first eight bytes and "IHDR".
    png = bytearray(picture("PNG"))
    png[16:24] = side.to_bytes(4, "big") * 2
    png[29:33] = zlib.crc32(bytes(png[12:29])).to_bytes(4, "big")
    with pytest.raises(Refused, match="80 million"):
        type_of(BytesIO(bytes(png)))


def test_type_of_an_archive_with_very_many_members_is_refused() -> None:
    members = [(f"{number}", b"") for number in range(5001)]
    with pytest.raises(Refused):
        type_of(BytesIO(archive(*KEPT_DOCX, *members)))


KEPT_DOCX = (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"))


@given(st.binary(max_size=4000))
def test_type_of_whatever_bytes_is_a_type_or_a_sentence(content: bytes) -> None:
    try:
        assert type_of(BytesIO(content)) in MediaType
    except Refused as refused:
        assert refused.sentence.endswith(".")


@given(st.sampled_from(sorted(KEPT)), st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_type_of_a_damaged_file_is_a_type_or_a_sentence(name: str, at: int, junk: bytes) -> None:
    content = bytearray(KEPT[name][0])
    content[at : at + len(junk)] = junk
    try:
        assert type_of(BytesIO(bytes(content))) in MediaType
    except Refused as refused:
        assert refused.sentence.endswith(".")
