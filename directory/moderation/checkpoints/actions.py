"""Once a day: sign where the decision log ends, mail the line to somebody outside, and write it to the file."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from directory import clock
from directory.outbox import actions as outbox

from .. import log
from . import kept, keys
from .lines import Line, moment
from .models import Checkpoint


def sign_today() -> int:
    """The day's checkpoint (UTC), and in the file whatever it lacks; returns how many lines were added to the file.

    One a day, also where nothing was decided: so a silence shows. Raises `kept.NotKept` where the file cannot be
    written; the checkpoint is then signed and mailed all the same, and the next run adds it to the file.
    """
    sign()
    return kept.add_missing(all_lines())


def all_lines() -> list[Line]:
    """Every checkpoint, the oldest first. The address that each was signed for is known from the file."""
    sites = {line.signature: line.site for line in kept.readable()}
    return [line_of(row, sites.get(row.signature, "")) for row in Checkpoint.objects.all()]


def line_of(checkpoint: Checkpoint, site: str = "") -> Line:
    """`site` is this site's address where it is not given: the table does not keep it, the file does."""
    return Line(
        at=moment(checkpoint.at),
        hash=checkpoint.hash,
        seq=checkpoint.seq,
        site=site or settings.SITE_URL,
        public_key=checkpoint.public_key,
        signature=checkpoint.signature,
    )


@transaction.atomic
def sign() -> None:
    """The day's checkpoint (UTC) in the table and by mail, unless it was made already; the file is left alone."""
    end = log.lock()
    if Checkpoint.objects.filter(at__date=clock.today()).exists():
        return
    now = clock.now().replace(microsecond=0)
    line = Line(at=moment(now), hash=end.hash, seq=end.seq, site=settings.SITE_URL)
    checkpoint = Checkpoint.objects.create(
        seq=end.seq, hash=end.hash, at=now, public_key=keys.public_key(), signature=keys.sign(line.signed)
    )
    _mail(checkpoint)


def _mail(checkpoint: Checkpoint) -> None:
    words = {
        "checkpoint": checkpoint,
        "line": str(line_of(checkpoint)),
        "link": settings.SITE_URL + reverse("listing_policy"),
        "site_name": settings.SITE_NAME,
    }
    folder = "moderation/checkpoints/mail/checkpoint"
    outbox.post(
        key=f"checkpoint:{checkpoint.pk}",
        to=settings.CHECKPOINT_EMAIL,
        subject=render_to_string(f"{folder}_subject.txt", words).strip(),
        text=render_to_string(f"{folder}.txt", words),
        html=render_to_string(f"{folder}.html", words),
    )
