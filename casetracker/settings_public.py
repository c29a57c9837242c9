"""Settings of the public site: the register and nothing else.

No private database, no private app, no session, no account, no key that opens anything: this host can be seized.
"""

from casetracker import environment
from casetracker.headers import permissions_policy
from casetracker.settings_shared import *

# Nothing on the public site is signed, so the key need not outlive the process, and there is none to steal.
SECRET_KEY = environment.new_secret_key()

INSTALLED_APPS = ["casetracker.apps.CasetrackerConfig", "django.contrib.staticfiles", "cases.register"]
# No form of the public site changes anything, so there is no token to check and no cookie to carry one.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
MIDDLEWARE = [
    "casetracker.headers.FixedHeadersMiddleware",
    "casetracker.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "casetracker.errors.ErrorPagesMiddleware",
    "casetracker.bad_input.RefuseBadInputMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cases.register.middleware.RegisterMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "casetracker.urls_public"
WSGI_APPLICATION = "casetracker.wsgi_public.application"
TEMPLATES: list[dict[str, object]] = []  # its pages are drawn by cases/register/templating.py

# Opened for reading only, by the file system's word and by SQLite's. There is no other database, and no default one.
DATABASES = {
    "default": {},
    "register": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{REGISTER_FILE.as_uri()}?mode=ro",
        "OPTIONS": {"timeout": 20, "init_command": "PRAGMA query_only=ON;"},
        "CONN_MAX_AGE": None,  # the register's middleware leaves a file that was replaced
    },
}

# How the organisation is reached safely about corrections, one way a part, parted by "|"; shown as it is written.
CONTACT = [part.strip() for part in environment.text("CONTACT").split("|") if part.strip()]

# Browser titles that say nothing of the page, where a title seen over a shoulder is a danger.
DISCREET_TITLES = environment.flag("DISCREET_TITLES")

# Counts from 1 to below this number are hidden, others rounded to a multiple of it (cases.register.small); 0 tells every count.
SMALL_CELLS = environment.number("SMALL_CELLS", 0, highest=1000)

# Each language is called as its readers call it.
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
