"""`manage.py verify_log`: is the decision log whole?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.moderation.log import first_break
from directory.moderation.models import Decision


class Command(BaseCommand):
    """Walks the log; exit 1 and the first bad row when it is broken."""

    help = (
        "Walks the decision log and says whether it is whole; exits 1 with the first bad row when it is not."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = first_break()
        if broken is not None:
            raise CommandError(f"The log is broken at decision {broken.seq}: {broken.problem}.")
        self.stdout.write(f"The log is whole: {Decision.objects.count()} decisions.")
