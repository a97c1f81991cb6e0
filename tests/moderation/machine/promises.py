"""What must hold after every step, by the numbers of the promises (`tests/soak/table.py`). The fourth is checked with
each try, in `World.attempt_stale` and by the rules of `Deeds`."""

import json
import re
from dataclasses import replace
from html import unescape
from itertools import pairwise
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from hypothesis.stateful import invariant

from directory import clock
from directory.accreditation.models import Membership
from directory.catalogue.models import Address, Entry, EntryEvidence, EntrySite
from directory.listings.models import Listing, Revision
from directory.moderation import log
from directory.moderation.errors import GateClosed
from directory.moderation.external.models import Invitation
from directory.moderation.gate import OpenFinding, gate
from directory.moderation.models import Decision, StatementOfReasons
from directory.moderation.publication import gate_facts, publishing_case
from directory.moderation.reasons import BY_CODE
from directory.moderation.tables import BY_ACTION
from directory.outbox.models import Message
from directory.screening.findings import Severity, verdict_of
from directory.vocabulary.treatments import CELL_MASK

from .world import MARK, SECRET, World

ADVERSE = ("rejected", "quarantined", "delisted")
PAGES = ("/", "/clinics/", "/clinics/?country=GB", "/regions/GB/", "/regions/GB-LDS/", "/transparency/")


