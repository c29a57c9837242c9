"""WSGI entry of the public site."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "casetracker.settings.public"
application = get_wsgi_application()

from cases.public_site.templating import prepare  # noqa: E402 - after the settings

prepare()
