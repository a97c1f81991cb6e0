"""A report on its way in: known again when it comes twice, counted against the day's limits, then kept."""

from dataclasses import dataclass
from uuid import UUID

from . import actions, limits
from .fingerprints import of_email, of_words


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent: kind and category are codes of `categories`, the language is one of the settings'."""

    listing_id: UUID
    kind: str
    category: str
    language: str
    text: str = ""
    email: str = ""


def take_in(sent: Sent, *, client: str) -> UUID:
    """Keep a report from the network address with the fingerprint `client`; the id of its row.

    Raises `limits.TooMany`, and `actions.NotPublic` where the listing is not live; then nothing was kept.
    """
    words = of_words(client, str(sent.listing_id), sent.kind, sent.category, sent.text, sent.email)
    report_id, new = limits.draw(words)
    if not new:
        return report_id
    try:
        limits.count_report(client=client, listing_id=sent.listing_id, kind=sent.kind)
        limits.count_mail(of_email(sent.email))
        actions.report(
            report_id=report_id,
            listing_id=sent.listing_id,
            kind=sent.kind,
            category=sent.category,
            text=sent.text,
            email=sent.email,
            language=sent.language,
        )
    except Exception:
        limits.forget(words)
        raise
    return report_id
