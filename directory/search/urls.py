"""Addresses of this room: the patient's side."""

from django.urls import path

from .views import clinics, regions, shortlist, trials

urlpatterns = [
    path("clinics/", clinics.clinics, name="clinics"),
    path("clinics/<slug:slug>/", clinics.clinic, name="clinic"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<str:code>/", regions.region, name="region"),
    path("trials/", trials.trials, name="trials"),
    path("trials/<path:registry_id>/", trials.trial, name="trial"),
    path("shortlist/", shortlist.shortlist, name="shortlist"),
]
