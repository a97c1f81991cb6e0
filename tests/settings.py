"""The product's own settings with a test's environment: plain HTTP, mail kept in memory, quick password hashes."""

import os

os.environ.update(
    SECRET_KEY="a-key-for-tests-alone-as-long-as-production-asks-for",
    SITE_URL="http://127.0.0.1:8000",
    ALLOWED_HOSTS="localhost,127.0.0.1,[::1]",
    OPERATOR_EMAIL="operator@localhost",
    EMAIL_URL="memorymail://",
    CHECKPOINT_EMAIL="checkpoints@elsewhere.example",
    LOG_SIGNING_KEY="dGhpcyBzZWVkIGlzIGZvciB0ZXN0cyBhbG9uZSwgMzI=",
)
os.environ.setdefault("DEMO", "0")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from config.settings import *  # noqa: F403

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
REQUIRE_STAFF_MFA = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
