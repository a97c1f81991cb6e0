"""Addresses of the pages about rules and rulesets."""

from django.urls import path

from . import views

_ACTIVATION = "activations/<int:activation_id>/"

urlpatterns = [
    path("", views.rulesets, name="rulesets"),
    path("activate/", views.activate, name="ruleset_activate"),
    path("rules/<slug:rule>/", views.rule, name="ruleset_rule"),
    path("rules/<slug:rule>/mode/", views.change_mode, name="ruleset_mode"),
    path(_ACTIVATION, views.activation, name="ruleset_activation"),
    path(_ACTIVATION + "agree/", views.consent, name="ruleset_consent"),
    path(_ACTIVATION + "roll-back/", views.take_back, name="ruleset_rollback"),
]
