"""Addresses of what is done with many at once; `what` is "reject" or "hide"."""

from django.urls import path

from . import views

urlpatterns = [
    path("<slug:what>/", views.preview, name="bulk"),
    path("<slug:what>/declare/", views.declare, name="bulk_declare"),
    path("<slug:what>/run/", views.run, name="bulk_run"),
    path("<slug:what>/done/", views.done, name="bulk_done"),
]
