"""Settings of the public site: the register and nothing else.

No private database, no private app, no session, no account, no key that opens anything: this host can be seized.
"""

from casetracker import environment
from casetracker.headers import permissions_policy
from casetracker.settings.shared import *

# Nothing on the public site is signed, so the key need not outlive the process, and there is none to steal.
SECRET_KEY = environment.new_secret_key()

INSTALLED_APPS = [
    "casetracker.apps.CasetrackerConfig",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "cases.public_site",
]
# No form of the public site changes anything, so there is no token to check and no cookie to carry one.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
MIDDLEWARE = [
    "casetracker.headers.FixedHeadersMiddleware",
    "casetracker.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "casetracker.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "casetracker.error_pages.ErrorPagesMiddleware",
    "casetracker.preparation.RequirePreparation",
    "casetracker.bad_input.RefuseBadInputMiddleware",
    "casetracker.body_limits.LimitBodies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cases.public_site.middleware.RegisterMiddleware",
    "django.middleware.common.CommonMiddleware",
    "cases.public_site.editions.withdrawn.WithdrawnMiddleware",
]
ROOT_URLCONF = "casetracker.urls_public"
WSGI_APPLICATION = "casetracker.wsgi_public.application"
# Pages are rendered by cases/public_site/templating.py; Django's engine renders only the sitemap, from the framework's
# templates.
TEMPLATES: list[dict[str, object]] = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

# Opened read-only, enforced by the mode of the file and by SQLite's query_only. There is no other database, and no
# default.
DATABASES = {
    "default": {},
    "register": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{REGISTER_FILE.as_uri()}?mode=ro",
        "OPTIONS": {"timeout": 20, "init_command": "PRAGMA query_only=ON;"},
        "CONN_MAX_AGE": None,  # the register's middleware closes the connection to a replaced file
    },
}

# The health address says which edition is served and whether the register can be read; both show on every page anyway.
HEALTH = "cases.public_site.health.examine"
HEALTH_FOR_EVERYBODY = True

# Safe ways to contact the organisation about corrections, separated by "|"; shown as written.
CONTACT = [part.strip() for part in environment.text("CONTACT").split("|") if part.strip()]

# Browser titles that reveal nothing about the page, for readers endangered by a title seen over their shoulder.
DISCREET_TITLES = environment.flag("DISCREET_TITLES")

# Counts from 1 to below this number are hidden, others rounded to a multiple of it (small_cells.py); 0 shows every
# count.
SMALL_CELLS = environment.number("SMALL_CELLS", 0, highest=1000)

# Each language has the name that its readers use.
LANGUAGES = [("en", "English"), ("be", "Беларуская"), ("ru", "Русский")]

STATIC_ROOT = DATA / "static" / "public"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "public"}},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024

NO_STORE = False
FIXED_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": permissions_policy(),
}
