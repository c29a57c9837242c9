"""Start-up check for collected static files and compiled translations: without them every page fails with a bare 500.

It runs once, when the process starts, because both are read once. The log names each missing file; the response names
the command for the operator to run, and no path.
"""

import logging
import struct
from collections.abc import Callable, Iterator
from gettext import GNUTranslations
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from casetracker import error_pages
from casetracker.translations import catalogues

SENTENCE = "This site is not prepared. Its operator runs “{command}” on the server and starts the site again."
COMMANDS = {
    "casetracker.urls_public": "manage.py prepare_public --settings casetracker.settings.public",
    "casetracker.urls": "make prepare",
}
NAMED = 5  # missing files that the log names
logger = logging.getLogger(__name__)


def command() -> str:
    """Command that prepares this site."""
    return COMMANDS[settings.ROOT_URLCONF]


def missing() -> list[str]:
    """Files that pages need and that are missing."""
    return [*_missing_static_files(), *(f"{file.with_suffix('.mo')}" for file in _not_compiled())]


def _missing_static_files() -> Iterator[str]:
    """Yield static files that were not collected under the names that pages use."""
    try:
        hashed: dict[str, str] | None = getattr(staticfiles_storage, "hashed_files", None)
    except ValueError:  # the manifest is truncated
        hashed = {}
    if hashed is None:
        return  # a storage without a manifest, as in tests
    for finder in get_finders():
        for path, _storage in finder.list([]):
            name = path.replace("\\", "/")
            if name not in hashed or not staticfiles_storage.exists(hashed[name]):
                yield f"{settings.STATIC_ROOT}/{name}"


def _not_compiled() -> list[Path]:
    """Catalogues whose compiled form is missing or unreadable."""
    return [file for file in catalogues(settings.LOCALE_PATHS) if not _is_readable(file.with_suffix(".mo"))]


def _is_readable(compiled: Path) -> bool:
    try:
        with compiled.open("rb") as file:
            GNUTranslations(file)
    except (OSError, ValueError, struct.error):
        return False
    return True


class RequirePreparation:
    """Middleware that answers every request with 503 and a sentence for the operator while something is missing.

    The neutral page needs none of this, and must appear whatever else is wrong.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.missing = missing()
        if self.missing:
            more = len(self.missing) - NAMED
            logger.error(
                "the site is not prepared; run: %s; missing: %s%s",
                command(),
                ", ".join(self.missing[:NAMED]),
                f" and {more} more" if more > 0 else "",
            )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or answer 503."""
        if not self.missing or Path(f"{settings.REGISTER_FILE}.neutral").exists():
            return self.get_response(request)
        response: HttpResponse = error_pages.unprepared(SENTENCE.format(command=command()))
        response.headers["Cache-Control"] = "no-store"
        return response
