"""Settings of the public site: the register and nothing else.

No private database, no private app, no session, no account, no key that opens anything: this host can be seized.
"""

from pathlib import Path

from casetracker import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = environment.path("DATA", BASE_DIR / "data")
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

DEMO = environment.flag("DEMO")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS") or LOOPBACK_HOSTS
PRODUCTION = not set(ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS)
DEBUG = False

# Nothing on the public site is signed, so the key need not outlive the process, and there is none to steal.
SECRET_KEY = environment.new_secret_key()

INSTALLED_APPS = ["django.contrib.staticfiles", "cases.register"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "casetracker.urls_public"
WSGI_APPLICATION = "casetracker.wsgi_public.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

REGISTER_FILE = environment.path("REGISTER", DATA / "register.sqlite3")
DATABASES = {
    "default": {},
    "register": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{REGISTER_FILE.as_uri()}?mode=ro",
        "OPTIONS": {"timeout": 20, "init_command": "PRAGMA query_only=ON;"},
    },
}
DATABASE_ROUTERS = ["casetracker.router.RegisterRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("be", "Беларуская"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "casetracker" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("TIME_ZONE", "Europe/Minsk")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "public"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
