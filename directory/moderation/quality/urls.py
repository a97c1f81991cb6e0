"""Addresses of second looks and of the numbers on how the team decides."""

from django.urls import path

from . import number_views, views

_LOOK = "<int:seq>/"

urlpatterns = [
    path("", views.second_looks, name="second_looks"),
    path("numbers/", number_views.numbers, name="quality_numbers"),
    path(_LOOK, views.second_look, name="second_look"),
    path(_LOOK + "declare/", views.declare, name="second_look_declare"),
    path(_LOOK + "answer/", views.answer, name="second_look_answer"),
]
