"""The public pages of numbers, policy and checkpoints, and the numbers as CSV and JSON."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from directory import clock
from directory.moderation import actions
from directory.moderation.checkpoints import kept, keys
from directory.moderation.checkpoints.actions import sign_today
from directory.moderation.models import Case
from directory.moderation.reasons import REASONS
from directory.moderation.rulesets.models import RulesetActivation
from directory.moderation.transparency import policy
from directory.moderation.transparency.rows import COLUMNS
from directory.screening import ruleset
from tests.cast import Cast

EVERY = (
    "/transparency/", "/transparency/policy/", "/transparency.csv", "/transparency.json",
    "/transparency/checkpoints.jsonl",
)  # fmt: skip
WORD = "zqcanary"
Most = Callable[[int], AbstractContextManager[object]]


def words(client: Client, path: str) -> str:
    return unescape(client.get(path).content.decode())


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Six rejections, one of them by Ann with words and a private note, and a published listing."""
    for number in range(5):
        cast.submit(name=f"{WORD} {number}", description=WORD, treatments=("cell-based",))
    case = cast.ready(cast.submit(name=WORD))
    actions.add_note(case=case, text=f"{WORD} private", by=cast.ann)
    actions.reject(case=case, reasons=("authority",), explanation=WORD, by=cast.ann, version=case.version)
    cast.publish()
    sign_today()
    return cast


def test_empty_start_reads_well(db: None, now: object, client: Client) -> None:
    page = words(client, "/transparency/")
    for sentence in (
        "0 clinics and specialists are listed today.",
        "Nothing has been decided yet.",
        "fewer than five such decisions",
        "No appeal was filed or decided",
        "Nothing is listed today.",
        "No report came in these months.",
        "Fewer than five decisions were looked at again",
    ):
        assert sentence in page
    assert page.count("none in these months") == 3
    assert '<svg class="chart"' not in page
    policy_page = words(client, "/transparency/policy/")
    assert "No checkpoint has been made yet." in policy_page
    assert "No change of rules has been applied yet." in policy_page
    assert client.get("/transparency/checkpoints.jsonl").content == b""
    assert len(client.get("/transparency.csv").content.splitlines()) > 100


