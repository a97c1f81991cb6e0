"""`manage.py verify_log`: is the decision log whole, and what it was when its checkpoints were signed?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.moderation.checkpoints import kept
from directory.moderation.checkpoints.verify import Copy, first_mismatch, told
from directory.moderation.log import first_break
from directory.moderation.models import Decision


class Command(BaseCommand):
    """Walks the log, then compares it with every checkpoint; exit 1 and the first bad row when it is broken."""

    help = (
        "Walks the decision log and compares it with its signed checkpoints: those in the database, those in"
        " EVIDENCE_DIR, and those in a copy from outside. Exits 1 with the first bad row when something is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--checkpoints",
            metavar="FILE",
            help="checkpoints kept elsewhere, one line each, as they were mailed",
        )
        parser.add_argument(
            "--public-key",
            action="append",
            default=[],
            metavar="KEY",
            help="accept only lines of FILE signed by this key (base64); may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        copies = _copies(options["checkpoints"], options["public_key"])
        broken = first_break()
        if broken is not None:
            raise CommandError(f"The log is broken at decision {broken.seq}: {broken.problem}.")
        try:
            mismatch = first_mismatch(*copies)
        except kept.NotKept as error:
            raise CommandError(error.sentence) from error
        if mismatch is not None:
            raise CommandError(mismatch)
        self.stdout.write(f"The log is whole: {Decision.objects.count()} decisions.")
        for sentence in told():
            self.stdout.write(sentence)


def _copies(file: str | None, keys: list[str]) -> list[Copy]:
    if file is None:
        if keys:
            raise CommandError("--public-key says who may have signed a FILE: name it with --checkpoints.")
        return []
    try:
        lines = Path(file).read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            f"{file} cannot be read ({type(error).__name__}). Nothing was compared."
        ) from error
    if not any(line.strip() for line in lines):
        raise CommandError(f"{file} holds no checkpoint. Nothing was compared.")
    return [Copy(file, tuple(lines), frozenset(keys))]
