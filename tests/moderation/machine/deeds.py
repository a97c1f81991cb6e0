"""What the people of the world try: by the book, at the wrong time, twice, with a role or lease that is gone."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from hypothesis import strategies as st
from hypothesis.stateful import rule

from directory.accounts.roles import Role
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions, applicant, publication, renewal
from directory.moderation.appeals import decide_appeal
from directory.moderation.checklist import qualification_of
from directory.moderation.external import actions as external
from directory.moderation.external.models import Invitation
from directory.moderation.models import Appeal, Case, ScreeningFinding
from directory.moderation.reports import actions as reports
from directory.moderation.reports.models import PublicReport
from directory.submission import actions as submission
from tests.moderation.external.team import token_of

from .world import RIGHT, SECRET, TEAM, WISHES, World, drift, people, picks, texts

STEPS: dict[str, dict[str, Any]] = {
    "approve": {},
    "approve_second": {},
    "reject": {"reasons": ("accreditation",), "explanation": f"{SECRET} explanation"},
    "return_to_first": {"reasons": ("incorrect",), "note": f"{SECRET} note"},
    "request_changes": {"requests": {"summary": f"{SECRET} shorter"}},
}
EVERY = dict.fromkeys(("authority", "website", "text"), True)
steps = st.sampled_from(sorted(STEPS))


class Deeds(World):
    """Steps of the three tables, and what people do to one another."""

    @rule(name=people, text=texts)
    def submit(self, name: str, text: str) -> None:
        if Listing.objects.count() < 6:
            document = self.cast.content(**{"summary": self.mark(), **WISHES[text]})
            who = self.who(name, self.cast.owner)
            self.attempt(submission.submit, provider=self.cast.specialist, document=document, by=who)

    @rule(name=people, pick=picks, text=texts)
    def revise(self, name: str, pick: int, text: str) -> None:
        listing = self.a_listing(pick)
        if listing:
            document = self.cast.content(**{"summary": self.mark(), **WISHES[text]})
            who = self.who(name, self.cast.owner)
            self.attempt(submission.revise, listing=listing, document=document, by=who)

    @rule(name=people, pick=picks, conflict=st.booleans())
    def declare_and_take(self, name: str, pick: int, conflict: bool) -> None:
        case = self.a_case(pick)
        if case:
            tied = conflict and name == "stranger"
            actions.declare_conflict(case=case, by=self.who(name), has_conflict=tied)
            if self.attempt(actions.take, case=case, by=self.who(name)):
                self.attempt(actions.add_note, case=case, text=f"{SECRET} note", by=self.who(name))

    @rule(name=people, pick=picks, by=drift)
    def make_ready(self, name: str, pick: int, by: int) -> None:
        case = self.a_case(pick)
        if case:
            wish = {"answers": EVERY, "notes": {}, "by": self.who(name), "version": max(0, case.version + by)}
            self.attempt_stale(actions.answer_checklist, case, case=case, **wish)

    @rule(
        name=people, result=st.sampled_from(["confirmed", "confirmed", "confirmed", "restricted", "unknown"])
    )
    def look(self, name: str, result: str) -> None:
        """More adverse evidence never makes a provider qualify."""
        credential = self.cast.credentials[0]
        case = self.a_case(0)
        before = case is not None and qualification_of(case).qualified
        wish = {"method": "register", "where": "https://register.example/", "result": result}
        scopes = credential.register.scopes if result == "confirmed" else ()
        self.attempt(renewal.verify, credential=credential, by=self.who(name), scopes=scopes, **wish)
        if case is not None and result != "confirmed" and not before:
            assert not qualification_of(case).qualified

    @rule(name=people, pick=picks, by=drift, step=steps, again=st.booleans())
    def decide(self, name: str, pick: int, by: int, step: str, again: bool) -> None:
        """Half of the time by the person and in the state that the step needs, else by anybody at any time; now and
        then the button is pressed twice."""
        case = self.a_case(pick)
        if not case:
            return
        second = step in ("approve_second", "return_to_first") or case.status == Case.Status.SECOND_REVIEW
        who = self.who(name, self.cast.ben if second else self.cast.ann)
        if name == RIGHT:
            actions.declare_conflict(case=case, by=who, has_conflict=False)
            if not second:
                self.attempt(actions.take, case=case, by=who)
        wish: dict[str, Any] = {"case": case, "by": who, "version": self.version(case, name, by)}
        done = self.attempt_stale(getattr(actions, step), case, **wish, **STEPS[step])
        if again:
            wish["case"] = Case.objects.get(pk=case.pk)
            assert not (self.attempt(getattr(actions, step), **wish, **STEPS[step]) and done)

    @rule(pick=picks, one=steps, other=steps, first=st.sampled_from(TEAM), second=st.sampled_from(TEAM))
    def two_at_once(self, pick: int, one: str, other: str, first: str, second: str) -> None:
        """Two people decide on the page that both opened before: one of them at most is heard."""
        seen = self.a_case(pick)
        if seen is None:
            return
        heard = 0
        for name, step in ((first, one), (second, other)):
            case, who = Case.objects.get(pk=seen.pk), self.who(name)
            actions.declare_conflict(case=case, by=who, has_conflict=False)
            self.attempt(actions.take, case=case, by=who)
            heard += self.attempt(
                getattr(actions, step), case=case, by=who, version=seen.version, **STEPS[step]
            )
        assert heard <= 1

    @rule(pick=picks, step=st.sampled_from(["approve", "reject", "request_changes"]))
    def decide_after_the_lease(self, pick: int, step: str) -> None:
        """Ann goes for lunch over an open case and decides when she is back: she must take it again."""
        case = self.a_case(pick)
        if case is None or case.status != Case.Status.OPEN:
            return
        actions.declare_conflict(case=case, by=self.cast.ann, has_conflict=False)
        self.attempt(actions.take, case=case, by=self.cast.ann)
        self.tick(timedelta(minutes=16))
        who = self.who("ann")
        assert not self.attempt(
            getattr(actions, step), case=case, by=who, version=case.version, **STEPS[step]
        )

    @rule(name=people, pick=picks, by=drift, step=st.sampled_from(["withdraw_case", "ask_person"]))
    def applicant_step(self, name: str, pick: int, by: int, step: str) -> None:
        case = self.a_case(pick)
        if case:
            wish: dict[str, Any] = {
                "by": self.who(name, self.cast.owner),
                "version": self.version(case, name, by),
            }
            self.attempt_stale(getattr(applicant, step), case, case=case, **wish)

    @rule(name=people)
    def dismiss(self, name: str) -> None:
        finding = ScreeningFinding.objects.filter(dismissed_at=None).order_by("-pk").first()
        if finding:
            wish = {
                "reason": f"{SECRET} alarm",
                "by": self.who(name),
                "version": finding.run.case.version,
            }
            self.attempt(actions.dismiss_finding, finding=finding, **wish)

    @rule(name=people, pick=picks, by=drift, step=st.sampled_from(["quarantine", "delist", "unpublish"]))
    def hide(self, name: str, pick: int, by: int, step: str) -> None:
        listing = self.a_listing(pick)
        if listing:
            right = {"quarantine": self.cast.ann, "delist": self.cast.ben, "unpublish": self.cast.owner}[step]
            wish: dict[str, Any] = {"by": self.who(name, right), "version": self.version(listing, name, by)}
            if step != "unpublish":
                wish |= {"reasons": ("safety_report",), "explanation": f"{SECRET} why"}
            self.attempt_stale(getattr(publication, step), listing, listing=listing, **wish)

    @rule(pick=picks, second=st.booleans())
    def work_properly(self, pick: int, second: bool) -> None:
        """Ann and Ben, back in office, do everything by the book, so that the later states are reached often."""
        case = self.a_case(pick)
        if case is None:
            return
        for name in ("ann", "ben"):
            self._employ(name, Role.MODERATOR, active=True)

        def by_the_book() -> None:
            ready = self.cast.ready(case)
            self._judge_reports(ready)
            actions.approve(case=ready, by=self.cast.ann, version=ready.version)

        self.attempt(by_the_book)
        if second:
            self.attempt(lambda: self.cast.second(Case.objects.get(pk=case.pk)))

    def _judge_reports(self, case: Case) -> None:
        for report in PublicReport.objects.waiting().filter(case=case):
            reports.judge(report=report, outcome="not_confirmed", by=self.cast.ann, version=case.version)

    @rule(name=people, pick=picks)
    def file_appeal(self, name: str, pick: int) -> None:
        case = self.a_case(pick)
        if case:
            who = self.who(name, self.cast.owner)
            self.attempt(applicant.appeal, case=case, text=f"{SECRET} appeal", by=who)

    @rule(name=people, overturn=st.booleans())
    def judge(self, name: str, overturn: bool) -> None:
        """Whatever comes of it, nothing is public after it that was not before."""
        appeal = Appeal.objects.filter(status="open").order_by("filed_at").first()
        if appeal is None:
            return
        public = set(Entry.objects.values_list("pk", flat=True))
        wish = {
            "reasons": ("authority",),
            "answer": f"{SECRET} answer",
            "by": self.who(name, self.cast.second_senior),
            "version": appeal.version,
        }
        self.attempt(decide_appeal, appeal=appeal, overturn=overturn, **wish)
        assert set(Entry.objects.values_list("pk", flat=True)) == public

    @rule(pick=picks, kind=st.sampled_from([("safety", "harm"), ("correction", "wrong_number")]))
    def report(self, pick: int, kind: tuple[str, str]) -> None:
        """A reader's report hides nothing by itself."""
        listing = self.a_listing(pick)
        if listing:
            before = listing.publication
            wish = {"kind": kind[0], "category": kind[1], "text": f"{SECRET} report"}
            self.attempt(reports.report, listing_id=listing.pk, email=f"{SECRET}@home.example", **wish)
            listing.refresh_from_db()
            assert listing.publication == before

    @rule(name=st.sampled_from(TEAM), active=st.booleans(), role=st.booleans())
    def hire_and_fire(self, name: str, active: bool, role: bool) -> None:
        """Somebody's account is closed or opened again, their role taken or given back, over whatever they do."""
        own = Role.SENIOR if "senior" in name else Role.MODERATOR
        self._employ(name, own if role else None, active=active)

    def _employ(self, name: str, role: Role | None, *, active: bool) -> None:
        user = self.who(name)
        user.groups.set([Group.objects.get(name=role)] if role else [])
        user.is_active = active
        user.save()
        setattr(self.cast, name, user)

    @rule(stay=st.sampled_from(["ann", "senior"]))
    def team_shrinks(self, stay: str) -> None:
        for name in TEAM:
            own = Role.SENIOR if "senior" in name else Role.MODERATOR
            self._employ(name, own, active=name == stay)

    @rule(pick=picks, part=st.sampled_from(["second", "appeal"]), name=st.sampled_from(TEAM))
    def invite_and_accept(self, pick: int, part: str, name: str) -> None:
        """The one from outside comes where nobody of the team is left, and nowhere else."""
        case = self.a_case(pick)
        if case is None:
            return
        wish = {"part": part, "email": self.outsider.email, "why_independent": f"{SECRET} reason"}
        if self.attempt(external.invite, case=case, by=self.who(name), **wish):
            invitation = Invitation.objects.get(case=case, part=part, ended_at=None)
            self.attempt(external.accept, token=token_of(invitation), by=self.outsider)
            actions.declare_conflict(case=case, by=self.outsider, has_conflict=False)

    @rule(step=st.sampled_from(["approve_second", "return_to_first", "reject"]), pick=picks)
    def outsider_decides(self, step: str, pick: int) -> None:
        """On the case they were invited to, where there is one; else on any."""
        held = Invitation.objects.filter(user=self.outsider, ended_at=None).first()
        case = Case.objects.get(pk=held.case_id) if held else self.a_case(pick)
        if case:
            wish = {"case": case, "by": self.outsider, "version": case.version}
            self.attempt(getattr(actions, step), **wish, **STEPS[step])

    @rule(minutes=st.sampled_from([1, 20, 60 * 24, 60 * 24 * 15, 60 * 24 * 100]))
    def wait(self, minutes: int) -> None:
        self.tick(timedelta(minutes=minutes))
        applicant.expire_overdue()
