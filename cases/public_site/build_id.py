"""Build id of the public site."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def release() -> str:
    """Digest of everything that pages are made with: a new version of the site changes every ETag and re-renders the cards of
    people."""
    base = Path(settings.BASE_DIR)
    names = ("cases/public_site", "cases/domain", "templates/public_site")
    folders = [base / name for name in names]
    digest = hashlib.sha256()
    for file in sorted(file for folder in folders for file in folder.rglob("*") if file.is_file()):
        if file.suffix in {".py", ".html", ".xml", ".css", ".po", ".csv", ".toml"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()
