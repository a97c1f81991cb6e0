"""Addresses of this room: the provider's side."""

from django.urls import path

from .views import home, listing

urlpatterns = [
    path("", home.provider_home, name="provider_home"),
    path("signed-in/", home.after_login, name="after_login"),
    path("listings/<uuid:listing_id>/", listing.provider_listing, name="provider_listing"),
    path("statements/<int:seq>/", listing.provider_statement, name="provider_statement"),
]
