"""WSGI entry of the public site."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "casetracker.settings_public"
application = get_wsgi_application()

from cases.register.templating import prepare  # noqa: E402 - after the settings

prepare()
