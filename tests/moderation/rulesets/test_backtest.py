"""A candidate against everything that was ever submitted: figures on a set small enough to count by hand."""

import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.listings.models import Revision
from directory.moderation import actions
from directory.moderation.models import Case
from directory.moderation.rulesets.modes import Mode
from directory.moderation.rulesets.truth import truth
from directory.screening.datafiles import HOME
from directory.screening.ruleset import version
from tests.cast import Cast
from tests.moderation.pages import CELLS

ODD = "Every patient gets our zorblax programme."
"""Sold by nobody; only the candidate's lexicon knows the word."""
GERMAN = "Wir behandeln Erwachsene mit Migräne und Kopfschmerzen gemeinsam mit Ihrem Hausarzt."


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return shutil.copytree(HOME, tmp_path / "rules", ignore=shutil.ignore_patterns("*.py", "__pycache__"))


@pytest.fixture
def stricter(rules: Path) -> Path:
    """Sends "zorblax" to a person, in English."""
    path = rules / "rules" / "claim.toml"
    path.write_text(
        path.read_text()
        + """
[[rule]]
id = "TRY-01"
family = "claim"
severity = "review"
when = "always"
concepts = ["trial.zorblax"]
reason = "A person reads what is meant."
guidance = "Ask what it is."
source = "own"
match = ["We have a zorblax for you."]
no_match = ["We have a diary for you."]
"""
    )
    lexicon = rules / "lexicons" / "en.tsv"
    header = next(line for line in lexicon.read_text().splitlines() if not line.startswith("#")).split("\t")
    row = {"concept": "trial.zorblax", "terms": "zorblax"}
    lexicon.write_text(
        lexicon.read_text().rstrip("\n") + "\n" + "\t".join(row.get(name, "-") for name in header) + "\n"
    )
    return rules


def run(folder: Path) -> str:
    out = StringIO()
    call_command("backtest", "--rules", str(folder), stdout=out)
    return out.getvalue()


def report(folder: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("backtest", "--rules", str(folder), "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def rejected(cast: Cast, *reasons: str, **changes: Any) -> Case:
    """By a person, who held the case."""
    case = cast.submit(**changes)
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    actions.take(case=case, by=cast.ann)
    case.refresh_from_db()
    actions.reject(case=case, reasons=reasons, explanation="", by=cast.ann, version=case.version)
    case.refresh_from_db()
    return case


def test_without_a_decision_there_is_nothing_to_compare_yet(cast: Cast, rules: Path) -> None:
    cast.submit(description=CELLS)
    text = run(rules)
    assert "Nothing to compare yet" in text
    assert "1 revisions read" in text
    assert "0 verdicts would change." in text


def test_figures_of_a_set_counted_by_hand(cast: Cast, stricter: Path) -> None:
    """Rejected: one that both rulesets miss, one that the candidate sends to a person. Approved: one honest text."""
    cast.publish()
    rejected(cast, "unproven_claim", description=ODD)
    missed = rejected(cast, "unproven_claim", description="Something only a person would notice.")
    found = report(stricter)
    assert (found["revisions"], found["compared"], found["erased"]) == (3, 3, 0)
    before, after = (found[side]["overall"]["not clear"] for side in ("active", "candidate"))
    assert (before["both"], before["only_decided"], before["neither"]) == (0, 2, 1)
    assert (after["both"], after["only_predicted"], after["only_decided"], after["neither"]) == (1, 0, 1, 1)
    assert before["precision"]["value"] is None
    assert (after["precision"]["value"], after["recall"]["value"]) == (1.0, 0.5)
    assert after["f1"]["value"] == pytest.approx(2 / 3)
    assert found["candidate"]["overall"]["reject"]["recall"]["value"] == 0
    assert found["candidate"]["rules"]["TRY-01"]["precision"]["value"] == 1.0
    assert found["active"]["rules"]["TRY-01"]["both"] == 0
    assert found["candidate"]["languages"]["en"]["not clear"]["both"] == 1
    (flip,) = found["flips"]
    assert (flip["before"], flip["after"], flip["people"]) == ("clear", "review", "rejected")
    assert flip["listing"] != str(missed.listing_id)[:8].upper()


def test_the_report_names_listings_by_reference_and_quotes_nothing(cast: Cast, stricter: Path) -> None:
    case = rejected(cast, "unproven_claim", description=ODD)
    text, raw = run(stricter), json.dumps(report(stricter))
    reference = str(case.listing_id)[:8].upper()
    assert f"listing {reference} revision 1: clear → review (people: rejected)" in text
    for shown in (text, raw):
        assert reference in shown
        assert "zorblax" not in shown
        assert "Aldous" not in shown


def test_languages_are_told_apart(cast: Cast, rules: Path) -> None:
    words = {
        "description": GERMAN,
        "summary": "Praxis für Kopfschmerzen.",
        "how_to_refer": "",
        "name": "Praxis",
    }
    rejected(cast, "unproven_claim", **words)
    assert set(report(rules)["active"]["languages"]) == {"de"}


def test_what_the_system_rejected_alone_is_no_truth(cast: Cast) -> None:
    assert cast.submit(description=CELLS).status == Case.Status.REJECTED
    assert truth().rejected == {}


def test_a_rejection_for_other_reasons_says_nothing_of_the_text(cast: Cast) -> None:
    rejected(cast, "authority")
    assert (truth().rejected, truth().set_aside) == ({}, 1)


def test_the_last_decision_of_people_counts(cast: Cast) -> None:
    listing = cast.publish()
    assert set(truth().rejected.values()) == {False}
    from directory.moderation import publication

    publication.quarantine(listing=listing, reasons=("cell_product",), by=cast.ann, version=listing.version)
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("cell_product",), by=cast.ben, version=listing.version)
    assert set(truth().rejected.values()) == {True}


def test_erased_revisions_are_counted_and_left_out(cast: Cast, rules: Path) -> None:
    rejected(cast, "unproven_claim")
    Revision.objects.update(content="")
    found = report(rules)
    assert (found["revisions"], found["erased"], found["compared"]) == (0, 1, 0)


def test_modes_count_on_both_sides(cast: Cast, rules: Path) -> None:
    from directory.moderation.rulesets.standing import adjustable, set_mode

    cast.submit(description=CELLS)
    for rule in adjustable():
        set_mode(rule=rule.id, mode=Mode.SHADOW, why="Trial.", by=cast.senior)
    found = report(rules)
    assert found["flips"] == []
    assert found["candidate"]["ruleset"] == version()


def test_a_candidate_that_is_not_in_order_ends_with_a_sentence(db: None, rules: Path) -> None:
    (rules / "rules" / "offer.toml").write_text('[[rule]]\nid = "OFF-01"\n')
    with pytest.raises(CommandError, match=r"The candidate is refused\. Rule OFF-01 lacks family") as refusal:
        run(rules)
    assert refusal.value.returncode == 1


def test_nothing_is_written(cast: Cast, rules: Path) -> None:
    cast.submit(description=CELLS)
    with CaptureQueriesContext(connection) as asked:
        run(rules)
    assert asked.captured_queries
    writes = ("INSERT", "UPDATE", "DELETE")
    assert not [query["sql"] for query in asked.captured_queries if query["sql"].startswith(writes)]
