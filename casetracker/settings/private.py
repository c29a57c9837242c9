"""Settings of the private site, where staff enter and review."""

import os
from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from casetracker import environment
from casetracker.headers import permissions_policy
from casetracker.settings.shared import *

# Files of the private side (databases with -wal and -shm, keys, evidence, backups) are for its own user only.
os.umask(0o077)

SECRET_KEY = environment.text("SECRET_KEY")
FIELD_KEYS = environment.names("FIELD_KEYS")
if PRODUCTION and not (SECRET_KEY and FIELD_KEYS):
    raise ImproperlyConfigured("CASETRACKER_SECRET_KEY and CASETRACKER_FIELD_KEYS must be set to serve other hosts.")
SECRET_KEY = SECRET_KEY or environment.kept_secret(DATA / "secret_key", environment.new_secret_key)
FIELD_KEYS = FIELD_KEYS or [environment.kept_secret(DATA / "field_key", environment.new_field_key)]

INSTALLED_APPS = [
    "casetracker.apps.CasetrackerConfig",
    "casetracker.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "import_export",
    "django_filters",
    "accounts",
    "cases",
    "cases.review",
    "cases.publication",
    "cases.public_site",
]

MIDDLEWARE = [
    "casetracker.headers.FixedHeadersMiddleware",
    "casetracker.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "casetracker.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "casetracker.error_pages.ErrorPagesMiddleware",
    "casetracker.preparation.RequirePreparation",
    "casetracker.bad_input.RefuseBadInputMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "casetracker.body_limits.LimitBodies",
    "django.contrib.messages.middleware.MessageMiddleware",
]

FORM_RENDERER = "casetracker.form_renderer.Renderer"
ROOT_URLCONF = "casetracker.urls"
WSGI_APPLICATION = "casetracker.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# The private database. SQLite: readers never wait for the writer (WAL), and a transaction takes the write lock when it
# begins, so that two writers queue instead of one failing half way.
DATABASE_URL = environment.text("DATABASE_URL")
PRIVATE_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "casetracker.sqlite3",
    "OPTIONS": {
        "timeout": environment.number("LOCK_WAIT", 20, lowest=1, highest=60),  # seconds; the server waits less
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            # Without it, INSERT OR REPLACE could replace what the triggers refuse to change or delete.
            "PRAGMA recursive_triggers=ON;"
        ),
    },
}
DATABASES = {
    "default": (
        environment.database(
            DATABASE_URL, statement_timeout=environment.number("STATEMENT_TIMEOUT", 30_000, lowest=100)
        )
        if DATABASE_URL
        else PRIVATE_SQLITE
    ),
    # Written here, read by the public process. No WAL: the public process may not write beside the file. secure_delete:
    # an unpublished value must be gone from the bytes too.
    "register": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": REGISTER_FILE,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=DELETE; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;",
        },
    },
}
# Start page and autocomplete of the admin, as dotted paths: casetracker imports nothing of cases.
ADMIN_HOME = "cases.workspace.dashboard.panels.home_context"
ADMIN_AUTOCOMPLETE = "cases.models.distinct_choices.DistinctChoices"
# Function that writes decisions to the register (cases/review/outbox.py).
PUBLISH = "cases.publication.publish.publish_quietly"
# State of the site for its health address, metrics and manage.py doctor; nobody asks it from outside the machine.
HEALTH = "cases.review.outbox_health.examine"
HEALTH_FOR_EVERYBODY = False
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# "14 December 2026, 10:00" on every page, in every language.
FORMAT_MODULE_PATH = "casetracker.formats"
LANGUAGES = [("en", _("English")), ("be", _("Belarusian")), ("ru", _("Russian"))]

STATIC_ROOT = DATA / "static" / "private"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "media"}},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
# Evidence files, named by their digests. Nothing serves this folder; casetracker/backup.py includes it.
EVIDENCE = DATA / "evidence"
# Where editions are released; pushed from here to public hosts.
EDITIONS = environment.path("EDITIONS", DATA / "editions")
# Folder of the backups, watched by manage.py doctor; empty: they are kept elsewhere, and nothing watches them.
BACKUPS = environment.path("BACKUPS", DATA / "backups") if environment.text("BACKUPS") else None
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    30_000  # a mass trial is one large form; anonymous forms are limited to accounts.posted_fields.FEW_FIELDS
)

