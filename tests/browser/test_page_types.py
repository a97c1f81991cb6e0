"""One page of every type in a real browser: no accessibility violation, no request elsewhere, no sideways scrolling."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse

from directory.accounts.models import User
from directory.catalogue.models import Entry
from directory.moderation import actions
from directory.moderation.models import Case, Decision, StatementOfReasons
from directory.moderation.quality.models import SecondLook
from tests.browser.conftest import Visitor
from tests.browser.operable import out_of_reach
from tests.browser.test_entrance_pages import RULES
from tests.cast import Cast
from tests.moderation.external import team

OFFER = "Our clinic injects umbilical cord stem cells against migraine. Book your treatment week now."


@pytest.fixture
def told(cast: Cast, gazetteer: object) -> Cast:
    """A published listing, one rejected for an offer, one that Ann is working on."""
    cast.publish()
    cast.submit(name="Dr Mira Aldous, cells", description=OFFER)
    case = cast.submit(name="Dr Mira Aldous, third rooms")
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    actions.take(case=case, by=cast.ann)
    return cast


Page = Callable[[Cast], tuple[User | None, str]]


def _tapped(cast: Cast) -> str:
    """Where a reader arrives after one tap."""
    where = reverse("report_correction", args=[Entry.objects.get().slug])
    return str(Client().post(where, {"category": "moved"})["Location"])


def _reported(cast: Cast) -> str:
    """The recheck of a reported listing, which Ann may read."""
    _tapped(cast)
    case = Case.objects.get(kind=Case.Kind.RECHECK)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    actions.take(case=case, by=cast.ann)
    return reverse("case", args=[case.pk])


def _rejected() -> Case:
    return Case.objects.get(status=Case.Status.REJECTED)


def _drawn(cast: Cast) -> str:
    """A second look at the automatic rejection, which Ben may take."""
    case = _rejected()
    decision = Decision.objects.get(subject_id=case.pk)
    SecondLook.objects.get_or_create(
        decision_seq=decision.seq, defaults={"case": case, "occasion": SecondLook.Occasion.AUTOMATIC}
    )
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    return reverse("second_look", args=[decision.seq])


def _second_review() -> Case:
    return Case.objects.get(status=Case.Status.SECOND_REVIEW)


def _outside(cast: Cast, page: str) -> str:
    """Where somebody from outside is invited, with nobody or somebody invited; or where their link leads."""
    case = team.risky_for_one(cast)
    inviting = reverse("invite", args=[case.pk, team.SECOND])
    if page == "invite":
        return inviting
    invitation = team.invite(case, team.operator())
    return inviting if page == "invited" else reverse("invited_by", args=[team.token_of(invitation)])


def _reviewer(cast: Cast) -> User:
    """Somebody from outside who accepted and declared."""
    return team.accepted(team.risky_for_one(cast), team.operator())[1]


def _many(cast: Cast) -> str:
    """One that Ann may reject, one about which she has not declared, one that is decided."""
    cases = (
        Case.objects.get(lease_by=cast.ann),
        cast.submit(name="Dr Mira Aldous, fourth rooms"),
        _rejected(),
    )
    return reverse("bulk", args=["reject"]) + "?" + urlencode([("id", case.pk) for case in cases])


PAGES: dict[str, Page] = {
    "start": lambda cast: (None, "/"),
    "search": lambda cast: (None, "/clinics/?place=Leeds&radius=25"),
    "search that cannot be read": lambda cast: (None, "/clinics/?colour=blue"),
    "choice of places": lambda cast: (None, "/clinics/?place=Springfield"),
    "clinic": lambda cast: (None, reverse("clinic", args=[Entry.objects.get().slug])),
    "report": lambda cast: (None, reverse("report", args=[Entry.objects.get().slug])),
    "report sent": lambda cast: (None, _tapped(cast)),
    "regions": lambda cast: (None, "/regions/"),
    "region": lambda cast: (None, "/regions/GB/"),
    "trials": lambda cast: (None, "/trials/"),
    "shortlist": lambda cast: (None, f"/shortlist/?id={Entry.objects.get().slug}"),
    "check": lambda cast: (None, "/check/"),
    "how we check": lambda cast: (None, "/how-we-check/"),
    "what is known": lambda cast: (None, "/what-is-known/"),
    "privacy": lambda cast: (None, "/privacy/"),
    "numbers": lambda cast: (None, "/transparency/"),
    "listing policy": lambda cast: (None, "/transparency/policy/"),
    "kinds of mail": lambda cast: (cast.ann, "/moderation/mail/"),
    "a mail": lambda cast: (cast.ann, "/moderation/mail/rejected/"),
    "for providers": lambda cast: (None, "/providers/"),
    "own providers": lambda cast: (cast.owner, "/providers/"),
    "listing form": lambda cast: (cast.owner, reverse("new_listing", args=[cast.specialist.pk])),
    "own listing": lambda cast: (cast.owner, reverse("provider_listing", args=[_rejected().listing_id])),
    "statement of reasons": lambda cast: (
        cast.owner,
        reverse("provider_statement", args=[StatementOfReasons.objects.get().decision_seq]),
    ),
    "queue": lambda cast: (cast.ann, "/moderation/"),
    "queue, filtered": lambda cast: (cast.ann, "/moderation/?country=GB&due=soon&why=machine"),
    "queue that cannot be read": lambda cast: (cast.ann, "/moderation/?colour=blue"),
    "what expires soon": lambda cast: (cast.ann, "/moderation/?tab=expiring"),
    "keyboard shortcuts": lambda cast: (cast.ann, "/moderation/shortcuts/"),
    "declaration": lambda cast: (cast.ben, reverse("case", args=[_rejected().pk])),
    "case": lambda cast: (cast.ann, reverse("case", args=[Case.objects.get(lease_by=cast.ann).pk])),
    "case with reports": lambda cast: (cast.ann, _reported(cast)),
    "published listings": lambda cast: (cast.ann, reverse("listings")),
    "second looks": lambda cast: (cast.ben, reverse("second_looks")),
    "second look": lambda cast: (cast.ben, _drawn(cast)),
    "quality in numbers": lambda cast: (cast.ben, reverse("quality_numbers")),
    "somebody from outside": lambda cast: (team.operator(), _outside(cast, "invite")),
    "invited, seen by the team": lambda cast: (team.operator(), _outside(cast, "invited")),
    "link of an invitation": lambda cast: (None, _outside(cast, "link")),
    "own invitations": lambda cast: (_reviewer(cast), reverse("invited")),
    "case from outside": lambda cast: (_reviewer(cast), reverse("case", args=[_second_review().pk])),
    "many to reject": lambda cast: (cast.ann, _many(cast)),
    "many done": lambda cast: (cast.ann, reverse("bulk_done", args=["reject"])),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_fits_and_stays_at_home(told: Cast, visitor: Visitor, name: str) -> None:
    user, path = PAGES[name](told)
    if user is not None:
        visitor.client.force_login(user)
    page = visitor.open(path)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert out_of_reach(page) == []
    assert visitor.elsewhere == []
    assert visitor.complaints == []
