"""From submission to decision: a reading is queued, waited for, kept as evidence, and has its consequences."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from directory import clock
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Register
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions, applicant
from directory.moderation.errors import GateClosed, NotAllowed, StaleVersion, TransitionRefused
from directory.moderation.models import Case, Decision, ScreeningRun
from directory.moderation.website import actions as website
from directory.moderation.website.models import WebsitePage, WebsiteReading
from directory.moderation.website.tasks import read_website
from directory.submission import actions as submission
from tests.cast import Cast
from tests.moderation.website.server import FILLER, Site, page, robots, world

OFFER = "<p>We offer stem cell therapy for migraine. Book your exosome infusion today.</p>"
BY_HAND = {"website": "The server was down for us; read home, services and prices on a telephone."}


def submit(cast: Cast, site: Site, path: str = "/") -> Case:
    return cast.submit(website=site.address(path))


def work(site: Site) -> list[str]:
    """The worker carries out everything that is queued."""
    waiting = WebsiteReading.objects.filter(finished_at=None).order_by("pk")
    return [website.carry_out(reading.pk, world=world(site)) for reading in waiting]


def newest(case: Case) -> ScreeningRun:
    return ScreeningRun.objects.filter(case=case).latest("at", "id")


def queued() -> int:
    return DBTaskResult.objects.filter(task_path=read_website.module_path).count()


def ready(cast: Cast, case: Case, notes: dict[str, str] | None = None) -> Case:
    cast.ready(case)
    every = dict.fromkeys(("authority", "website", "text"), True)
    actions.answer_checklist(case=case, answers=every, notes=notes or {}, by=cast.ann, version=case.version)
    case.refresh_from_db()
    return case


def publish(cast: Cast, site: Site) -> Listing:
    site.answers.setdefault("/", page())
    case = submit(cast, site)
    work(site)
    ready(cast, case)
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    if case.status == Case.Status.SECOND_REVIEW:
        cast.second(case)
    case.listing.refresh_from_db()
    return case.listing


def test_listing_without_website_needs_no_reading(cast: Cast) -> None:
    case = cast.ready(cast.submit())
    assert (WebsiteReading.objects.count(), queued()) == (0, 0)
    actions.approve(case=case, by=cast.ann, version=case.version)


def test_submission_queues_one_reading_after_the_mail(cast: Cast, site: Site) -> None:
    case = submit(cast, site)
    reading = WebsiteReading.objects.get()
    assert (reading.revision, reading.occasion, reading.outcome) == (case.revision, "submission", "waiting")
    task = DBTaskResult.objects.get(task_path=read_website.module_path)
    assert task.args_kwargs == {"args": [reading.pk], "kwargs": {}}
    assert task.priority < 0


def test_changed_version_is_read_again(cast: Cast, site: Site) -> None:
    case = cast.ready(submit(cast, site))
    actions.request_changes(case=case, requests={"summary": "Shorter."}, by=cast.ann, version=case.version)
    submission.revise(
        listing=case.listing,
        document=cast.content(summary="Neurologist.", website=site.address()),
        by=cast.owner,
    )
    assert WebsiteReading.objects.count() == 2
    case.refresh_from_db()
    assert case.revision.website_readings.count() == 1


def test_approval_waits_for_the_reading(cast: Cast, site: Site) -> None:
    site.answers["/"] = page()
    case = ready(cast, submit(cast, site))
    with pytest.raises(TransitionRefused, match="still being read"):
        actions.approve(case=case, by=cast.ann, version=case.version)
    assert work(site) == ["read"]
    actions.approve(case=case, by=cast.ann, version=case.version)
    cast.second(Case.objects.get(pk=case.pk))
    assert Entry.objects.count() == 1


def test_second_person_waits_for_a_reading_that_was_asked_for_in_between(cast: Cast, site: Site) -> None:
    site.answers["/"] = page()
    case = submit(cast, site)
    work(site)
    ready(cast, case)
    actions.approve(case=case, by=cast.ann, version=case.version)
    actions.declare_conflict(case=case, by=cast.ben, has_conflict=False)
    actions.take(case=case, by=cast.ben)
    case.refresh_from_db()
    website.read_again(case=case, by=cast.ben, version=case.version)
    with pytest.raises(TransitionRefused, match="still being read"):
        actions.approve_second(case=case, by=cast.ben, version=case.version)
    work(site)
    case.refresh_from_db()
    actions.approve_second(case=case, by=cast.ben, version=case.version)


def test_moderator_who_read_by_hand_and_says_what_need_not_wait(cast: Cast, site: Site) -> None:
    case = ready(cast, submit(cast, site), BY_HAND)
    actions.approve(case=case, by=cast.ann, version=case.version)
    assert Decision.objects.filter(action="send_to_second").exists()


@pytest.mark.parametrize("notes", [{}, {"website": "   "}, {"authority": "Rang them."}])
def test_yes_without_saying_what_was_read_is_not_enough(
    cast: Cast, site: Site, notes: dict[str, str]
) -> None:
    case = ready(cast, submit(cast, site), notes)
    with pytest.raises(TransitionRefused, match="still being read"):
        actions.approve(case=case, by=cast.ann, version=case.version)


def test_finished_reading_does_not_answer_the_question_for_the_moderator(cast: Cast, site: Site) -> None:
    site.answers["/"] = page()
    case = submit(cast, site)
    work(site)
    cast.ready(case)
    answers = {"authority": True, "text": True}
    actions.answer_checklist(case=case, answers=answers, notes={}, by=cast.ann, version=case.version)
    with pytest.raises(TransitionRefused, match="own website"):
        actions.approve(case=case, by=cast.ann, version=case.version)


def test_evidence_is_kept_with_address_time_and_hash_and_without_the_page(cast: Cast, site: Site) -> None:
    site.answers |= {"/": page(body=FILLER + "<a href=/x>Services</a>"), "/x": page("Services", OFFER)}
    case = submit(cast, site)
    assert work(site) == ["read"]
    start, second = WebsitePage.objects.all()
    assert (start.address, start.findings, len(start.sha256)) == (site.address(), [], 64)
    assert (second.read_at, second.title, second.own) == (clock.now(), "Services", True)
    assert "stem cell therapy" in second.findings[0]["excerpt"]
    assert FILLER not in str(list(WebsitePage.objects.values()))
    finding = newest(case).findings.filter(severity="block")[0]
    assert finding.field == "website: /x"


def test_offer_on_the_own_website_rejects_with_a_statement(cast: Cast, site: Site) -> None:
    site.answers["/"] = page("Clinic", OFFER)
    case = submit(cast, site)
    assert case.status == Case.Status.OPEN
    work(site)
    case.refresh_from_db()
    assert (case.status, case.automatic) == (Case.Status.REJECTED, True)
    decision = Decision.objects.get()
    assert (decision.action, decision.actor_id, decision.reasons) == (
        "reject_automatically",
        None,
        ["cell_product"],
    )
    statement = case.statements.get()
    assert statement.decided_automatically
    assert statement.ruleset
    assert any(row["field"] == "website: /" and "stem cell" in row["excerpt"] for row in statement.evidence)


def test_text_findings_stay_beside_those_of_the_website(cast: Cast, site: Site) -> None:
    """The newest run decides: it must hold both, or a website would wash a text."""
    site.answers["/robots.txt"] = robots("User-agent: *\nDisallow: /")
    case = cast.submit(website=site.address(), summary="We offer stem cell therapy for migraine.")
    assert case.status == Case.Status.REJECTED
    work(site)
    run = newest(case)
    assert run.verdict == "reject"
    assert run.findings.filter(field="summary", severity="block").exists()
    assert run.findings.filter(rule="WEB-01").exists()


@pytest.mark.parametrize("read_first", [True, False])
def test_person_asked_for_after_rejection_finds_the_website_read(
    cast: Cast, site: Site, read_first: bool
) -> None:
    site.answers["/"] = page("Clinic", OFFER)
    case = cast.submit(website=site.address(), summary="We offer stem cell therapy for migraine.")
    if read_first:
        work(site)
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    work(site)
    case.refresh_from_db()
    assert case.status == Case.Status.OPEN
    assert newest(case).findings.filter(field="website: /", severity="block").exists()


def test_case_that_somebody_holds_is_left_to_them_and_cannot_be_approved(cast: Cast, site: Site) -> None:
    site.answers["/"] = page("Clinic", OFFER)
    case = ready(cast, submit(cast, site), BY_HAND)
    work(site)
    case.refresh_from_db()
    assert case.status == Case.Status.OPEN
    assert newest(case).verdict == "reject"
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    with pytest.raises(GateClosed, match="blocks a listing"):
        cast.second(case)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("step", ["second review", "changes requested"])
def test_case_that_is_not_open_gains_the_findings_and_stays_where_it_is(
    cast: Cast, site: Site, step: str
) -> None:
    site.answers["/"] = page("Clinic", OFFER)
    case = ready(cast, submit(cast, site), BY_HAND)
    if step == "second review":
        actions.approve(case=case, by=cast.ann, version=case.version)
    else:
        actions.request_changes(case=case, requests={"name": "Whose?"}, by=cast.ann, version=case.version)
    before = Case.objects.get(pk=case.pk).status
    assert work(site) == ["read"]
    case.refresh_from_db()
    assert (case.status, newest(case).verdict) == (before, "reject")


def test_dismissed_finding_stays_dismissed_when_the_website_has_been_read(cast: Cast, site: Site) -> None:
    site.answers["/"] = page()
    case = cast.submit(
        website=site.address(), description="We also give PRP injections for neck pain and migraine."
    )
    taken = cast.ready(case)
    finding = newest(case).findings.filter(severity="review")[0]
    actions.dismiss_finding(finding=finding, reason="Read in full.", by=cast.ann, version=taken.version)
    work(site)
    run = newest(case)
    assert run.pk != finding.run_id
    same = run.findings.get(rule=finding.rule, field=finding.field, start=finding.start)
    assert (same.dismissed_by_id, same.dismissal_reason) == (cast.ann.pk, "Read in full.")


def test_website_that_cannot_be_read_goes_to_a_person(cast: Cast, site: Site) -> None:
    site.answers["/robots.txt"] = robots("User-agent: *\nDisallow: /")
    case = submit(cast, site)
    assert work(site) == ["nothing"]
    run = newest(case)
    finding = run.findings.get(rule="WEB-01")
    assert (run.verdict, finding.severity, finding.field) == ("review", "review", "website: /")
    assert "asks programs not to read it" in finding.reason
    ready(cast, case, BY_HAND)
    actions.dismiss_finding(
        finding=finding, reason="Read five pages by hand.", by=cast.ann, version=case.version
    )
    actions.approve(case=case, by=cast.ann, version=case.version)
    cast.second(Case.objects.get(pk=case.pk))
    assert Entry.objects.count() == 1


def test_hospital_s_other_department_sends_to_review_and_never_rejects(cast: Cast, site: Site) -> None:
    licence = Register.objects.get(pk="uk-cqc")
    accreditation.claim_credential(
        provider=cast.specialist, register=licence, number="1-101234567", site=cast.site, by=cast.owner
    )
    site.answers |= {"/": page("Hospital", FILLER + "<a href=/knees>Stem cells for knees</a>")}
    site.answers["/knees"] = page("Orthopaedics", OFFER)
    case = submit(cast, site)
    work(site)
    case.refresh_from_db()
    finding = newest(case).findings.filter(field="website: /knees")[0]
    assert (case.status, finding.severity) == (Case.Status.OPEN, "review")
    assert "Orthopaedics" in finding.guidance


def test_listing_that_names_a_page_inside_a_site_speaks_for_that_part(cast: Cast, site: Site) -> None:
    site.answers |= {
        "/doctors/aldous/": page(body=FILLER + "<a href=/x>Exosomes</a>"),
        "/x": page("Knees", OFFER),
    }
    case = submit(cast, site, "/doctors/aldous/")
    work(site)
    case.refresh_from_db()
    assert (case.status, newest(case).verdict) == (Case.Status.OPEN, "review")


def test_same_reading_twice_changes_nothing(cast: Cast, site: Site) -> None:
    site.answers["/"] = page("Clinic", OFFER)
    submit(cast, site)
    reading = WebsiteReading.objects.get()
    first = website.carry_out(reading.pk, world=world(site))
    counts = (
        ScreeningRun.objects.count(),
        Decision.objects.count(),
        WebsitePage.objects.count(),
        len(site.asked),
    )
    assert website.carry_out(reading.pk, world=world(site)) == first
    assert website.finish(reading, []).outcome == first
    after = (
        ScreeningRun.objects.count(),
        Decision.objects.count(),
        WebsitePage.objects.count(),
        len(site.asked),
    )
    assert after == counts


def test_moderator_who_declared_has_it_read_again_and_asking_twice_asks_once(cast: Cast, site: Site) -> None:
    case = submit(cast, site)
    with pytest.raises(NotAllowed, match="say first"):
        website.read_again(case=case, by=cast.ann, version=case.version)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    with pytest.raises(StaleVersion):
        website.read_again(case=case, by=cast.ann, version=case.version + 1)
    assert website.read_again(case=case, by=cast.ann, version=case.version) == WebsiteReading.objects.get()
    work(site)
    twice = [website.read_again(case=case, by=cast.ann, version=case.version) for _again in range(2)]
    assert twice[0] is not None
    assert twice[0] == twice[1]
    assert (twice[0].occasion, twice[0].asked_by_id) == ("again", cast.ann.pk)
    assert queued() == 2


def test_moderator_with_a_tie_has_nothing_read(cast: Cast, site: Site) -> None:
    case = submit(cast, site)
    work(site)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=True)
    with pytest.raises(NotAllowed):
        website.read_again(case=case, by=cast.ann, version=case.version)
    assert not WebsiteReading.objects.filter(finished_at=None).exists()


def test_live_listing_is_read_again_after_a_month_and_not_before(cast: Cast, site: Site) -> None:
    publish(cast, site)
    with clock.set_to(clock.now() + timedelta(days=29)):
        assert website.reread_live() == 0
    with clock.set_to(clock.now() + timedelta(days=31)):
        assert website.reread_live(limit=0) == 0
        assert (website.reread_live(), website.reread_live()) == (1, 0)
        assert work(site) == ["read"]
        assert DBTaskResult.objects.filter(task_path=read_website.module_path, priority=-50).count() == 1
    assert Entry.objects.live(on=clock.today()).count() == 1


def test_offer_found_later_hides_the_listing_and_opens_a_recheck(cast: Cast, site: Site) -> None:
    listing = publish(cast, site)
    site.answers["/"] = page("Clinic", OFFER)
    with clock.set_to(clock.now() + timedelta(days=31)):
        website.reread_live()
        work(site)
        listing.refresh_from_db()
        assert listing.publication == Listing.Publication.QUARANTINED
        assert not Entry.objects.live(on=clock.today()).exists()
        recheck = listing.cases.get(kind=Case.Kind.RECHECK)
        assert newest(recheck).findings.filter(field="website: /", severity="block").exists()
        decision = Decision.objects.get(action="quarantine")
        assert (decision.actor_id, decision.reasons) == (None, ["cell_product"])
        assert decision.ruleset
        evidence = recheck.statements.get().evidence
        assert any(row["field"] == "website: /" for row in evidence)
        assert WebsiteReading.objects.filter(finished_at=None).count() == 0


def test_live_listing_whose_website_does_not_answer_stays(cast: Cast, site: Site) -> None:
    listing = publish(cast, site)
    site.answers["/"] = page(status=500)
    with clock.set_to(clock.now() + timedelta(days=31)):
        website.reread_live()
        assert work(site) == ["nothing"]
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.LIVE


def test_false_alarm_that_two_people_dismissed_does_not_hide_the_listing_every_month(
    cast: Cast, site: Site
) -> None:
    site.answers["/"] = page("Clinic", OFFER)
    case = submit(cast, site)
    ready(cast, case, BY_HAND)
    work(site)
    for finding in newest(case).findings.exclude(severity="note"):
        actions.dismiss_finding(finding=finding, reason="A quotation.", by=cast.ann, version=case.version)
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    cast.second(case)
    with clock.set_to(clock.now() + timedelta(days=31)):
        website.reread_live()
        work(site)
    case.listing.refresh_from_db()
    assert case.listing.publication == Listing.Publication.LIVE


def test_reading_that_comes_after_an_approval_by_hand_hides_what_it_finds(cast: Cast, site: Site) -> None:
    site.answers["/"] = page("Clinic", OFFER)
    case = ready(cast, submit(cast, site), BY_HAND)
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    cast.second(case)
    assert Entry.objects.count() == 1
    work(site)
    case.listing.refresh_from_db()
    assert case.listing.publication == Listing.Publication.QUARANTINED
    assert not Entry.objects.live(on=clock.today()).exists()


def test_hidden_listing_comes_back_after_the_offer_is_gone_and_two_people_looked(
    cast: Cast, site: Site
) -> None:
    listing = publish(cast, site)
    site.answers["/"] = page("Clinic", OFFER)
    with clock.set_to(clock.now() + timedelta(days=31)):
        website.reread_live()
        work(site)
        site.answers["/"] = page()
        recheck = listing.cases.get(kind=Case.Kind.RECHECK)
        cast.ready(recheck)
        website.read_again(case=recheck, by=cast.ann, version=recheck.version)
        work(site)
        ready(cast, recheck)
        actions.approve(case=recheck, by=cast.ann, version=recheck.version)
        recheck.refresh_from_db()
        cast.second(recheck)
    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.LIVE


def test_reading_that_was_never_finished_is_queued_again_a_day_later(cast: Cast, site: Site) -> None:
    submit(cast, site)
    assert website.resume_stuck() == 0
    with clock.set_to(clock.now() + timedelta(hours=25)):
        assert website.resume_stuck() == 1
    assert queued() == 2


def test_page_that_is_dead_reaches_nothing_outside(cast: Cast) -> None:
    """With the product's own door: an address on this machine is never asked."""
    cast.submit(website="http://127.0.0.1/")
    reading = WebsiteReading.objects.get()
    assert read_website.func(reading.pk) == "nothing"
    assert WebsitePage.objects.get().outcome == WebsitePage.Outcome.UNREACHABLE
