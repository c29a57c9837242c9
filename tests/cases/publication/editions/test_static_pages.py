"""A static mirror answers every page of the sitemap from the folder of an edition."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError

from accounts.models import User
from cases.models import Case, Person
from cases.publication.editions import shelf
from tests import factories
from tests.cases.publication.editions.conftest import release
from tests.promises.people import approve

pytestmark = pytest.mark.django_db(databases=["default", "register"])
DAY = date(2026, 5, 4)
MIRROR = "https://mirror.example.org"
LINK = re.compile(r' (?:href|src)="([^"]*)"')


@pytest.fixture
def site(
    public_file: Path, whole_person: Person, whole_case: Case, editor: User, reviewer: User, key_file: Path, place: Path
) -> Path:
    """The folder that a static mirror serves: 27 people, so that their list has two pages, and a case."""
    for record in (whole_person, whole_case):
        approve(record, editor, reviewer)
    for number in range(26):
        approve(factories.person(f"Чалавек {number}", by=editor), editor, reviewer)
    release(key_file, day=DAY, pages=MIRROR)
    return place / "edition-000001" / "site"


def file_of(site: Path, path: str) -> Path:
    return site / f"{path[1:]}index.html" if path.endswith("/") else site / path[1:]


def test_mirror_answers_the_sitemap_without_script_or_program(
    site: Path, key_file: Path, whole_person: Person, whole_case: Case, tmp_path: Path
) -> None:
    """One edition with pages takes seconds, so all that is asked of it is asked here."""
    listed = re.findall(r"<loc>([^<]*)</loc>", (site / "sitemap-1.xml").read_text())
    paths = [urlsplit(address).path for address in listed]
    assert len(paths) == (27 + 1 + 1) * 3
    assert all(address.startswith(MIRROR) for address in listed)
    assert all(file_of(site, path).is_file() for path in paths)
    assert "Чалавек" in (site / "be" / "persons" / "page-2" / "index.html").read_text()
    assert (site / "ru" / "cases" / whole_case.public_id / "index.html").is_file()

    pages = sorted(site.rglob("*.html"))
    assert len(pages) > len(paths)
    for page in pages:
        text = page.read_text()
        assert "<form" not in text
        assert not re.search(r"<(input|button|select)\b", text), page
        assert not re.search(r'<script(?! type="application/ld\+json")', text), page
        assert text.count("<div") == text.count("</div"), page
        for link in LINK.findall(text):
            target = link.partition("#")[0]
            if target.startswith("/"):
                assert "?" not in target
                assert file_of(site, target).is_file() or "/judges/" in target, (page, target)

    release(key_file, to=tmp_path / "other", like=site.parent, pages=MIRROR)
    again = shelf.at(tmp_path / "other" / "edition-000001").manifest
    assert again == shelf.at(site.parent).manifest


@pytest.mark.parametrize("address", ["mirror.example.org", "https://x/y", "javascript:1"])
def test_address_of_a_mirror_is_checked(key_file: Path, place: Path, address: str) -> None:
    with pytest.raises(CommandError, match="needs the address"):
        release(key_file, day=DAY, pages=address)
