"""Addresses of this room: the provider's side."""

from django.urls import path

from .views import affiliations, credentials, home, listing, listing_form, listing_steps, places, providers

urlpatterns = [
    path("", home.provider_home, name="provider_home"),
    path("signed-in/", home.after_login, name="after_login"),
    path("new/", providers.register_provider, name="register_provider"),
    path("<uuid:provider_id>/", providers.provider_page, name="provider"),
    path("<uuid:provider_id>/colleagues/new/", providers.add_member, name="add_member"),
    path("<uuid:provider_id>/places/new/", places.add_place, name="add_place"),
    path("<uuid:provider_id>/entries/new/", credentials.add_credential, name="add_credential"),
    path("<uuid:provider_id>/practitioners/new/", affiliations.propose, name="propose_affiliation"),
    path("<uuid:provider_id>/listings/new/", listing_form.new_listing, name="new_listing"),
    path("places/<uuid:site_id>/", places.edit_place, name="edit_place"),
    path("practitioners/<int:affiliation_id>/confirm/", affiliations.confirm, name="confirm_affiliation"),
    path("practitioners/<int:affiliation_id>/end/", affiliations.end, name="end_affiliation"),
    path("listings/<uuid:listing_id>/", listing.provider_listing, name="provider_listing"),
    path("listings/<uuid:listing_id>/revise/", listing_form.revise_listing, name="revise_listing"),
    path("listings/<uuid:listing_id>/confirm/", listing_steps.confirm_details, name="confirm_details"),
    path("listings/<uuid:listing_id>/take-down/", listing_steps.unpublish, name="unpublish_listing"),
    path("submissions/<uuid:case_id>/ask-a-person/", listing_steps.ask_person, name="ask_person"),
    path("submissions/<uuid:case_id>/withdraw/", listing_steps.withdraw, name="withdraw_submission"),
    path("statements/<int:seq>/", listing.provider_statement, name="provider_statement"),
    path("statements/<int:seq>/appeal/", listing_steps.appeal, name="file_appeal"),
]
