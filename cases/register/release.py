"""Which version of the public site this is."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def release() -> str:
    """A digest of everything pages are made with: a new version of the site changes every ETag, and draws the cards of people
    anew."""
    base = Path(settings.BASE_DIR)
    folders = (base / "cases" / "register", base / "templates" / "register", base / "cases" / "vocabulary")
    told = hashlib.sha256()
    for file in sorted(file for folder in folders for file in folder.rglob("*") if file.is_file()):
        if file.suffix in {".py", ".html", ".css", ".po"}:
            told.update(file.read_bytes())
    return told.hexdigest()
