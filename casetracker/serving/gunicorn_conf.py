"""Settings of gunicorn for both sites; used as `gunicorn -c python:casetracker.serving.gunicorn_conf`."""

import os
import signal
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from casetracker import environment
from casetracker.serving import metrics
from casetracker.serving.log_privacy import QuietLogger, QuietWorker

worker_class = QuietWorker
logger_class = QuietLogger
accesslog = None
# In a demonstration, the terminal should show the addresses, not the start of the server.
loglevel = "warning" if environment.flag("DEMO") else "info"
workers = environment.number("WORKERS", 1, lowest=1, highest=64)
threads = environment.number("THREADS", 8, lowest=1, highest=64)
timeout = 60  # seconds
graceful_timeout = 10
keepalive = 5
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
control_socket_disable = True
METRICS = environment.path("METRICS", Path()) if environment.text("METRICS") else None  # socket; empty: no metrics
LIFELINE = "LIFELINE"  # descriptor of a pipe that the parent process holds open


def when_ready(server: Any) -> None:
    """Stop when the parent process is gone, even if it was killed."""
    descriptor = environment.number(LIFELINE, 0)
    if descriptor:
        threading.Thread(target=_stop_at_end_of, args=(descriptor,), daemon=True).start()


def post_worker_init(worker: Any) -> None:
    """Start background jobs: upkeep of imports on the private site, of downloads on the public one (no imports)."""
    if METRICS is not None:
        metrics.start(METRICS)
    if settings.configured and apps.ready:
        if apps.is_installed("cases.review"):
            import_module("cases.spreadsheets.import_.upkeep").start()
        else:
            import_module("cases.public_site.downloads.kept_files").start()


def post_request(worker: Any, request: Any, environ: Any, response: Any) -> None:
    """Count the answer by its status class."""
    metrics.count(getattr(response, "status", ""))


def _stop_at_end_of(descriptor: int) -> None:
    os.read(descriptor, 1)  # nothing is ever written: it returns when the other end is closed
    os.kill(os.getpid(), signal.SIGTERM)
