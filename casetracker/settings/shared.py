"""Settings of both sites: data folder, hosts, headers, languages, logging.

The environment selects one of three modes:
demonstration (CASETRACKER_DEMO=1), development (nothing set), production (CASETRACKER_ALLOWED_HOSTS set).
The first two answer on loopback addresses only, over plain http.
"""

from pathlib import Path

from casetracker import environment, logging_json
from casetracker.csp import CSP

BASE_DIR = Path(__file__).resolve().parents[2]
DATA = environment.path("DATA", BASE_DIR / "data")
REGISTER_FILE = environment.path("REGISTER", DATA / "register.sqlite3")
# Files for download, made by the public site for each edition; the only folder that it writes to.
DOWNLOADS = environment.path("DOWNLOADS", DATA / "downloads")
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

DEBUG = False
DEMO = environment.flag("DEMO")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS") or LOOPBACK_HOSTS
PRODUCTION = not set(ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS)

DATABASE_ROUTERS = ["casetracker.router.RegisterRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Headers. SECURE_CSP has the names and structure of Django 6's.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
# The proxy in front reports whether the reader came by https; the server trusts it on this machine only.
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "casetracker" / "locale", BASE_DIR / "cases" / "public_site" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("TIME_ZONE", "Europe/Minsk")

STATIC_URL = "/static/"
STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_json.configuration()
