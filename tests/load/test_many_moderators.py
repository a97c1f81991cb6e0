"""Eight moderators and many cases at once on PostgreSQL: each is decided once, none is lost, nobody meets an error.

`SOAK=1` gives them 200 cases instead of 40.
"""

import os
import random
import threading
import time
from collections import Counter

import pytest
from django.db import connection, connections

from directory.accounts.roles import Role
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import log
from directory.moderation.models import Case, Decision, StatementOfReasons
from directory.outbox.models import Message
from tests.cast import Cast, assemble, person

from .moderator import Moderator

pytestmark = pytest.mark.django_db(transaction=True)

CASES = 200 if os.environ.get("SOAK") else 40
SENTENCES = (
    "I see adults with migraine every weekday morning.",
    "The first visit takes an hour and begins with your history.",
    "Please bring a diary of your headaches if you keep one.",
    "Cluster headache is seen within two weeks.",
    "We work with your family doctor and write to them after each visit.",
    "There are steps at the front and a lift at the side door.",
    "Letters are answered on Tuesdays and Thursdays.",
    "Nerve blocks are given by appointment.",
    "A nurse calls you after the first month.",
    "The rooms are quiet and the lights can be dimmed.",
    "Parking is behind the house; the tram stops opposite.",
    "Preventive medicines are reviewed after three months.",
    "Follow-up visits can be by telephone.",
    "Trigeminal neuralgia is seen together with the neurosurgeons.",
    "Headache from too many painkillers is treated as an outpatient.",
    "Interpreters can be booked a week ahead.",
)
END = ("approved", "rejected", "changes_requested")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: eight at once exist on PostgreSQL only")
    return assemble()


def submitted(cast: Cast) -> list[Case]:
    """Cases that differ in their words. Every eighth speaks of platelets, which nobody here dismisses; what comes close
    to a rejected text needs two people."""
    dice = random.Random(5)
    cases = []
    for number in range(CASES):
        said = " ".join(dice.sample(SENTENCES, k=6))
        also = " We also offer platelet-rich plasma (PRP) injections." if number % 8 == 0 else ""
        cases.append(cast.submit(description=said + also))
    return cases


def at_work(moderators: list[Moderator]) -> float:
    """All of them at once, each with a connection of their own; how many seconds it took."""
    start = threading.Barrier(len(moderators))
    errors: list[BaseException] = []

    def run(moderator: Moderator) -> None:
        try:
            start.wait(timeout=30)
            moderator.work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(each,)) for each in moderators]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=900)
    assert errors == []
    assert not any(thread.is_alive() for thread in threads)
    return time.monotonic() - began


def test_eight_moderators_decide_each_case_once(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    cast.publish()
    before = Decision.objects.latest("seq").seq
    cases = submitted(cast)
    team = [
        Moderator(person(f"m{number}@directory.example", Role.MODERATOR), random.Random(number))
        for number in range(8)
    ]

    seconds = at_work(team)

    answers = sum((each.answers for each in team), Counter[tuple[str, int]]())
    with capsys.disabled():
        print(f"\n{told(answers, seconds)}")
    assert {status for _, status in answers} <= {200, 302, 409}
    assert answers["case_take", 409] + answers["case_approve", 409] > 0, "nobody ever met anybody"
    assert_each_decided_once(cases, before)
    assert_what_followed(before)


def told(answers: Counter[tuple[str, int]], seconds: float) -> str:
    refused = sum(count for (_, status), count in answers.items() if status == 409)
    total = sum(answers.values())
    return (
        f"8 moderators, {CASES} cases: {seconds:.1f} s, {CASES / seconds:.1f} cases/s,"
        f" {total / seconds:.0f} requests/s, {refused} of {total} refused"
    )


def assert_each_decided_once(cases: list[Case], before: int) -> None:
    final = Decision.objects.filter(lifecycle="case", to_status__in=END, seq__gt=before)
    assert Counter(final.values_list("subject_id", flat=True)) == {case.pk: 1 for case in cases}
    statuses = dict(Case.objects.values_list("pk", "status"))
    for decision in final:
        assert statuses[decision.subject_id] == decision.to_status
        assert decision.actor_id is not None
        assert (
            not decision.risky
            or decision.to_status != "approved"
            or decision.first_actor_id != decision.actor_id
        )
    assert log.first_break() is None


def assert_what_followed(before: int) -> None:
    approved = set(Case.objects.filter(status="approved").values_list("listing_id", flat=True))
    assert set(Entry.objects.values_list("pk", flat=True)) == approved
    assert set(Listing.objects.filter(publication="live").values_list("pk", flat=True)) == approved
    rejected = set(Decision.objects.filter(to_status="rejected").values_list("seq", flat=True))
    assert set(StatementOfReasons.objects.values_list("decision_seq", flat=True)) == rejected
    final = Decision.objects.filter(lifecycle="case", to_status__in=END, seq__gt=before)
    mails = Counter(int(key.partition(":")[0]) for key in _keys() if int(key.partition(":")[0]) > before)
    assert mails == {decision.seq: 2 for decision in final}, "owner and mate hear of each decision once"


def _keys() -> list[str]:
    keys = Message.objects.values_list("key", flat=True)
    return [key for key in keys if key.partition(":")[0].isdecimal()]
