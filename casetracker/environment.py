"""Typed access to the settings in the process environment.

Every variable starts with CASETRACKER_. An invalid value stops the start with a message that names the variable and
never repeats the value, which may be a password.
"""

import base64
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "CASETRACKER_"
POSTGRESQL_SCHEMES = frozenset({"postgres", "postgresql"})
POSTGRESQL_OPTIONS = frozenset(
    {"host", "service", "sslmode", "sslrootcert", "sslcert", "sslkey", "channel_binding", "target_session_attrs"}
)


def text(name: str, default: str = "") -> str:
    """Return CASETRACKER_<name> without surrounding whitespace, or the default if it is unset or empty."""
    return os.environ.get(PREFIX + name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable; raise ImproperlyConfigured for any other value."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{PREFIX}{name} must be 1 or 0.")


def number(name: str, default: int, *, lowest: int = 0, highest: int = 2**31 - 1) -> int:
    """Return an integer from lowest to highest; raise ImproperlyConfigured otherwise."""
    value = text(name)
    if not value:
        return default
    if not re.fullmatch(r"[0-9]{1,10}", value) or not lowest <= int(value) <= highest:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be a whole number from {lowest} to {highest}.")
    return int(value)


def names(name: str) -> list[str]:
    """Return a comma separated variable as a list without empty entries."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def path(name: str, default: Path) -> Path:
    """Return a file or folder as an absolute path; a relative path starts at the working directory."""
    return Path(text(name, str(default))).expanduser().absolute()


def database(url: str, *, statement_timeout: int) -> dict[str, Any]:
    """Return Django's settings for a postgresql:// URL.

    statement_timeout is in milliseconds. A socket folder is given as `postgresql:///name?host=/folder`. Raises
    ImproperlyConfigured for another scheme, a missing name, an invalid port or an unknown option.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{PREFIX}DATABASE_URL is not a URL that can be read.") from error
    if parts.scheme not in POSTGRESQL_SCHEMES:
        raise ImproperlyConfigured(f"{PREFIX}DATABASE_URL must start with postgresql://; leave it out for SQLite.")
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        raise ImproperlyConfigured(f"{PREFIX}DATABASE_URL names no database.")
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(set(options) - POSTGRESQL_OPTIONS):
        raise ImproperlyConfigured(f"{PREFIX}DATABASE_URL has options that are not known: {', '.join(unknown)}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            "connect_timeout": 5,
            "options": (
                f"-c statement_timeout={statement_timeout} -c lock_timeout=10000 "
                "-c idle_in_transaction_session_timeout=60000"
            ),
        },
    }


def new_secret_key() -> str:
    """Return a new value for Django's SECRET_KEY."""
    return secrets.token_urlsafe(64)


def new_field_key() -> str:
    """Return a new key for encrypted fields, in the format of the Fernet specification."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")


def kept_secret(file: Path, make: Callable[[], str]) -> str:
    """Return the secret stored in a file; create it on first use, readable by its owner only.

    Two processes starting at once get the same secret: the first to link the file wins.
    """
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(make() + "\n")
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii").strip()
