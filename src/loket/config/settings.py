"""Django's settings, derived from the environment (config.environment) and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from loket.config.databases import database_for
from loket.config.environment import EnvironmentWrong, read_environment
from loket.kit.crypto import read_keys, write_keys

LOKET = read_environment()
PACKAGE = Path(__file__).resolve().parents[1]

if LOKET.demo and not LOKET.keys_file.exists():
    write_keys(LOKET.keys_file)
try:
    LOKET_KEYRING = read_keys(LOKET.keys_file)
except (OSError, ValueError) as error:
    raise EnvironmentWrong(
        f"The keys file {LOKET.keys_file} can't be read ({error})."
        " LOKET_KEYS_FILE must name one that `loket keys make --output FILE` made, readable by this user."
    ) from error
SECRET_KEY = LOKET_KEYRING.django_secret

DEBUG = False
ALLOWED_HOSTS = list(LOKET.allowed_hosts)
ROOT_URLCONF = "loket.config.urls"
WSGI_APPLICATION = "loket.config.wsgi.application"
AUTH_USER_MODEL = "loket.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth.account",
    "allauth.mfa",
    "loket",
]
MIDDLEWARE = [
    "loket.interfaces.metrics.measuring.requests",  # first: it measures all the rest
    "loket.interfaces.web.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "loket.interfaces.web.middleware.language",  # before bounds: its answers speak the reader's language
    "loket.interfaces.web.middleware.bounds",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "loket.interfaces.web.middleware.clock",
    "loket.interfaces.web.middleware.refusals",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "interfaces/web/templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "loket.interfaces.web.context.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "builtins": ["loket.interfaces.web.tags"],
            "libraries": {},
        },
    }
]

DATABASES = {"default": database_for(LOKET)}
#: The role that migrates; `loket db migrate` puts it in the place of the default.
LOKET_OWNER_DATABASE = database_for(LOKET, owner=True)

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
#: One catalogue an audience: a page's words stand beside the page. Source texts are Indonesian (ADR 0005).
LOCALE_PATHS = [
    PACKAGE / "locale",
    *sorted((PACKAGE / "interfaces/web").glob("*/locale")),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = LOKET.checkout / "build/static"
STATICFILES_DIRS = [PACKAGE / "interfaces/web/static"]
if (LOKET.checkout / "build/vendor").is_dir():
    STATICFILES_DIRS.append(LOKET.checkout / "build/vendor")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "loket.interfaces.web.assets.HashedStorage"},
}
WHITENOISE_MAX_AGE = 3600

SESSION_ENGINE = "loket.interfaces.web.sessions"
SESSION_COOKIE_NAME = "sesi"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOKET.demo
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "loket.interfaces.web.failures.csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/masuk/"
#: Officers pass a second factor once a day; the demo's passwords are known to everybody, so there it is off.
LOKET_SECOND_FACTOR = not LOKET.demo

#: allauth keeps authenticators and checks codes; its pages, mails and sign-in are not used (ADR 0016).
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "loket.foundation.people.authenticators.SealedAuthenticators"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Loket"
#: One step of 30 seconds to either side: clocks of phones differ (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
#: A code is used once over all processes: what allauth remembers of it stands in the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "loket_cache", "TIMEOUT": 3600}
}

#: No personal data in logs: requests are logged by route and status, never by body or query (tests/house).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "loket": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # Anybody can send any Host header; a traceback for each would drown what matters.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "none"
PROCRASTINATE_IMPORT_PATHS = ["loket.interfaces.jobs.tasks"]
