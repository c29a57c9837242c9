"""Logging: one line of JSON per event on stderr, made so that a log file can fall into anybody's hands.

A line about a request has its method, status and route pattern: no path, query string, address, host, user or browser.
A line about an exception has its type and the places in the code: no message, no variables; they may hold case data.
Text is escaped by JSON, so nothing that was sent can forge a line.
"""

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

# Loggers whose own words are known to hold no data of a request or a record.
TRUSTED = ("casetracker", "cases", "accounts")
BASE = Path(__file__).resolve().parent.parent


def event(record: logging.LogRecord) -> dict[str, Any]:
    """Return what may be kept of a log record."""
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
    }
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        told["event"] = "request"
        told["method"] = str(getattr(request, "method", ""))[:10]
        told["status"] = getattr(record, "status_code", None)
        told["route"] = match.route if match is not None else None
    else:
        told["event"] = _words(record)
    if record.exc_info and record.exc_info[0] is not None:
        told["exception"] = record.exc_info[0].__qualname__
        told["where"] = _places(record.exc_info[2])
    return told


def _words(record: logging.LogRecord) -> str:
    """The message of our own loggers; of Django's and the server's the template in their code, with nothing filled in.

    Of any other only the place in its code: its message may have been filled in before it came here.
    """
    library = record.name.partition(".")[0]
    if library in TRUSTED:
        return record.getMessage()
    if library == "gunicorn" and record.levelno == logging.INFO:
        return record.getMessage()  # starts and stops; its warnings may quote the request and the reader's address
    if library in {"django", "gunicorn"} and isinstance(record.msg, str):
        return record.msg.partition(" from ip=")[0].partition("\n")[0]
    return f"{record.module}:{record.lineno} {record.funcName}"


def _places(trace: TracebackType | None) -> list[str]:
    """Module file, line and function of each frame, outermost first; no source lines."""
    places = []
    for frame in traceback.extract_tb(trace)[-20:]:
        file = Path(frame.filename)
        name = file.relative_to(BASE) if file.is_relative_to(BASE) else Path(*file.parts[-3:])
        places.append(f"{name}:{frame.lineno} {frame.name}")
    return places


class JsonFormatter(logging.Formatter):
    """Writes `event` as one line of ASCII JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without its newline."""
        return json.dumps(event(record), default=lambda value: type(value).__name__)


def configuration(level: str = "INFO") -> Mapping[str, Any]:
    """Return the value of LOGGING: everything to stderr, SQL never."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "casetracker.logs.JsonFormatter"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
            "nothing": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            **{name: {"level": level} for name in TRUSTED},
            # Django's own handlers would write to the console in debug mode and mail tracebacks to administrators.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": ["nothing"], "propagate": False},
            "django.db.backends": {"handlers": ["nothing"], "level": "WARNING", "propagate": False},
        },
    }
