"""The switch of the keyboard shortcuts (WCAG 2.2, 2.1.4): each person's own, on until they turn it off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn

from .answering import moderators


@moderators
def shortcuts(request: SignedIn) -> HttpResponse:
    """What the keys do; a form turns them off or on."""
    if request.method == "POST":
        request.user.shortcuts = request.POST.get("shortcuts") == "on"
        request.user.save(update_fields=["shortcuts"])
        on, off = _("Keyboard shortcuts are on."), _("Keyboard shortcuts are off.")
        messages.success(request, on if request.user.shortcuts else off)
        return redirect("shortcuts")
    return render(request, "moderation/queue_shortcuts_page.html", {"here": "shortcuts"})
