"""WSGI entry of the private site."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "casetracker.settings"
application = get_wsgi_application()
