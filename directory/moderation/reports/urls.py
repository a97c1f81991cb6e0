"""Public addresses of this room: they stand below a clinic's own."""

from django.urls import path

from . import thanks, views

_REPORT = "clinics/<slug:slug>/report/"

urlpatterns = [
    path(_REPORT, views.report, name="report"),
    path(_REPORT + "correction/", views.correction, name="report_correction"),
    path(_REPORT + "sent/", thanks.sent, name="report_sent"),
]
