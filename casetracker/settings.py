"""Settings of the private site, where staff enter and review."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from casetracker import environment
from casetracker.headers import permissions_policy
from casetracker.settings_shared import *

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
    "import_export",
    "django_filters",
    "accounts",
    "cases",
    "cases.review",
    "cases.register",
]

MIDDLEWARE = [
    "casetracker.headers.FixedHeadersMiddleware",
    "casetracker.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "casetracker.errors.ErrorPagesMiddleware",
    "casetracker.bad_input.RefuseBadInputMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

FORM_RENDERER = "casetracker.drawing.Renderer"
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
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            # Without it, what the triggers refuse to change or delete could be replaced (INSERT OR REPLACE).
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
    # a withdrawn value must be gone from the bytes too.
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

LANGUAGES = [("en", _("English")), ("be", _("Belarusian")), ("ru", _("Russian"))]

STATIC_ROOT = DATA / "static" / "private"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "media"}},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
# Kept files, under their digests. Nothing serves this folder; casetracker/backup.py takes it along.
EVIDENCE = DATA / "evidence"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a case with many defendants is one large form

# __Host-: the browser keeps such a cookie only from https, for this host alone and the whole of it.
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "casetracker.errors.csrf_failure"
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

# Whether an expected release may ever be told in public, in the digest; then still only where two sources give the term.
PUBLIC_RELEASES = environment.flag("PUBLIC_RELEASES", default=True)

# --- accounts: sign-in, second factor, sessions, throttling ---
INSTALLED_APPS += ["allauth", "allauth.account", "allauth.mfa", "allauth.usersessions"]
MIDDLEWARE += [
    "accounts.language.AccountLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.gate.Gate",
]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("accounts.context.site_state")
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

# Used codes and counted tries live in the cache: every process and every restart must see the same ones.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PASSWORD_CHANGE_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Failed tries: 20 in ten minutes from one address, 10 in half an hour for one account (accounts/throttle.py).
ACCOUNT_RATE_LIMITS = {"login_failed": "20/10m/ip,10/30m/key", "login": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXIES", 0, highest=8)
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 12
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "activate_totp": "accounts.forms.ActivateTOTPForm",
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "authenticate_webauthn": "accounts.forms.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "accounts.forms.ReauthenticateWebAuthnForm",
}
# What an authenticator app shows beside the code; it should not say what its owner works on.
ACCOUNTS_TOTP_ISSUER = environment.text("TOTP_ISSUER", "Office")
# Where the key for leaving quickly leads; empty: a page of our own that says nothing.
ACCOUNTS_LEAVE_URL = environment.text("LEAVE_URL")
# Dotted path of a function (user, entries) -> entries that keeps from a reader of the log what they may not know of.
ACCOUNTS_READABLE_ENTRIES = "cases.admin.readable.readable_entries"

SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Not no-referrer: with it browsers send "Origin: null" with every form of our own pages, and Django refuses each as forged.
SECURE_REFERRER_POLICY = "same-origin"
# --- end of accounts ---
