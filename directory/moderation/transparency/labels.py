"""What categories are called on the page. Their names in the data stay as they are."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise

LABELS: dict[str, Label] = {
    "approved": _("Approved"),
    "rejected_by_person": _("Rejected by a person"),
    "rejected_automatically": _("Rejected without a person"),
    "hidden": _("Hidden"),
    "restored": _("Shown again"),
    "removed": _("Removed"),
    "submission": _("In what the provider submitted"),
    "own_check": _("In our own checks of what is published"),
    "report": _("Through a report"),
    "rules": _("When new rules were applied to what is published"),
    "person_alone": _("A person noticed it and decided"),
    "found_automatically": _("Found automatically, decided by a person"),
    "decided_automatically": _("Decided automatically"),
    "filed": _("Filed"),
    "confirmed": _("Decision confirmed"),
    "overturned": _("Decision overturned"),
    "public": _("Listings that are public today"),
    "checked_90_days": _("Everything they rest on was looked at within 90 days"),
    "confirmed_90_days": _("The provider confirmed the details within 90 days"),
    "first_answer": _("From submission to the first answer by a person"),
    "decision": _("From submission to the decision by a person"),
    "appeal": _("From appeal to its decision"),
    "automatic_agreed": _("Automatic rejections: a colleague agreed"),
    "automatic_disagreed": _("Automatic rejections: a colleague did not agree"),
    "alone_agreed": _("Approvals by one person: a colleague agreed"),
    "alone_disagreed": _("Approvals by one person: a colleague did not agree"),
    "safety": _("About safety"),
    "correction": _("About details that are not right"),
}
OUTCOMES_OF_REPORTS: dict[str, Label] = {
    "confirmed": _("Confirmed"),
    "not_confirmed": _("Not confirmed"),
    "not_for_us": _("Not for us"),
}
