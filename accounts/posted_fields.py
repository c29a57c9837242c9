"""Limits of a posted form before its user is known: few fields, and no file that reaches the disk."""

from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

FEW_FIELDS = 200
"""For forms without a signed-in user: sign-in, passphrases. Signed in: settings.DATA_UPLOAD_MAX_NUMBER_FIELDS."""
PLAIN = "application/x-www-form-urlencoded"


class NamesOnly(FileUploadHandler):
    """Upload handler that discards the bytes of every file as they arrive, and keeps its name."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep nothing, and call no other handler."""
        return

    def file_complete(self, file_size: int) -> Any:
        """Return an empty file of that name."""
        return SimpleUploadedFile(self.file_name or "", b"")


def has_fields(request: HttpRequest) -> bool:
    """Whether the body is a form of plain fields, without files."""
    return request.content_type == PLAIN


def check_few_fields(request: HttpRequest) -> None:
    """Raise TooManyFieldsSent for a form with more than FEW_FIELDS, before it is parsed."""
    mark = b"&" if has_fields(request) else b"Content-Disposition"
    if request.method == "POST" and request.body.count(mark) > FEW_FIELDS:
        raise TooManyFieldsSent(f"More than {FEW_FIELDS} fields.")
