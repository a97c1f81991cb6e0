"""Addresses of this room: what a person should know."""

from django.urls import path

from .views import check, reading, start

urlpatterns = [
    path("", start.home, name="home"),
    path("how-we-check/", reading.how_we_check, name="how_we_check"),
    path("what-is-known/", reading.what_is_known, name="what_is_known"),
    path("privacy/", reading.privacy, name="privacy"),
    path("check/", check.check, name="check"),
    path("robots.txt", reading.robots, name="robots"),
]
