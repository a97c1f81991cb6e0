"""The product's own settings with a test's environment: plain HTTP, mail kept in memory, quick password hashes."""

import os

os.environ.setdefault("SECRET_KEY", "a-key-for-tests-alone")
os.environ.setdefault("DEMO", "0")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from config.settings import *  # noqa: E402, F403

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
REQUIRE_STAFF_MFA = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
