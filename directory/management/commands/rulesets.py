"""`manage.py rulesets`: which ruleset is in force, and applying a new one to what is live."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.accounts.models import User
from directory.moderation.errors import ModerationError, TransitionRefused
from directory.moderation.rulesets.activation import begin, carry_on, in_force, needs_activation
from directory.moderation.rulesets.models import RulesetActivation
from directory.moderation.rulesets.rollback import roll_back
from directory.screening.ruleset import version

Stage = RulesetActivation.Stage


class Command(BaseCommand):
    """`show` (default), `activate`, `rollback`."""

    help = (
        "Shows which ruleset is in force. activate: reads everything live with the ruleset of this release and hides"
        " what it rejects; stops and asks two people before hiding more than 5 listings or 1 %, whichever is larger;"
        " exits 1 while it waits for them. rollback: gives an activation up; publishes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=("show", "activate", "rollback"), default="show")
        parser.add_argument("--id", type=int, metavar="N", help="rollback: number of the activation")
        parser.add_argument("--by", metavar="EMAIL", help="rollback: the senior moderator who decides")
        parser.add_argument("--why", metavar="TEXT", default="", help="rollback: the reason")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['what']}")(options)
        except ModerationError as error:
            raise CommandError(error.sentence) from error

    def _show(self, _options: dict[str, Any]) -> None:
        standing = in_force()
        self.stdout.write(f"This release screens with {version()}.")
        self.stdout.write(f"Activated last: {standing.ruleset if standing else 'none'}.")
        if needs_activation():
            self.stdout.write("What is live was not read with it yet: run `rulesets activate`.")
        for activation in RulesetActivation.objects.all()[:10]:
            self.stdout.write(_line(activation))

    def _activate(self, _options: dict[str, Any]) -> None:
        if not needs_activation():
            self.stdout.write(f"{version()} is activated already. Nothing was changed.")
            return
        activation = carry_on(begin(by=None))
        self.stdout.write(_line(activation))
        if activation.stage is Stage.STOPPED:
            raise CommandError(
                "Stopped before hiding anything more: two people must look at the list under /moderation/rulesets/"
                " and agree. The senior moderators were told. Nothing was lost; it goes on when they have agreed."
            )
        if activation.stage is not Stage.FINISHED:
            raise CommandError(
                "Listings changed while they were read. Run it again; it goes on where it stands."
            )

    def _rollback(self, options: dict[str, Any]) -> None:
        activation = RulesetActivation.objects.filter(pk=options["id"]).first()
        by = User.objects.filter(email=(options["by"] or "").lower()).first()
        if activation is None or by is None:
            raise TransitionRefused(
                "Give --id of an activation (see `rulesets show`) and --by of a senior moderator."
            )
        done = roll_back(activation=activation, why=options["why"], by=by)
        self.stdout.write(
            f"Rolled back. {done.asked_back} rechecks are on top of the queue, {done.others} stay where they were."
            " Nothing is published by this: each comes back when two people approve its recheck."
        )


def _line(activation: RulesetActivation) -> str:
    rows = activation.rescreenings
    return (
        f"{activation.pk}: {activation.ruleset}, {activation.started_at:%Y-%m-%d %H:%M} UTC, {activation.stage.label}: "
        f"{rows.count()} read, {rows.hits().count()} would be rejected, "
        f"{rows.filter(hidden_at__isnull=False).count()} hidden"
    )
