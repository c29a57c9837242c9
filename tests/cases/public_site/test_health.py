"""The public site's health address: which edition, and whether the register can be read."""

from pathlib import Path

import pytest
from django.test import Client

from cases.public_site.models import Edition

pytestmark = pytest.mark.django_db(databases=["default", "register"])
FORWARDED = {"HTTP_X_FORWARDED_PROTO": "https"}


@pytest.mark.parametrize("headers", [{}, FORWARDED])
def test_says_which_edition_is_read(headers: dict[str, str]) -> None:
    Edition.objects.update_or_create(id=1, defaults={"digest": "5" * 64})
    answer = Client(**headers).get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok: yes\nregister: readable\nedition: 5555555555555555\n")
    assert not answer.cookies


def test_missing_register_is_503_in_words(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.REGISTER_FILE = tmp_path / "none.sqlite3"  # type: ignore[attr-defined]
    from tests.promises.world import register_at

    with register_at(tmp_path / "none.sqlite3"):
        answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (503, b"ok: no\nregister: not readable\n")


def test_neutral_page_hides_it_from_readers_but_not_from_this_machine(
    settings: pytest.FixtureRequest, tmp_path: Path, register_file: Path
) -> None:
    flag = Path(f"{settings.REGISTER_FILE}.neutral")  # type: ignore[attr-defined]
    flag.touch()
    try:
        direct, forwarded = Client().get("/health"), Client(**FORWARDED).get("/health")
    finally:
        flag.unlink()
    assert direct.status_code == 200
    assert b"neutral page: on\n" in direct.content
    assert forwarded.status_code == 503
    assert b"edition" not in forwarded.content
