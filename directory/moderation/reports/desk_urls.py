"""Addresses of this room on the moderators' side."""

from django.urls import path

from . import desk

urlpatterns = [
    path("cases/<uuid:case_id>/reports/<uuid:report_id>/judge/", desk.judge_report, name="case_report_judge"),
]
