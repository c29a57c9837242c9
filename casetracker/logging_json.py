"""JSON logging: one line per event on stderr, safe even if a log file falls into the wrong hands.

A line about a request has its method, status and route pattern: no path, query string, address, host, user or browser.
A line about an exception has its type and the places in the code: no message, no variables; they may hold case data.
Text is escaped by JSON, so nothing in a request can forge a line.
"""

import json
import logging
import signal
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

# Loggers whose messages are known to contain no data of a request or a record.
TRUSTED = ("casetracker", "cases", "accounts")
LEFT_OUT = "(left out)"
SIGNALS = frozenset(item.name for item in signal.Signals)
BASE = Path(__file__).resolve().parent.parent


def event(record: logging.LogRecord) -> dict[str, Any]:
    """Return the parts of a log record that may be kept."""
    payload: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
    }
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        payload["event"] = "request"
        payload["method"] = str(getattr(request, "method", ""))[:10]
        payload["status"] = getattr(record, "status_code", None)
        payload["route"] = match.route if match is not None else None
    else:
        payload["event"] = _words(record)
    if record.exc_info and record.exc_info[0] is not None:
        payload["exception"] = record.exc_info[0].__qualname__
        payload["where"] = _places(record.exc_info[2])
    return payload


def _words(record: logging.LogRecord) -> str:
    """Return the message of our own loggers; for Django's and the server's, the template in their code with numbers alone.

    For any other logger return only the place in its code: its message may have been filled in before.
    """
    library = record.name.partition(".")[0]
    if library in TRUSTED:
        return record.getMessage()
    if library == "gunicorn" and record.levelno == logging.INFO:
        return record.getMessage()  # starts and stops; its warnings may quote the request and the reader's address
    if library in {"django", "gunicorn"} and isinstance(record.msg, str):
        return _filled(record.msg.partition(" from ip=")[0].partition("\n")[0], record.args)
    return f"{record.module}:{record.lineno} {record.funcName}"


def _filled(template: str, values: Any) -> str:
    """Fill in numbers and names of signals, which say which process ended and how; leave out everything else."""
    given = values if isinstance(values, tuple) else ()
    kept = tuple(value if _is_harmless(value) else LEFT_OUT for value in given)
    try:
        return template % kept if kept else template
    except (TypeError, ValueError):  # parts of the template were cut off, or it names its values
        return template


def _is_harmless(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and value in SIGNALS)


def _places(trace: TracebackType | None) -> list[str]:
    """Module file, line and function of each frame, outermost first; no source lines."""
    places = []
    for frame in traceback.extract_tb(trace)[-20:]:
        file = Path(frame.filename)
        name = file.relative_to(BASE) if file.is_relative_to(BASE) else Path(*file.parts[-3:])
        places.append(f"{name}:{frame.lineno} {frame.name}")
    return places


class JsonFormatter(logging.Formatter):
    """Formatter that writes `event` as one line of ASCII JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without its newline."""
        return json.dumps(event(record), default=lambda value: type(value).__name__)


def configuration(level: str = "INFO") -> Mapping[str, Any]:
    """Return the value of LOGGING: everything to stderr, SQL never."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "casetracker.logging_json.JsonFormatter"}},
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
