"""The server's own answers repeat nothing of the request."""

import pytest
from gunicorn.http.errors import InvalidHeader, InvalidRequestLine, LimitRequestHeaders, LimitRequestLine

from casetracker.serving.log_privacy import answer_to


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidRequestLine("<script>"), b"400 Bad Request"),
        (InvalidHeader("<script>"), b"400 Bad Request"),
        (LimitRequestLine(9, 8), b"414 "),
        (LimitRequestHeaders("<script>"), b"431 "),
        (ValueError("<script>"), b"500 Internal Server Error"),
    ],
)
def test_answer_to_a_broken_request_says_the_status_alone(error: Exception, status: bytes) -> None:
    head, _, body = answer_to(error).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert b"script" not in head + body
    assert f"Content-Length: {len(body)}".encode() in head
