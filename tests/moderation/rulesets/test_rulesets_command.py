"""What an operator reads at the command line about rulesets."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directory.moderation.rulesets.models import RulesetActivation
from directory.screening.ruleset import version
from tests.cast import Cast

from .world import NEW, publications, publish

Install = Callable[..., None]


def run(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("rulesets", *words, stdout=out, **options)
    return out.getvalue()


def test_before_the_first_activation_it_says_what_to_do(cast: Cast) -> None:
    text = run()
    assert f"screens with {version()}" in text
    assert "Activated last: none" in text
    assert "run `rulesets activate`" in text


def test_activating_prints_the_numbers_and_twice_changes_nothing(cast: Cast) -> None:
    publish(cast, 1)
    assert "finished: 1 read, 0 would be rejected, 0 hidden" in run("activate")
    assert "activated already. Nothing was changed." in run("activate")
    assert "run `rulesets activate`" not in run("show")
    assert RulesetActivation.objects.count() == 1


def test_stopping_is_a_failure_with_a_sentence(cast: Cast, old: RulesetActivation, install: Install) -> None:
    publish(cast, 6)
    install()
    with pytest.raises(CommandError, match="two people must look") as stop:
        run("activate")
    assert stop.value.returncode == 1
    assert publications() == ["live"] * 6


def test_rolling_back_needs_the_activation_the_person_and_a_reason(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 1)
    install()
    run("activate")
    activation = RulesetActivation.objects.get(ruleset=NEW)
    with pytest.raises(CommandError, match="Give --id"):
        run("rollback")
    with pytest.raises(CommandError, match="Only a senior moderator"):
        run("rollback", id=activation.pk, by=cast.ann.email, why="Wrong.")
    with pytest.raises(CommandError, match="Say why"):
        run("rollback", id=activation.pk, by=cast.senior.email)
    text = run("rollback", id=activation.pk, by=cast.senior.email, why="Wrong.")
    assert "1 rechecks are on top of the queue, 0 stay" in text
    assert "Nothing is published by this" in text
