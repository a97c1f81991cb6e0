"""Addresses of the previews of mail."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.mails, name="mails"),
    path("<slug:name>/", views.mail, name="mail"),
]
