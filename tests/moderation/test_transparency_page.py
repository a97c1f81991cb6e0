"""Numbers on decisions that anybody may read."""

from django.test import Client

from directory.moderation import applicant
from directory.moderation.appeals import decide_appeal
from directory.moderation.transparency import numbers
from tests.cast import Cast
from tests.conftest import TODAY


def test_empty_log_says_so(db: None, client: Client) -> None:
    page = client.get("/transparency/").content.decode()
    assert "Nothing has been decided yet." in page


def test_decisions_are_counted_by_what_they_came_to(cast: Cast) -> None:
    cast.publish()
    case = cast.submit(treatments=("cell-based",))
    appeal = applicant.appeal(case=case, text="Please.", by=cast.owner)
    decide_appeal(
        appeal=appeal,
        overturn=False,
        reasons=("cell_product",),
        answer="It is one.",
        by=cast.senior,
        version=0,
    )

    found = numbers(on=TODAY.date())

    (month,) = found.months
    assert (month.approved, month.rejected, month.automatic, month.hidden) == (1, 1, 1, 0)
    assert found.appeals == {"open": 1, "confirmed": 1, "overturned": 0}
    assert found.listed == 1
    assert [count for _title, count in found.reasons] == [2]


def test_page_names_nobody_and_asks_little_of_the_database(
    cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        cast.submit(name=f"Dr Number {number}", treatments=("cell-based",))
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        page = client.get("/transparency/")
    assert page.status_code == 200
    assert "Number" not in page.content.decode()
    assert "Set-Cookie" not in page.headers