class Promises(World):
    """Only what changed since the last step is looked at again where rows never change."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[int, str]] = []
        self.lines = 0

    def _new(self) -> list[Decision]:
        return list(Decision.objects.filter(seq__gt=len(self.log)).order_by("seq"))

    @invariant()
    def p1_what_is_public_was_approved_and_holds(self) -> None:
        for entry in Entry.objects.live(on=clock.today()).prefetch_related("evidence"):
            decision = Decision.objects.get(seq=entry.decision_seq)
            assert (decision.to_status, decision.revision_sha256) == ("approved", entry.revision_sha256)
            assert decision.actor_id is not None
            assert not decision.risky or decision.first_actor_id not in (None, decision.actor_id)
            revision = Revision.objects.get(listing_id=entry.pk, sha256=entry.revision_sha256)
            assert entry.content == revision.content
            assert (
                clock.today() <= entry.valid_until == min(line.valid_until for line in entry.evidence.all())
            )
            assert Listing.objects.get(pk=entry.pk).publication == Listing.Publication.LIVE

    @invariant()
    def p2_no_cell_product_is_public(self) -> None:
        masks = Entry.objects.values_list("treatments", flat=True)
        assert not any(mask & CELL_MASK for mask in masks)

    @invariant()
    def p3_nobody_decided_in_their_own_house_or_twice(self) -> None:
        insiders = Membership.objects.values("user_id")
        moderating = Decision.objects.exclude(actor_role__in=("provider", "system"))
        assert not moderating.filter(actor_id__in=insiders).exists()
        for verdict in self._new():
            if verdict.lifecycle == "appeal" and verdict.to_status != "open":
                earlier = Decision.objects.filter(case_id=verdict.case_id, seq__lt=verdict.seq)
                assert not earlier.filter(actor_id=verdict.actor_id).exists()
            if verdict.actor_role == "external reviewer":
                part = "appeal" if verdict.lifecycle == "appeal" else "second"
                asked = Invitation.objects.filter(case=verdict.case_id, part=part, user=verdict.actor_id)
                assert asked.filter(accepted_at__lte=verdict.at, expires_at__gt=verdict.at).exists()

    @invariant()
    def p5_only_steps_of_the_tables_happened(self) -> None:
        for decision in self._new():
            step = BY_ACTION[decision.lifecycle, decision.action]
            source = "none" if decision.action == "file" else decision.from_status
            assert source in step.sources
            assert decision.to_status == step.target
            assert decision.actor_role in step.actors

    @invariant()
    def p7_findings_only_ever_add_up(self) -> None:
        """What was stored is the verdict of its findings, and one more finding would close the gate."""
        for listing in Listing.objects.filter(publication="live"):
            case = publishing_case(listing)
            if case is None:
                continue
            run = case.screenings.filter(revision_id=case.revision_id).last()
            assert run is not None
            decision = Decision.objects.get(seq=Entry.objects.get(pk=listing.pk).decision_seq)
            facts = gate_facts(case, decision, attested_on=clock.today())
            for severity in (Severity.BLOCK, Severity.REVIEW):
                try:
                    gate(replace(facts, findings=(*facts.findings, OpenFinding(severity, True))))
                except GateClosed:
                    continue
                raise AssertionError(f"the gate is open over a finding of severity {severity}")
        assert verdict_of(()) == "clear"

    @invariant()
    def p8_nothing_is_published_but_by_a_persons_approval(self) -> None:
        for decision in self._new():
            if decision.lifecycle == "publication" and decision.to_status == "live":
                before = Decision.objects.get(seq=decision.seq - 1)
                assert (before.case_id, before.to_status) == (decision.case_id, "approved")
                assert before.actor_id == decision.actor_id is not None

    @invariant()
    def p9_public_tables_log_and_mail_hold_nothing_private(self) -> None:
        public = [
            str(row) for model in (Entry, EntrySite, EntryEvidence, Address) for row in model.objects.values()
        ]
        self._free_of_secrets(public, "a public table")
        decided = [json.dumps([each.reasons, each.ruleset, each.action]) for each in self._new()]
        self._free_of_secrets(decided, "the decision log")
        self._free_of_secrets(self.heard.lines[self.lines :], "a log line", marks=set())
        self.lines = len(self.heard.lines)

    def _free_of_secrets(self, told: list[str], where: str, marks: set[str] | None = None) -> None:
        """No secret, and no mark of a revision but of those that are public."""
        public = _public_marks() if marks is None else marks
        for text in told:
            assert SECRET not in text, f"{where}: {text}"
            assert set(re.findall(rf"{MARK}\d+", text)) <= public, f"{where}: {text}"

    @invariant()
    def p10_adverse_decisions_say_why(self) -> None:
        for decision in self._new():
            if decision.to_status in ADVERSE:
                said = StatementOfReasons.objects.get(decision_seq=decision.seq)
                assert said.reasons == decision.reasons != []
                assert set(said.reasons) <= set(BY_CODE)
                assert said.appeal_until > clock.today()
                assert said.case_id is not None
                assert said.decided_automatically == (decision.actor_id is None)
                assert not said.decided_automatically or said.ruleset or said.reasons == ["accreditation"]
                assert not said.detected_automatically or said.evidence
                assert decision.action != "reject_automatically" or said.evidence

    @invariant()
    def p6_the_log_is_whole_agrees_and_only_grows(self) -> None:
        assert log.first_break() is None
        now = list(Decision.objects.order_by("seq").values_list("seq", "hash"))
        assert now[: len(self.log)] == self.log
        assert all(after[0] == before[0] + 1 for before, after in pairwise(now))

    def check_invariants(self, *arguments: Any, **named: Any) -> None:
        """What was decided before this moment has been looked at, by every promise."""
        super().check_invariants(*arguments, **named)
        self.log = list(Decision.objects.order_by("seq").values_list("seq", "hash"))

    def teardown(self) -> None:
        """At the end of a story its pages are read as strangers and as the provider read them."""
        try:
            self._pages_tell_nothing()
            self._statements_are_complete()
        finally:
            super().teardown()

    def _pages_tell_nothing(self) -> None:
        client = Client()
        addresses = [
            *PAGES,
            *(f"/clinics/{slug}/" for slug in Address.objects.values_list("slug", flat=True)),
        ]
        for address in addresses:
            self._free_of_secrets([client.get(address).content.decode()], address)
        for mail in Message.objects.exclude(key__startswith="report"):
            text = f"{mail.subject} {mail.text} {mail.html}"
            assert not re.search(rf"{MARK}\d+", text), mail.key

    def _statements_are_complete(self) -> None:
        client = Client()
        client.force_login(self.cast.owner)
        for said in StatementOfReasons.objects.all()[:3]:
            page = unescape(
                client.get(reverse("provider_statement", args=[said.decision_seq])).content.decode()
            )
            mails = Message.objects.filter(key__startswith=f"{said.decision_seq}:statement:")
            for text in (page, *(mail.text for mail in mails)):
                assert not [code for code in said.reasons if str(BY_CODE[code].title) not in text]
            assert mails
            assert all(
                f"Appeal until {date_format(said.appeal_until, 'j F Y')}" in mail.text for mail in mails
            )


def _public_marks() -> set[str]:
    contents = Entry.objects.values_list("content", flat=True)
    return {mark for text in contents for mark in re.findall(rf"{MARK}\d+", text)}
