"""What kind of text or passage it is, told by what stands together in it: a sale, a trial, a paper, praise."""

from collections.abc import Sequence, Set

from directory.screening.assertion import Assertion, Status, Surroundings
from directory.screening.find import Mention
from directory.screening.scope import Scopes

_OURS = frozenset({"offer.we", "offer.whole"})
RESERVED = frozenset({"warn.strong", "warn.term", "deny", "news", "law", "press", "letdown"})
_TWICE = 2
_BOOKED = frozenset({"offer.book", "claim.paid"})
_PRICED = frozenset({"offer.price", "offer.contact"})
_INVITED = frozenset({"offer.contact", "offer.whole", "offer.book", "testimony"})
_TRIAL = frozenset({"trial", "trial.authorised"})
_LIMITS = frozenset({"warn.strong", "warn.term", "warn.weak"})
_TURNS = frozenset({"clause.but", "clause.so"})
_INSTEAD = frozenset({"deny", "treat.std", "care.drug", "ask.us", "report.third", "neg.verb", "care.hsct"})
_DOING = frozenset({"act.place", "act.refine", "offer.process"})
_DONE = frozenset({"offer.verb", "offer.whole", "act.place", "act.refine"})
SALE = frozenset({"offer.price", "offer.book"})
_BODILY = frozenset(
    {
        "act.place",
        "act.refine",
        "act.get",
        "testimony",
        "claim.cure",
        "claim.norisk",
        "claim.exempt",
        "claim.paid",
    }
    | {"claim.abroad", "claim.route", "claim.spinal", "claim.bank", "claim.repair"}
)
_RAW = frozenset(f"raw.{one}" for one in ("cells", "fat", "marrow", "birth", "animal", "taken", "reset"))
_USUAL = frozenset({"usual", "treat.std", "care.drug"})
_AILMENTS = frozenset({"head", "cond", "cond.hopeless"})
STANDING = frozenset({Status.OFFERED, Status.AFFIRMED})
_NOT_OURS = _INSTEAD | frozenset(
    {
        "hsct.strong",
        "care.donor",
        "care.plant",
        "warn.strong",
        "warn.term",
        "research.strong",
        "care.lab",
        "care.biomarker",
    }
    | {"news", "law", "press", "trial.authorised"}
)
_NOT_BILLED = (
    RESERVED
    | _NOT_OURS
    | frozenset(
        {
            "warn.weak",
            "warn.harm",
            "payer",
            "donor",
            "trial",
            "paper",
            "animal",
            "research.weak",
        }
    )
)


def practised(spoken: Sequence[Assertion], around: Surroundings) -> bool:
    """Whether the text's own people do it or price it, in the product's sentence or the next one.

    "No agency has approved cord cells. Our physicians have given two thousand of these infusions."
    """
    sentences = around.scopes.sentences
    places = {i for a in spoken for i in (a.sentence.index, a.sentence.index + 1) if i < len(sentences)}
    return any(_done_by_us(around.sentence(sentences[i])) for i in places)


def done(concepts: Set[str]) -> bool:
    """Something is taken from, put into or promised to a body, and no ordinary treatment says what."""
    return bool(concepts & _RAW) or (bool(concepts & _BODILY) and not concepts & _USUAL)


def billed(spoken: Sequence[Assertion], around: Surroundings, reach: int) -> bool:
    """A product, an ailment and a price or booking from its sentence to `reach` further ones, and nothing honest there.

    "Exosome infusion for headache. Book an appointment now." Whatever stands before it covers nothing.
    """
    told = (
        _from(a, around, reach) for a in spoken if a.status in STANDING and a.mention.concept != "product.prp"
    )
    return any(bool(c & SALE) and bool(c & _AILMENTS) and not c & _NOT_BILLED for c in told)


def _from(asserted: Assertion, around: Surroundings, reach: int) -> frozenset[str]:
    """The concepts of a product's sentence and of as many as `reach` after it."""
    first = asserted.sentence.index
    return frozenset().union(
        *(around.concepts(one) for one in around.scopes.sentences[first : first + reach + 1])
    )


def _done_by_us(sentence: Sequence[Mention]) -> bool:
    concepts = {m.concept for m in sentence}
    ours = [m.start for m in sentence if m.concept in _OURS]
    if not ours or concepts & _NOT_OURS:
        return False
    done = concepts & _DOING and any(m.start >= min(ours) for m in sentence if m.concept in _DONE)
    return bool(done or concepts & SALE)


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
        if concepts & _OURS and not concepts & _INSTEAD:
            found.add(mention.start)
    return found


def recorded(mentions: Sequence[Mention]) -> bool:
    """It reads as a trial's record."""
    return len({(m.start, m.end) for m in mentions if m.concept in _TRIAL}) >= _TWICE


def scholarly(mentions: Sequence[Mention], concepts: Set[str]) -> bool:
    """A passage of a paper, a laboratory's page or veterinary medicine, in which nobody is invited."""
    places = ({m.start for m in mentions if m.concept == one} for one in ("paper", "animal"))
    return not sold(concepts) and not concepts & _INVITED and any(len(p) >= _TWICE for p in places)


def sold(concepts: Set[str]) -> bool:
    """Something can be booked or paid, or is priced by "us"."""
    return bool(concepts & _BOOKED) or (bool(concepts & _PRICED) and bool(concepts & _OURS))


def praised(
    spoken: Sequence[Assertion], near: Sequence[Mention], concepts: Set[str], around: Surroundings
) -> bool:
    """Promotion without a seller: good is said of a product, and no word of doubt, refusal or care.

    In the passage, or in the product's own sentence whatever else the passage says.
    """
    if spoken and "head" in concepts and not concepts & _DOUBT and any(m.concept in _GOOD for m in near):
        return True
    told = (_from(a, around, 0) for a in spoken if a.status in STANDING)
    return any("head" in c and bool(c & _GOOD) and not c & _DOUBT for c in told)


_GOOD = frozenset({"promo", "testimony", "claim.cure", "claim.repair", "claim.allstudies", "claim.norisk"})
_DOUBT = (
    RESERVED
    | {"warn.weak", "warn.harm", "care.lab", "care.biomarker", "care.donor", "care.hsct", "hsct.strong"}
    | {"neg.answer", "payer", "ask.us", "trial.authorised", "bio", "donor"}
)
