"""WSGI entry of the private site."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "casetracker.settings.private"
# A waiting page blocks one of the few threads; commands may wait longer.
os.environ.setdefault("CASETRACKER_LOCK_WAIT", "5")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - after the settings

from casetracker import data_lock  # noqa: E402

data_lock.hold(settings.DATA)
