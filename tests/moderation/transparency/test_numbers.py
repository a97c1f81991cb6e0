"""Numbers on decisions, counted from the log and its neighbours."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from directory import clock
from directory.catalogue.models import Entry
from directory.moderation import actions, applicant, publication
from directory.moderation.appeals import decide_appeal
from directory.moderation.models import Case, ScreeningFinding, StatementOfReasons
from directory.moderation.quality.models import SecondLook
from directory.moderation.reports.models import PublicReport
from directory.moderation.tables import STEPS
from directory.moderation.transparency import numbers as counting
from directory.moderation.transparency.adverse import AFTER, released
from directory.moderation.transparency.numbers import numbers
from directory.moderation.transparency.periods import MONTHS, Period, month_of
from directory.moderation.transparency.rows import COLUMNS, MEASURES, Numbers
from tests.cast import Cast

NOW = "2026-11"


def now() -> Numbers:
    return numbers(on=clock.today())


def month(measure: str, name: str = NOW) -> dict[str, int]:
    return {category: count for category, count in now().by_month(measure)[name].items() if count}


def reject_automatically(cast: Cast, times: int) -> list[Case]:
    return [cast.submit(name=f"Dr Number {n}", treatments=("cell-based",)) for n in range(times)]


def rejected_by_ann(cast: Cast) -> Case:
    case = cast.ready(cast.submit())
    actions.reject(case=case, reasons=("authority",), explanation="", by=cast.ann, version=case.version)
    return case


def test_decisions_are_counted_by_month_and_by_what_they_came_to(cast: Cast) -> None:
    with clock.set_to(datetime(2026, 10, 31, 23, 59, tzinfo=UTC)):
        reject_automatically(cast, 2)
    with clock.set_to(datetime(2026, 11, 1, 0, 0, tzinfo=UTC)):
        reject_automatically(cast, 1)
    rejected_by_ann(cast)
    listing = cast.publish()
    publication.quarantine(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)

    assert month("decisions", "2026-10") == {"rejected_automatically": 2}
    assert month("decisions") == {
        "rejected_automatically": 1,
        "rejected_by_person": 1,
        "approved": 1,
    }


def test_decisions_of_a_year_ago_are_left_out(cast: Cast) -> None:
    with clock.set_to(datetime(2025, 11, 30, 23, 59, tzinfo=UTC)):
        reject_automatically(cast, 1)
    assert now().total("decisions") == 0
    assert len(now().by_month("decisions")) == MONTHS


def test_every_step_that_decides_has_its_outcome() -> None:
    """A new row in the tables of transitions must be counted somewhere, or be none of these."""
    counted = set(counting._OUTCOME) | {("publication", action) for action in AFTER}
    between = {
        *(
            "ask_person",
            "request_changes",
            "resubmit",
            "withdraw",
            "expire",
            "send_to_second",
            "return_to_first",
        ),
        *("reopen", "publish", "unpublish"),
    }
    assert {(step.lifecycle, step.action) for step in STEPS} - counted == {
        (step.lifecycle, step.action) for step in STEPS if step.action in between
    }


def months_later(months: int = 1) -> AbstractContextManager[object]:
    return clock.set_to(clock.now() + timedelta(days=30 * months))


def test_reasons_sources_and_automation_are_of_months_that_are_over(cast: Cast) -> None:
    reject_automatically(cast, 4)
    rejected_by_ann(cast)
    assert not now().by_category("reasons")

    with months_later():
        found = now()

    assert {row.period for measure in ("reasons", "sources", "automation") for row in found.of(measure)} == {
        "2025-12/2026-11"
    }
    reasons = {code: count for code, count in found.by_category("reasons").items() if count}
    assert reasons == {"cell_product": 4, "authority": 1}
    assert found.by_category("sources") == {"submission": 5, "own_check": 0, "report": 0, "rules": 0}
    assert found.by_category("automation")["decided_automatically"] == 4
    assert found.total("automation") == StatementOfReasons.objects.count()


def test_part_of_automation_is_what_the_statement_says(cast: Cast) -> None:
    case = cast.submit()
    parts = [(True, True), (False, True), (True, False), (True, False), (False, False)]
    for seq, (detected, decided) in enumerate(parts):
        StatementOfReasons.objects.create(
            decision_seq=900 + seq,
            case=case,
            listing=case.listing,
            at=clock.now(),
            appeal_until=clock.today(),
            detected_automatically=detected,
            decided_automatically=decided,
            noticed_by="report" if seq == 4 else "own_check",
        )
    with months_later():
        found = now()
    assert tuple(found.by_category("automation").values()) == (1, 2, 2)
    assert found.by_category("sources") == {"submission": 4, "own_check": 0, "report": 1, "rules": 0}


def test_fewer_than_five_are_not_broken_down(cast: Cast) -> None:
    reject_automatically(cast, 4)
    total = now().total("decisions")
    with months_later():
        found = now()
    assert not [row for row in found.rows if row.measure in ("reasons", "sources", "automation")]
    assert total == 4


def hidden(cast: Cast, times: int) -> None:
    for number in range(times):
        listing = cast.publish(name=f"Dr Mira Aldous, rooms {number}")
        publication.quarantine(
            listing=listing, reasons=("accreditation",), by=cast.ben, version=listing.version
        )


def test_hiding_one_listing_changes_no_number_but_that_of_public_ones(cast: Cast) -> None:
    """Whoever fetches before and after learns nothing, on the day, at the end of the month, or next to rejections."""
    reject_automatically(cast, 5)
    cast.publish(name="Dr Mira Aldous, rooms")

    def rows() -> set[tuple[object, ...]]:
        told = ("reasons", "sources", "automation", "after_publication", "report_outcomes", "decisions")
        return {(r.measure, r.period, r.category, r.value) for r in now().rows if r.measure in told}

    before = rows()
    with months_later():
        later = rows()
    listing = Case.objects.get(status="approved").listing
    publication.quarantine(listing=listing, reasons=("accreditation",), by=cast.ben, version=listing.version)
    assert rows() == before
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("accreditation",), by=cast.ann, version=listing.version)
    assert rows() == before
    with months_later():
        assert rows() == later


def test_hidings_are_told_five_at_a_time(cast: Cast) -> None:
    hidden(cast, 5)
    with months_later():
        found = now()
    assert found.by_category("after_publication") == {"hidden": 5, "restored": 0, "removed": 0}
    assert found.by_category("sources")["own_check"] == 5


@given(
    st.dictionaries(st.integers(0, 30).map(lambda n: f"{2024 + n // 12}-{n % 12 + 1:02}"), st.integers(1, 9)),
    st.integers(0, 30).map(lambda n: f"{2024 + n // 12}-{n % 12 + 1:02}"),
)
def test_what_a_new_month_adds_is_never_fewer_than_five(counts: dict[str, int], since: str) -> None:
    told: frozenset[str] = frozenset()
    for end in range(len(counts) + 1):
        known = {month: counts[month] for month in sorted(counts)[:end]}
        more = released(known, since)
        added = sum(counts[month] for month in more - told)
        assert told <= more
        assert added == 0 or added >= 5
        told = more


def test_nothing_that_hides_or_removes_is_crossed_with_a_reason() -> None:
    """Rows have one category: no month and no outcome goes with a reason or a source."""
    assert [name for name, _meaning in COLUMNS] == ["measure", "period", "category", "value", "unit", "n"]


def test_rejections_without_a_person_that_people_later_approve_are_counted(cast: Cast) -> None:
    reject_automatically(cast, 2)
    case = cast.submit(description="Book your umbilical cord stem cell infusion for migraine with us today.")
    assert case.status == Case.Status.REJECTED
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    assert now().by_category("without_a_person") == {"rejected": 3, "later_approved": 0}

    case = cast.ready(case)
    for finding in ScreeningFinding.objects.filter(run__case=case):
        actions.dismiss_finding(finding=finding, reason="A quotation.", by=cast.ann, version=case.version)
        case.refresh_from_db()
    actions.approve(case=case, by=cast.ann, version=case.version)
    cast.second(case)

    assert now().by_category("without_a_person") == {"rejected": 3, "later_approved": 1}


def test_appeals_are_counted_when_filed_and_when_decided(cast: Cast) -> None:
    (case,) = reject_automatically(cast, 1)
    appeal = applicant.appeal(case=case, text="Please.", by=cast.owner)
    with clock.set_to(clock.now() + timedelta(days=10)):
        decide_appeal(
            appeal=appeal, overturn=False, reasons=("cell_product",), answer="No.", by=cast.senior, version=0
        )
        assert month("appeals") == {"filed": 1}
        assert month("appeals", "2026-12") == {"confirmed": 1}
        (took,) = (row for row in now().of("median_time") if row.category == "appeal")
    assert (took.value, took.unit, took.n) == (240.0, "hours", 1)


def test_median_times_are_those_of_people(cast: Cast) -> None:
    reject_automatically(cast, 3)
    for hours in (2, 30, 50):
        case = cast.submit(name=f"Dr Hours {hours}")
        with clock.set_to(clock.now() + timedelta(hours=hours)):
            cast.ready(case)
            actions.request_changes(
                case=case, requests={"name": "Please."}, by=cast.ann, version=case.version
            )
    with clock.set_to(clock.now() + timedelta(days=5)):
        times = {row.category: (row.value, row.n) for row in now().of("median_time")}
    assert times == {"first_answer": (30.0, 3), "decision": (None, 0), "appeal": (None, 0)}


def test_live_listings_are_fresh_for_ninety_days(cast: Cast) -> None:
    cast.publish()
    for days, expected in ((0, (1, 1, 1)), (90, (1, 1, 1)), (91, (1, 0, 0))):
        with clock.set_to(clock.now() + timedelta(days=days)):
            assert tuple(now().by_category("live_listings").values()) == expected
    until = Entry.objects.get().valid_until
    assert numbers(on=until + timedelta(days=1)).by_category("live_listings")["public"] == 0


def report(cast: Cast, case: Case, **changes: object) -> PublicReport:
    fields = {"listing": case.listing, "case": case, "kind": "safety", "category": "other"} | changes
    return PublicReport.objects.create(**fields)


def test_reports_are_counted_up_to_midnight_and_broken_down_from_five_on(cast: Cast) -> None:
    case = cast.submit()
    for number in range(5):
        made = report(cast, case, kind="safety" if number else "correction")
        PublicReport.objects.filter(pk=made.pk).update(
            outcome="confirmed", judged_at=clock.now(), judged_by_id=cast.ann.pk
        )
        if number == 3:
            with months_later():
                assert now().total("report_outcomes") == 0
    assert now().total("reports") == 0
    with clock.set_to(clock.now() + timedelta(days=1, minutes=1)):
        cache.clear()
        assert month("reports") == {"safety": 4, "correction": 1}
        assert now().by_category("report_outcomes") == {}
    with months_later():
        outcomes = now().by_category("report_outcomes")
    assert outcomes == {"confirmed": 5, "not_confirmed": 0, "not_for_us": 0}


def test_second_looks_are_counted_by_occasion_and_answer(cast: Cast) -> None:
    case = cast.submit()
    for seq, agrees in ((101, True), (102, True), (103, False), (105, True), (106, True)):
        with clock.set_to(clock.now() + timedelta(days=1)):
            assert now().by_category("second_looks") == {}
            cache.clear()
        SecondLook.objects.create(
            decision_seq=seq, case=case, occasion="alone", by=cast.ben, at=clock.now(), agrees=agrees
        )
    SecondLook.objects.create(decision_seq=104, case=case, occasion="automatic")
    with clock.set_to(clock.now() + timedelta(days=1)):
        found = {name: count for name, count in now().by_category("second_looks").items() if count}
    assert found == {"alone_agreed": 4, "alone_disagreed": 1}


def test_counted_once_for_an_end_of_the_log_and_a_day(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    reject_automatically(cast, 1)
    now()
    with django_assert_num_queries(2):  # the end of the log and the catalogue's version
        now()
    reject_automatically(cast, 1)
    assert month("decisions") == {"rejected_automatically": 2}


def test_queries_do_not_grow_with_the_log(
    cast: Cast, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    reject_automatically(cast, 8)
    cast.publish()
    with django_assert_max_num_queries(12):
        now()


def test_every_measure_is_explained_and_every_row_belongs_to_one(cast: Cast) -> None:
    reject_automatically(cast, 5)
    assert {row.measure for row in now().rows} <= {name for name, _meaning in MEASURES}


@given(st.dates(date(2001, 1, 1), date(2199, 12, 31)))
def test_a_period_is_twelve_months_without_gaps_that_end_today(today: date) -> None:
    period = Period(today)
    numbered = [int(name[:4]) * 12 + int(name[5:]) for name in period.months]
    assert numbered == list(range(numbered[0], numbered[0] + MONTHS))
    assert period.months[-1] == f"{today:%Y-%m}"
    assert f"{period.since:%Y-%m-%d}" == f"{period.months[0]}-01"


def test_month_is_that_of_utc_whatever_the_database(db: None, now: datetime) -> None:
    """PostgreSQL writes a moment in the connection's time zone."""
    from directory.moderation.checkpoints.models import Checkpoint

    Checkpoint.objects.create(seq=0, hash="0" * 64, at=datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC))
    Checkpoint.objects.create(seq=0, hash="0" * 64, at=datetime(2026, 11, 1, tzinfo=UTC))
    found = Checkpoint.objects.annotate(month=month_of("at")).values_list("month", flat=True)
    assert list(found) == ["2026-10", "2026-11"]
