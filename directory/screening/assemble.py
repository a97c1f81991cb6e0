"""Products told without their name: "a little fat is taken, spun and injected" is a fat product.

A plain word for a tissue (`raw.*`) becomes a product where something is done to a patient with it, or where
the passage speaks as offers do ("getting ready for your cell day").
"""

from collections.abc import Sequence
from functools import cache

from directory.screening.datafiles import rows
from directory.screening.find import Mention
from directory.screening.scope import Scopes
from directory.screening.tone import Tones


@cache
def _recipes() -> dict[str, tuple[str, frozenset[str], frozenset[str]]]:
    """For each raw tissue: the product it becomes, partners in its sentence, and partners one sentence off."""
    return {
        row["raw"]: (row["product"], frozenset(row["same"].split()), frozenset(row["beside"].split()))
        for row in rows("assemble.tsv")
    }


@cache
def _innocent() -> frozenset[str]:
    return frozenset(row["concept"] for row in rows("innocent.tsv"))


def assemble(mentions: Sequence[Mention], scopes: Scopes, sound: Tones) -> list[Mention]:
    """The mentions, with raw tissues replaced by products where something is done with them."""
    if not any(m.concept.startswith(("raw.", "care.hsct", "care.donor")) for m in mentions):
        return list(mentions)
    concepts = {m.concept for m in mentions}
    uses = len({m.start for m in mentions if m.concept == "hsct.strong"})
    if uses <= _FEW_USES and _sells_transplants(concepts):
        mentions = [_as_product(m) for m in mentions if m.concept not in _TRANSPLANT_WORDS]
        concepts = {m.concept for m in mentions}
    if concepts >= _GIVEN and not concepts & _DONATING:
        mentions = [m._replace(concept="product.birth") if m.concept == "care.donor" else m for m in mentions]
        concepts = {m.concept for m in mentions}
    innocent = bool(concepts & _innocent())
    by_sentence: dict[int, set[str]] = {}
    for mention in mentions:
        by_sentence.setdefault(scopes.sentence_at(mention.start).index, set()).add(mention.concept)
    result: list[Mention] = []
    for mention in mentions:
        if mention.concept == "care.hsct" and _for_headache(
            by_sentence[scopes.sentence_at(mention.start).index]
        ):
            result.append(Mention("product.stem", mention.lang, mention.start, mention.end))
        elif innocent or not mention.concept.startswith("raw."):
            result.append(mention)
        else:
            product = _product(mention, by_sentence, scopes, sound) or mention.concept
            result.append(Mention(product, mention.lang, mention.start, mention.end))
    return result


def _sells_transplants(concepts: set[str]) -> bool:
    """A blood-cell transplant against headache with a price or a booking is not the authorised use."""
    return "head" in concepts and bool(concepts & _SALE) and not concepts & _OTHER_TALK


_GIVEN = frozenset({"care.donor", "act.place", "offer.we", "head"})
_DONATING = frozenset({"donor", "care.hsct", "hsct.strong", "deny", "warn.strong", "warn.term", "law"})
_SALE = frozenset({"offer.price", "offer.book", "claim.abroad", "raw.reset"})
_FEW_USES = 2
_TRANSPLANT_WORDS = frozenset({"hsct.strong", "hsct.weak"})
_OTHER_TALK = frozenset(
    {"warn.strong", "warn.term", "deny", "research.strong", "care.donor", "law", "press", "ask.us", "letdown"}
)


def _as_product(mention: Mention) -> Mention:
    return mention._replace(concept="product.stem") if mention.concept == "care.hsct" else mention


def _for_headache(concepts: set[str]) -> bool:
    """A transplant named as a treatment of headache is not the authorised use."""
    return "head" in concepts and not concepts & _OTHER_USE


_OTHER_USE = frozenset({"hsct.strong", "warn.strong", "warn.term", "deny", "research.strong", "care.donor"})


def _product(mention: Mention, by_sentence: dict[int, set[str]], scopes: Scopes, sound: Tones) -> str:
    product, same, beside = _recipes()[mention.concept]
    index = scopes.sentence_at(mention.start).index
    empty: set[str] = set()
    around = by_sentence.get(index - 1, empty) | by_sentence.get(index + 1, empty)
    several = len(_SOURCES & by_sentence[index]) > 1
    offered = sound.at(mention.start) > _OFFERED_ABOVE
    return product if several or offered or same & by_sentence[index] or beside & around else ""


_OFFERED_ABOVE = 0.3
_SOURCES = frozenset({"raw.fat", "raw.marrow", "raw.birth"})
