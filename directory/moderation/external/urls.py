"""Addresses of invitations: those of the person invited, and those of whoever invites."""

from django.urls import path

from . import views

_LINK = "invited/<slug:token>/"

urlpatterns = [
    path("invited/", views.invited, name="invited"),
    path(_LINK, views.invited_by, name="invited_by"),
    path(_LINK + "accept/", views.accept, name="invitation_accept"),
    path(_LINK + "decline/", views.decline, name="invitation_decline"),
    path("cases/<uuid:case_id>/invite/<slug:part>/", views.invite, name="invite"),
    path("invitations/<uuid:invitation_id>/take-back/", views.take_back, name="invitation_take_back"),
]
