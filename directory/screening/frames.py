"""What kind of text it is, told by what stands together in it: a trial's record, a report, praise, a concession."""

from collections.abc import Sequence

from directory.screening.assertion import Surroundings
from directory.screening.find import Mention
from directory.screening.scope import Scopes

OURS = frozenset({"offer.we", "offer.whole"})
DOING = frozenset({"act.place", "act.refine", "offer.process"})
RESERVED = frozenset({"warn.strong", "warn.term", "deny", "news", "law", "press", "letdown"})
TWICE = 2
_BOOKED = frozenset({"offer.book", "claim.paid"})
_PRICED = frozenset({"offer.price", "offer.contact"})
_TOLD = frozenset({"law", "press"})
_TRIAL = frozenset({"trial", "trial.authorised"})
_LIMITS = frozenset({"warn.strong", "warn.term", "warn.weak"})
_TURNS = frozenset({"clause.but", "clause.so"})
_INSTEAD = frozenset({"deny", "treat.std", "care.drug", "ask.us", "report.third", "neg.verb", "care.hsct"})
_STUDIED = frozenset({"research.weak", "research.strong", "warn.weak"})
_GIVEN = frozenset(
    {
        "offer.we",
        "offer.book",
        "offer.price",
        "offer.contact",
        "offer.whole",
        "offer.verb",
        "act.place",
        "testimony",
    }
)
_BODILY = frozenset(
    {"act.place", "act.refine", "act.get", "testimony", "claim.cure", "claim.norisk"}
    | {
        "claim.exempt",
        "claim.paid",
        "claim.abroad",
        "claim.route",
        "claim.spinal",
        "claim.bank",
        "claim.repair",
    }
    | {"raw.cells", "raw.fat", "raw.marrow", "raw.birth", "raw.animal", "raw.taken", "raw.reset"}
)
_USUAL = frozenset(
    {"usual", "treat.std", "care.drug", "care.plant", "care.hsct", "care.donor", "care.lab", "care.biomarker"}
)


def hearsay(concepts: set[str]) -> bool:
    """What studies hope for headache is passed on, and nobody gives or sells anything."""
    return "head" in concepts and bool(concepts & _STUDIED) and not concepts & _GIVEN


def done(concepts: set[str]) -> bool:
    """Something is taken from, put into or promised to a body, whatever it is."""
    return bool(concepts & _BODILY)


def explained(concepts: set[str]) -> bool:
    """Ordinary treatments are named, so that nobody need ask what is injected."""
    return bool(concepts & _USUAL)


def conceded(mentions: Sequence[Mention], scopes: Scopes) -> set[int]:
    """Where limits are granted only to be waved away: "not yet approved, but our doctors use it with success"."""
    around = Surroundings(mentions, scopes)
    found: set[int] = set()
    for mention in mentions:
        if mention.concept not in _LIMITS:
            continue
        sentence = scopes.sentence_at(mention.start)
        last = scopes.sentences[min(sentence.index + 2, len(scopes.sentences) - 1)]
        turn = [m.start for m in around.between(sentence.start, last.end) if m.concept in _TURNS]
        after = around.between(max(mention.end, turn[0]), last.end) if turn else ()
        concepts = {m.concept for m in after}
        if concepts & OURS and not concepts & _INSTEAD:
            found.add(mention.start)
    return found


def recorded(mentions: Sequence[Mention], concepts: set[str]) -> bool:
    """It reads as a trial's record, without price or booking."""
    return not _sold(concepts) and len({(m.start, m.end) for m in mentions if m.concept in _TRIAL}) >= TWICE


def _sold(concepts: set[str]) -> bool:
    return bool(concepts & _BOOKED) or (bool(concepts & _PRICED) and bool(concepts & OURS))


def told(mentions: Sequence[Mention], concepts: set[str]) -> bool:
    """Court, police or press at work, or a career told, and nobody is invited to book."""
    if concepts & _BOOKED:
        return False
    reported = len({m.start for m in mentions if m.concept in _TOLD})
    career = len({m.start for m in mentions if m.concept == "bio"})
    return reported >= TWICE or (career > TWICE and not concepts & DOING)


def praised(near: Sequence[Mention], concepts: set[str]) -> bool:
    """Promotion without a seller: good is said of the product, and no word of doubt, refusal or care."""
    return "head" in concepts and not concepts & _DOUBT and any(m.concept in _GOOD for m in near)


_GOOD = frozenset({"promo", "testimony", "claim.cure", "claim.repair", "claim.allstudies", "claim.norisk"})
_DOUBT = (
    RESERVED
    | {"warn.weak", "warn.harm", "care.lab", "care.biomarker", "care.donor", "care.hsct", "hsct.strong"}
    | {"neg.answer", "payer", "ask.us", "trial.authorised", "bio", "donor"}
)
