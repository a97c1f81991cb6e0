"""`manage.py daily`: everything due once a day."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory import clock
from directory.moderation import applicant, reminders, renewal
from directory.moderation.checkpoints.actions import sign_today
from directory.moderation.external import alerts as invitations
from directory.moderation.reports import outcomes as reports
from directory.moderation.rulesets.watchdog import check_rules
from directory.moderation.still_public import count_still_public
from directory.moderation.website import actions as website
from directory.outbox import actions as outbox
from directory.trials.actions import reassess_trials

log = logging.getLogger(__name__)


def deliver_all() -> int:
    """Send the mail that is due; what cannot be sent now is tried again later. Returns how many were sent."""
    total = 0
    while sent := outbox.deliver():
        total += sent
    return total


def look_at_trials() -> int:
    """Assess every stored trial as of today: end dates pass, records grow old."""
    return reassess_trials(on=clock.today(), demo=settings.DEMO).counts["changed"]


PARTS: dict[str, Callable[[], int]] = {
    "cases withdrawn because nobody answered in time": applicant.expire_overdue,
    "published listings compared with what is known": renewal.reconsider_all,
    "trials whose standing changed": look_at_trials,
    "reminders to confirm details": reminders.remind_to_attest,
    "reminders that evidence ends": reminders.remind_of_evidence,
    "invitations from outside that ran out": invitations.end_expired,
    "cases that nobody in the team can take": invitations.see_to_all,
    "websites of live listings to read again": website.reread_live,
    "readings of websites resumed": website.resume_stuck,
    "rules that lost their power to reject": check_rules,
    "checkpoints of the log written to the file": sign_today,
    "rejected listings that are still public": count_still_public,
    "people told what came of their report": reports.settle_all,
    "words of old reports forgotten": reports.forget_old,
    "messages sent": deliver_all,
    "old messages forgotten": outbox.prune,
}
"""What is due, in order; each returns a count. Safe to run twice on a day."""


class Command(BaseCommand):
    """Each part fails alone and is reported; exit 1 when any failed."""

    help = "Does everything that is due once a day. Each part fails alone; exits 1 when any failed."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [name for name, part in PARTS.items() if not self._done(name, part)]
        if failed:
            raise CommandError("Failed, the rest was done: " + "; ".join(failed) + ".")

    def _done(self, name: str, part: Callable[[], int]) -> bool:
        try:
            count = part()
        except Exception as error:
            log.exception("daily: %s failed", name)
            self.stderr.write(f"{name}: failed ({getattr(error, 'sentence', type(error).__name__)})")
            return False
        self.stdout.write(f"{name}: {count}")
        return True
