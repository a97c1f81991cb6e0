"""A candidate ruleset works in a process of its own, and one that is not in order is refused with a sentence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from directory.moderation.rulesets import candidate as room
from directory.moderation.rulesets.candidate import Candidate, Unusable
from directory.moderation.screening_runs import Question
from directory.screening import datafiles
from directory.screening.datafiles import HOME, home
from directory.screening.engine import screen
from directory.screening.findings import Verdict
from directory.screening.ruleset import version

OFFER = "We offer infusions of umbilical-cord mesenchymal stem cells for chronic migraine."
Edit = Callable[[str, str, str], Path]


def question(text: str) -> Question:
    return Question({"description": text}, (), "GB", False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(HOME, tmp_path / "rules", ignore=shutil.ignore_patterns("*.py", "__pycache__"))


@pytest.fixture
def edited(copy: Path) -> Edit:
    """Replace the first occurrence of a text in one of the copied files."""

    def edit(name: str, old: str, new: str) -> Path:
        text = (copy / name).read_text()
        assert old in text
        (copy / name).write_text(text.replace(old, new, 1))
        return copy

    return edit


def test_an_exact_copy_has_the_same_version_and_says_the_same(copy: Path) -> None:
    with Candidate(copy) as candidate:
        assert candidate.ruleset == version()
        assert candidate.screen(question(OFFER)).verdict is Verdict.REJECT
        assert candidate.screen(question("We see adults with migraine.")).verdict is Verdict.CLEAR


def test_this_process_keeps_its_own_rules(edited: Edit) -> None:
    before = screen(OFFER)
    with Candidate(edited("ruleset.toml", "20", "19")) as candidate:
        assert candidate.ruleset.startswith("19")
        assert candidate.ruleset != version()
        candidate.screen(question(OFFER))
    assert screen(OFFER) == before
    assert home(None) == HOME


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("rules/offer.toml", "no_match = [", "never = [", "lacks examples"),
        ("rules/offer.toml", 'severity = "block"', 'severity = "fatal"', "fatal"),
        ("rules/offer.toml", "match = [", 'match = ["We see adults with migraine.", ', "does not find its example"),
        ("rules/offer.toml", "no_match = [", f'no_match = ["{OFFER}", ', "counter-example number 1"),
        ("rules/offer.toml", "[[rule]]", "[[rule", "cannot be read"),
        ("languages.tsv", "code", "tongue", "lacks the column"),
        ("lexicons/en.tsv", "stem cell", "(stem)+ cell", "may repeat without a bound"),
    ],
)  # fmt: skip
def test_a_candidate_that_is_not_in_order_is_refused(
    edited: Edit, name: str, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(Unusable, match=sentence), Candidate(edited(name, old, new)):
        pass


def test_a_folder_without_a_ruleset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"ruleset\.toml"), Candidate(tmp_path):
        pass


def test_a_candidate_that_takes_too_long_is_stopped(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SECONDS_TO_LOAD", 0.01)
    with pytest.raises(Unusable, match="took too long"), Candidate(copy):
        pass


def test_a_candidate_that_ended_is_noticed(copy: Path) -> None:
    with Candidate(copy) as candidate:
        candidate._process.kill()
        candidate._process.wait()
        with pytest.raises(Unusable):
            candidate.screen(question(OFFER))


@pytest.mark.parametrize("named", ["relative/folder", "/nowhere/at/all"])
def test_the_engine_refuses_a_folder_that_cannot_be_one(named: str) -> None:
    with pytest.raises(ValueError, match=datafiles.OTHER_DATA):
        home(named)


def test_without_the_variable_the_engine_reads_its_own_folder(copy: Path) -> None:
    assert home(None) == home("") == Path(datafiles.__file__).parent
    assert home(str(copy)) == copy