# __Host-: the browser accepts such a cookie only over https, for this host alone and all its paths.
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# Tor encrypts what goes to an onion address, so its pages come over plain http, which the server takes for https.
CSRF_TRUSTED_ORIGINS = [f"http://{host}" for host in ALLOWED_HOSTS if host.endswith(".onion")]
CSRF_FAILURE_VIEW = "accounts.signin.resubmit.csrf_failure"
LANGUAGE_COOKIE_NAME = "__Host-language" if PRODUCTION else "language"
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

NO_STORE = True
FIXED_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": permissions_policy(allowed=("publickey-credentials-create", "publickey-credentials-get")),
}

IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True

# Whether an expected release may be published at all, in the digest; even then only if two sources give the term.
PUBLIC_RELEASES = environment.flag("PUBLIC_RELEASES", default=True)

# --- accounts: sign-in, second factor, sessions, throttling ---
INSTALLED_APPS += ["allauth", "allauth.account", "allauth.mfa", "allauth.usersessions"]
MIDDLEWARE += [
    "accounts.language.AccountLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.Gate",
]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("accounts.context_processors.site_state")
AUTHENTICATION_BACKENDS = ["accounts.signin.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

# Used codes and failed attempts are kept in the cache: every process and every restart must see the same ones.
CACHES = {"default": {"BACKEND": "accounts.cache.DatabaseCounters", "LOCATION": "django_cache"}}

ACCOUNT_ADAPTER = "accounts.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PASSWORD_CHANGE_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Failed attempts: 20 in ten minutes from one address, 10 in half an hour for one account (accounts/signin/throttle.py).
ACCOUNT_RATE_LIMITS = {"login_failed": "20/10m/ip,10/30m/key", "login": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXIES", 0, highest=8)
MFA_ADAPTER = "accounts.signin.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 12
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "activate_totp": "accounts.signin.second_factor.ActivateTOTPForm",
    "authenticate": "accounts.signin.second_factor.AuthenticateForm",
    "reauthenticate": "accounts.signin.second_factor.ReauthenticateForm",
    "authenticate_webauthn": "accounts.signin.second_factor.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "accounts.signin.second_factor.ReauthenticateWebAuthnForm",
}
# Label that an authenticator app shows beside the code; it should not reveal what its owner works on.
ACCOUNTS_TOTP_ISSUER = environment.text("TOTP_ISSUER", "Office")
# Target of the key for leaving quickly; empty: a page of our own that reveals nothing.
ACCOUNTS_LEAVE_URL = environment.text("LEAVE_URL")
# Dotted path of a function (user, entries) -> entries that removes log entries which the user may not see.
ACCOUNTS_READABLE_ENTRIES = "cases.models.audit_visibility.readable_entries"
# Dotted path of a context manager (user, successor, by) around removing an account's access: restricted records stay
# readable.
ACCOUNTS_SUCCESSION = "cases.models.access_succession.keeping_access"

# How long an account that may approve has to wait after a second administrator consented, so that colleagues can object.
APPROVAL_WAIT = timedelta(hours=0 if DEMO else environment.number("APPROVAL_WAIT_HOURS", 24, highest=24 * 90))

# Actions that stay possible during a freeze, by the name of their page: only what takes something off the public site
# or closes a way in. The functions behind these pages refuse everything else themselves.
ACCOUNTS_OPEN_WHILE_FROZEN = {
    "admin:review_retract": _("Unpublish a person or a case."),
    "admin:review_snapshot_change": _("Withdraw a submission that is awaiting review."),
    "admin:cases_person_merged": _("Remove the redirect of a merged record."),
    "desk_calendar_link": _("Revoke your calendar link."),
}

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Not no-referrer: browsers would send "Origin: null" with every form of our own pages, and Django refuses each as
# forged.
SECURE_REFERRER_POLICY = "same-origin"
# --- end of accounts ---
