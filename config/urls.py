"""Addresses. Public and signed-in pages take a language prefix; the default language has none."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.totp.views import activate_totp
from csp.constants import SELF
from csp.decorators import csp_update
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from directory.pages import health
from directory.submission.views.as_public import case_as_public

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# The one page with a picture that is no file: the code to photograph when a second factor is set up.
totp_with_picture = csp_update({"img-src": [SELF, "data:"]})(activate_totp)

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("directory.pages.urls")),
        path("", include("directory.moderation.reports.urls")),
        path("", include("directory.search.urls")),
        path("", include("directory.moderation.transparency.urls")),
        path("providers/", include("directory.submission.urls")),
        path("moderation/cases/<uuid:case_id>/as-public/", case_as_public, name="case_as_public"),
        path("moderation/", include("directory.moderation.urls")),
        path("accounts/2fa/totp/activate/", totp_with_picture),
        path("accounts/", include("allauth.urls")),
        prefix_default_language=False,
    ),
]
