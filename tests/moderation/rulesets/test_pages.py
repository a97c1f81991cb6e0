"""The pages about rules, as each person of the cast meets them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from directory.moderation.rulesets.activation import carry_on, list_sha256
from directory.moderation.rulesets.models import RuleMode, RulesetActivation, RulesetConsent
from directory.moderation.rulesets.modes import Mode
from directory.moderation.rulesets.standing import modes_now, set_mode
from directory.moderation.rulesets.tasks import carry_on_later
from directory.moderation.rulesets.urls import urlpatterns
from directory.screening.ruleset import version
from tests.cast import Cast
from tests.moderation.pages import CELLS, asked_again, page, send, signed_in

from .world import NEW, activated, publications, publish

Install = Callable[..., None]


def answers(client: Client, name: str, *ids: object) -> int:
    return client.get(reverse(name, args=ids)).status_code


def test_rules_are_for_seniors_and_the_list_for_every_moderator(cast: Cast, old: RulesetActivation) -> None:
    for person, rules, one in ((cast.senior, 200, 200), (cast.ann, 403, 200), (cast.owner, 403, 403)):
        client = signed_in(person)
        assert answers(client, "rulesets") == rules
        assert answers(client, "ruleset_rule", "OFF-01") == rules
        assert answers(client, "ruleset_activation", old.pk) == one
    assert answers(Client(), "rulesets") == 302


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_strangers_sign_in_first_and_providers_are_refused_everywhere(
    cast: Cast, old: RulesetActivation, pattern: URLPattern, method: str
) -> None:
    known = {"rule": "OFF-01", "activation_id": old.pk}
    ids = {name: known[name] for name in pattern.pattern.converters}
    address = reverse(str(pattern.name), kwargs=ids)
    anonymous = getattr(Client(), method)(address)
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith("/accounts/login/")
    assert getattr(signed_in(cast.owner), method)(address).status_code == 403


@pytest.mark.parametrize("name", ["ruleset_activate", "ruleset_mode", "ruleset_rollback"])
def test_a_moderator_who_is_not_senior_changes_nothing(
    cast: Cast, old: RulesetActivation, install: Install, name: str
) -> None:
    install()
    ids = {"ruleset_activate": (), "ruleset_mode": ("OFF-01",), "ruleset_rollback": (old.pk,)}[name]
    for person in (cast.ann, cast.owner):
        assert send(signed_in(person), name, *ids, mode="shadow", why="x").status_code == 403
    assert not RuleMode.objects.exists()
    assert RulesetActivation.objects.count() == 1


def test_the_page_says_what_is_active(cast: Cast, old: RulesetActivation, install: Install) -> None:
    text = page(signed_in(cast.senior), "rulesets")
    assert version() in text
    assert "There is one engine" in text
    assert "Read what is published with these rules" not in text
    install()
    with_new = page(signed_in(cast.senior), "rulesets")
    assert "What is published was not read with these rules yet." in with_new


def test_a_senior_starts_it_and_the_worker_does_it(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 1)
    install()
    client = signed_in(cast.senior)
    response = send(client, "ruleset_activate")
    activation = RulesetActivation.objects.get(ruleset=NEW)
    assert response.headers["Location"] == reverse("ruleset_activation", args=[activation.pk])
    assert activation.started_by_id == cast.senior.pk
    assert publications() == ["live"]
    assert carry_on_later.call(activation.pk) == "finished"
    assert publications() == ["quarantined"]
    assert send(client, "ruleset_activate").status_code == 409


def test_activating_what_is_active_is_refused_on_a_page(cast: Cast, old: RulesetActivation) -> None:
    response = send(signed_in(cast.senior), "ruleset_activate")
    assert response.status_code == 409
    assert "activated already" in response.content.decode()


def test_two_people_agree_on_the_page(cast: Cast, old: RulesetActivation, install: Install) -> None:
    listings = publish(cast, 6)
    install()
    stopped = activated()
    text = page(signed_in(cast.ann), "ruleset_activation", stopped.pk)
    assert "A senior moderator agrees first" in text
    assert all(str(each.pk)[:8].upper() in text for each in listings)
    assert "Practice" not in text
    seen = list_sha256(stopped)
    first = asked_again(signed_in(cast.senior))
    assert send(first, "ruleset_consent", stopped.pk, seen=seen).status_code == 302
    assert "has agreed. The second person is somebody else." in page(first, "ruleset_activation", stopped.pk)
    assert send(first, "ruleset_consent", stopped.pk, seen=seen).status_code == 409
    second = asked_again(signed_in(cast.ann))
    assert send(second, "ruleset_consent", stopped.pk, seen=seen).status_code == 302
    assert publications() == ["live"] * 6
    assert carry_on_later.call(stopped.pk) == "finished"
    assert publications() == ["quarantined"] * 6


def test_agreeing_asks_for_the_password_again(cast: Cast, old: RulesetActivation, install: Install) -> None:
    publish(cast, 6)
    install()
    stopped = activated()
    response = send(signed_in(cast.senior), "ruleset_consent", stopped.pk, seen=list_sha256(stopped))
    assert "reauthenticate" in response.headers["Location"]
    assert not RulesetConsent.objects.exists()


def test_a_list_that_changed_is_not_agreed_to(cast: Cast, old: RulesetActivation, install: Install) -> None:
    publish(cast, 6)
    install()
    stopped = activated()
    response = send(asked_again(signed_in(cast.senior)), "ruleset_consent", stopped.pk, seen="0" * 64)
    assert response.status_code == 409


def test_rolling_back_on_the_page_says_that_nothing_is_published(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 1)
    install()
    hidden = activated()
    client = signed_in(cast.senior)
    assert "Rolling back publishes nothing" in page(client, "ruleset_activation", hidden.pk)
    assert send(client, "ruleset_rollback", hidden.pk, why="").status_code == 422
    response = client.post(
        reverse("ruleset_rollback", args=[hidden.pk]), {"why": "It was wrong."}, follow=True
    )
    text = response.content.decode()
    assert "nothing was published. On top of the queue: 1" in text
    assert "It was wrong." in text
    assert publications() == ["quarantined"]
    assert carry_on(RulesetActivation.objects.get(pk=hidden.pk)).stage == "rolled_back"


def test_a_senior_lowers_a_rule_with_a_reason(cast: Cast) -> None:
    client = signed_in(cast.senior)
    refused = send(client, "ruleset_mode", "OFF-01", mode="shadow", why="")
    assert refused.status_code == 422
    assert "Say why." in refused.content.decode()
    assert send(client, "ruleset_mode", "OFF-01", mode="shadow", why="Under trial.").status_code == 302
    assert modes_now() == {"OFF-01": Mode.SHADOW}
    text = page(client, "ruleset_rule", "OFF-01")
    assert "Under trial." in text
    assert "Shadow: is counted here" in text


def test_rules_that_always_count_have_no_form(cast: Cast) -> None:
    client = signed_in(cast.senior)
    assert "ruleset_mode" not in page(client, "ruleset_rule", "DEC-01")
    assert "always counts in full" in page(client, "ruleset_rule", "DEC-01")
    assert send(client, "ruleset_mode", "DEC-01", mode="shadow", why="x").status_code == 409
    assert answers(client, "ruleset_rule", "NONE-99") == 404


def test_what_the_system_changed_stands_out(cast: Cast) -> None:
    RuleMode.objects.create(rule="OFF-01", mode=Mode.REVIEW_ONLY, why="It fired on many.")
    assert "changed by the system" in page(signed_in(cast.senior), "rulesets")


def test_shadow_findings_are_shown_on_the_rules_page_and_nowhere_else(cast: Cast) -> None:
    for rule in ("OFF-01", "OFF-04"):
        set_mode(rule=rule, mode=Mode.SHADOW, why="Under trial.", by=cast.senior)
    case = cast.submit(description=CELLS)
    assert str(case.pk) in page(signed_in(cast.senior), "ruleset_rule", "OFF-04")
    client = signed_in(cast.ann)
    send(client, "case_declare", case.pk, tie="no")
    assert "OFF-04" not in page(client, "case", case.pk)
    assert "OFF-01" not in page(client, "case", case.pk)


def test_the_page_costs_the_same_however_much_there_is(
    cast: Cast, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = signed_in(cast.senior)
    for number in range(4):
        RuleMode.objects.create(rule="OFF-01", mode=(Mode.SHADOW, Mode.ACTIVE)[number % 2], why="Trial.")
        cast.submit(description=CELLS)
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        page(client, "rulesets")
