"""Addresses of this room: the moderators' side."""

from django.urls import include, path

from .views import appeal, case, decide, listings, statement, website

_CASE = "cases/<uuid:case_id>/"
_LISTING = "listings/<uuid:listing_id>/"

urlpatterns = [
    path("", include("directory.moderation.queue_urls")),
    path("", include("directory.moderation.external.urls")),
    path("rulesets/", include("directory.moderation.rulesets.urls")),
    path("quality/", include("directory.moderation.quality.urls")),
    path("replies/", include("directory.moderation.replies_urls")),
    path("bulk/", include("directory.moderation.bulk.urls")),
    path("mail/", include("directory.moderation.mail_preview.urls")),
    path("", include("directory.moderation.reports.desk_urls")),
    path(_CASE, case.case, name="case"),
    path(_CASE + "declare/", case.declare, name="case_declare"),
    path(_CASE + "take/", case.take, name="case_take"),
    path(_CASE + "release/", case.release, name="case_release"),
    path(_CASE + "checklist/", case.checklist, name="case_checklist"),
    path(_CASE + "findings/<int:finding_id>/dismiss/", case.dismiss, name="case_dismiss"),
    path(_CASE + "credentials/<uuid:credential_id>/", case.look, name="case_look"),
    path(_CASE + "notes/", case.note, name="case_note"),
    path(_CASE + "read-again/", website.have_read_again, name="case_read_again"),
    path(_CASE + "statements/<int:seq>/", statement.statement, name="case_statement"),
    path(_CASE + "changes/", decide.request_changes, name="case_changes"),
    path(_CASE + "approve/", decide.approve, name="case_approve"),
    path(_CASE + "approve-second/", decide.approve_second, name="case_approve_second"),
    path(_CASE + "return/", decide.return_to_first, name="case_return"),
    path(_CASE + "reject/", decide.reject, name="case_reject"),
    path("appeals/<uuid:appeal_id>/", appeal.appeal, name="appeal"),
    path("appeals/<uuid:appeal_id>/decide/", appeal.decide, name="appeal_decide"),
    path("listings/", listings.listings, name="listings"),
    path(_LISTING, listings.listing, name="listing"),
    path(_LISTING + "hide/", listings.hide, name="listing_hide"),
    path(_LISTING + "recheck/", listings.recheck, name="listing_recheck"),
    path(_LISTING + "remove/", listings.remove, name="listing_remove"),
]