@pytest.mark.parametrize("path", EVERY)
def test_names_nobody_sets_no_cookie_and_is_answered_from_the_cache_until_something_is_decided(
    busy: Cast, client: Client, path: str
) -> None:
    first = client.get(path)
    assert first.status_code == 200
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"] == "public, no-cache"
    text = first.content.decode()
    for secret in (WORD, "Aldous", "ann@", "Leeds", str(Case.objects.all()[0].pk)):
        assert secret not in text, secret
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.post(path).status_code == 405
    busy.submit(treatments=("cell-based",))
    with clock.set_to(clock.now() + timedelta(days=1)):
        sign_today()
        assert client.get(path, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", EVERY)
def test_asks_little_of_the_database_however_much_was_decided(
    busy: Cast, client: Client, django_assert_max_num_queries: Most, path: str
) -> None:
    for _day in range(3):
        with clock.set_to(clock.now() + timedelta(days=_day)):
            sign_today()
            RulesetActivation.objects.create(ruleset=f"r{_day}", finished_at=clock.now())
    with django_assert_max_num_queries(14):
        client.get(path)


def test_every_chart_has_a_name_a_description_and_a_table(busy: Cast, client: Client) -> None:
    with clock.set_to(clock.now() + timedelta(days=30)):
        page = LexborHTMLParser(words(client, "/transparency/"))
    charts = page.css("svg.chart")
    assert len(charts) >= 6
    ids = [str(node.attributes["id"]) for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    for chart in charts:
        assert chart.attributes["role"] == "img"
        for part in str(chart.attributes["aria-labelledby"]).split():
            named = page.css_first(f"#{part}")
            assert named is not None
            assert named.text().strip()
    figures = page.css("figure")
    assert len(figures) == len(charts)
    assert all(figure.css_first("details table") is not None for figure in figures)


def test_page_says_each_thing_once(busy: Cast, client: Client) -> None:
    """Every table belongs to a chart and is folded; no chart repeats the heading it stands under."""
    page = LexborHTMLParser(words(client, "/transparency/"))
    assert len(page.css("table")) == len(page.css("figure details table")) > 0
    headings = {heading.text() for heading in page.css("h2")}
    assert not headings & {caption.text() for caption in page.css("figcaption")}


def test_chart_and_table_say_the_same(busy: Cast, client: Client) -> None:
    page = LexborHTMLParser(words(client, "/transparency/"))
    for figure in page.css("figure"):
        drawn = {text.text() for text in figure.css("text.chart__value")}
        cells = {cell.text().strip() for cell in figure.css("td")}
        if (
            "Share" not in figure.text()
            and "Rejected" not in figure.text()
            and "Appeals" not in figure.text()
        ):
            assert drawn <= cells, figure.text()


def test_csv_and_json_hold_the_same_numbers_in_the_documented_columns(busy: Cast, client: Client) -> None:
    names = [name for name, _meaning in COLUMNS]
    as_csv = list(csv.DictReader(io.StringIO(client.get("/transparency.csv").content.decode())))
    as_json = json.loads(client.get("/transparency.json").content)

    assert list(as_csv[0]) == list(as_json["columns"]) == names
    assert [tuple(row.values()) for row in as_csv] == [
        tuple("" if row[name] is None else str(row[name]) for name in names) for row in as_json["rows"]
    ]
    assert {row["measure"] for row in as_json["rows"]} <= set(as_json["measures"])
    months = {row["period"] for row in as_csv if row["measure"] == "decisions"}
    assert len(months) == 12
    assert all(re.fullmatch(r"\d{4}-\d\d", name) for name in months)
    (automatic,) = (
        row for row in as_csv if row["category"] == "rejected_automatically" and row["period"] == "2026-11"
    )
    assert automatic == {
        "measure": "decisions",
        "period": "2026-11",
        "category": "rejected_automatically",
        "value": "5",
        "unit": "decisions",
        "n": "",
    }


def test_every_clause_stands_once_and_every_reason_cites_one(db: None, now: object, client: Client) -> None:
    numbers = [clause.number for part in policy.PARTS for clause in part.clauses]
    assert len(numbers) == len(set(numbers))
    cited = [reason.clause for reason in REASONS]
    assert all(each.startswith(policy.CITED_AS) for each in cited)
    assert {each.removeprefix(policy.CITED_AS) for each in cited} <= set(numbers)
    page = LexborHTMLParser(words(client, "/transparency/policy/"))
    for clause in policy.CLAUSES.values():
        (heading,) = page.css(f"#{clause.anchor}")
        assert heading.text() == f"{clause.number} {clause.title}"


def test_history_of_the_policy_is_dated_and_knows_every_clause() -> None:
    days = [change.on for change in policy.CHANGES]
    assert days == sorted(days, reverse=True)
    changed = {number for change in policy.CHANGES for number in change.clauses}
    assert changed == set(policy.CLAUSES)
    added = policy.CHANGES[-1].clauses
    assert list(added) == sorted(added)


def test_rulesets_are_told_by_role_with_what_they_hid(cast: Cast, client: Client) -> None:
    RulesetActivation.objects.create(ruleset="rules-b", previous="rules-a", started_by_id=cast.senior.pk)
    page = words(client, "/transparency/policy/")
    for each in ("rules-a", "rules-b", "senior moderator", ruleset.version()):
        assert each in page
    assert str(cast.senior) not in page
    assert cast.senior.email not in page


def test_anybody_can_check_the_checkpoints_with_the_program_on_the_page(
    busy: Cast, client: Client, tmp_path: Path
) -> None:
    with clock.set_to(clock.now() + timedelta(days=1)):
        sign_today()
    page = LexborHTMLParser(client.get("/transparency/policy/").content.decode())
    program = page.css_first("pre")
    assert program is not None
    assert keys.public_key() in program.text()
    lines = client.get("/transparency/checkpoints.jsonl").content
    assert lines.decode() == kept.path().read_text()
    (tmp_path / "checkpoints.jsonl").write_bytes(lines)
    run = [sys.executable, "-W", "ignore", "-c", program.text()]
    good = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout.count("is signed")) == (0, 2), good.stderr
    (tmp_path / "checkpoints.jsonl").write_bytes(lines.replace(b'"seq":', b'"seq":1'))
    forged = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "InvalidSignature" in forged.stderr
