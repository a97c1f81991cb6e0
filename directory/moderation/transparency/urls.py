"""Addresses of the public numbers, of the policy and of the checkpoints."""

from django.urls import path

from . import views

urlpatterns = [
    path("transparency/", views.transparency, name="transparency"),
    path("transparency/policy/", views.policy, name="listing_policy"),
    path("transparency/checkpoints.jsonl", views.checkpoints, name="checkpoints"),
    path("transparency.csv", views.as_csv, name="transparency_csv"),
    path("transparency.json", views.as_json, name="transparency_json"),
]
