"""The provider's own website on the case page: what was read there, when, what was found; having it read again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.accounts.permissions import SignedIn
from directory.listings.content import Content

from ..highlight import Mark, Segment, segments
from ..models import ACTIVE, Case
from ..website.actions import read_again
from ..website.evidence import Evidence, evidence_of
from ..website.judging import field_of, restored
from ..website.models import WebsitePage, WebsiteReading
from .answering import deciding
from .opening import seen_version, worked_on
from .shown import NumberedFinding

Outcome = WebsiteReading.Outcome


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page that was asked for. `department` names the part of a larger site that it belongs to, if another's."""

    page: WebsitePage
    department: str
    passages: list[list[Segment]]
    others: list[str]
    """Passages that are not among the case's findings: read after it was decided, or of a rule on trial."""

    @property
    def quiet(self) -> bool:
        return self.page.outcome == WebsitePage.Outcome.READ and not self.passages and not self.others

    @property
    def sha(self) -> str:
        return self.page.sha256[:12]


@dataclass(frozen=True, slots=True)
class ShownWebsite:
    """`state` says in a sentence what is known. `pages` are of the newest finished reading, what matters first."""

    address: str
    state: str
    tone: str
    waiting: bool
    pages: list[ShownPage]
    quiet_pages: list[ShownPage]


def shown_website(case: Case, document: Content, findings: list[NumberedFinding]) -> ShownWebsite | None:
    """None where the listing names no website."""
    if not document.website:
        return None
    evidence = evidence_of(case.revision)
    state, tone = _state(evidence)
    pages = [_page(page, findings, decided=case.status not in ACTIVE) for page in evidence.pages]
    return ShownWebsite(
        address=document.website,
        state=state,
        tone=tone,
        waiting=evidence.waiting is not None,
        pages=[each for each in pages if not each.quiet],
        quiet_pages=[each for each in pages if each.quiet],
    )


def _state(evidence: Evidence) -> tuple[str, str]:
    """What is known, in a sentence, with the tone of its notice."""
    if evidence.finished is None:
        if evidence.waiting is None:
            return _("Nobody has asked for this website to be read yet."), "warning"
        return _("Waiting: asked for on %(when)s. Approval waits for it too.") % {
            "when": _moment(evidence.waiting.asked_at)
        }, "warning"
    state, tone = _finished(evidence.finished, evidence)
    if evidence.waiting is not None:
        again = _("It is being read again (asked for on %(when)s).") % {
            "when": _moment(evidence.waiting.asked_at)
        }
        return f"{state} {again}", "warning"
    return state, tone


def _finished(reading: WebsiteReading, evidence: Evidence) -> tuple[str, str]:
    count = len(evidence.read)
    words = {"when": _moment(reading.finished_at or reading.asked_at), "count": count}
    if reading.outcome == Outcome.NOTHING:
        first = evidence.pages[0] if evidence.pages else None
        why = str(first.get_outcome_display()) if first else _("no answer")
        return _("Tried on %(when)s; nothing could be read: %(why)s.") % {**words, "why": why}, "warning"
    pages = ngettext("%(count)s page", "%(count)s pages", count) % words
    if reading.outcome == Outcome.PARTLY:
        sentence = _("Read in part on %(when)s: %(pages)s. What could not be read stands below.")
        return sentence % {**words, "pages": pages}, "warning"
    return _("Read on %(when)s: %(pages)s.") % {**words, "pages": pages}, ""


def _moment(when: datetime) -> str:
    return f"{date_format(when, 'j F Y, H:i')} UTC"


def _page(page: WebsitePage, findings: list[NumberedFinding], *, decided: bool) -> ShownPage:
    """With the passages as they were found, under the numbers of the findings that count in the case."""
    numbers = {(each.finding.rule, each.finding.field, each.finding.excerpt): each for each in findings}
    field = field_of(page.address)
    passages: dict[str, list[Mark]] = {}
    others: dict[str, None] = {}
    for found in restored(page.findings):
        counted = numbers.get((found.rule, field, found.excerpt))
        if counted is not None:
            passages.setdefault(found.excerpt, []).append(counted.mark)
        elif decided:
            others.setdefault(found.excerpt)
    unread = page.outcome != WebsitePage.Outcome.READ
    return ShownPage(
        page=page,
        department="" if page.own or unread else page.title or _("without a title"),
        passages=[segments(text, marks) for text, marks in passages.items()],
        others=[text for text in others if text not in passages],
    )


@deciding
def have_read_again(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Queues one more reading; a second click finds the first one waiting."""
    found = worked_on(case_id, request.user)
    reading = read_again(case=found, by=request.user, version=seen_version(request))
    if reading is None:
        messages.info(request, _("This version names no website. Nothing was asked for."))
    else:
        messages.success(
            request,
            _("The website will be read again. Open this page again in a few minutes to see what was found."),
        )
    return redirect(reverse("case", args=[case_id]) + "#website")
