"""The tables in the room: readable, bounded, versioned."""

import re
from collections import Counter
from collections.abc import Iterator
from types import ModuleType

import pytest

from directory.screening import find, fold, language, lexicon, scope, squash, tone
from directory.screening.assertion import Status
from directory.screening.cues import TONE, Side, cues
from directory.screening.datafiles import HOME, rows
from directory.screening.lexicon import Term, languages, terms
from directory.screening.products import authorised_products
from directory.screening.ruleset import version
from directory.screening.tone import START
from tests.screening.learn import everything

UNBOUNDED = re.compile(r"(?<!\\)(?:\\\\)*[*+]|\{\d*,\}")
TERMS = list(terms())


def test_no_pattern_of_the_lexicon_repeats_without_bound() -> None:
    assert [t.tail.pattern for t in TERMS if t.tail and UNBOUNDED.search(t.tail.pattern)] == []


@pytest.mark.parametrize("module", [fold, scope, language, lexicon, squash, tone])
def test_no_pattern_of_the_code_repeats_without_bound(module: ModuleType) -> None:
    patterns = [v for v in vars(module).values() if isinstance(v, re.Pattern)]
    patterns += [
        p
        for v in vars(module).values()
        if isinstance(v, dict)
        for p in v.values()
        if isinstance(p, re.Pattern)
    ]
    plain = [re.sub(r"\[(?:\\.|[^\]\\])*\]", "x", p.pattern) for p in patterns]
    assert patterns
    assert [p for p in plain if UNBOUNDED.search(p)] == []


def test_terms_hold_no_leftover_notation() -> None:
    assert [(t.lang, t.concept, t.text) for t in TERMS if re.search(r"[*|()\\]", t.text)] == []


SPELLINGS = 60
FILES = sorted(path.name for path in (HOME / "lexicons").glob("*.tsv"))


def spelled(file: str) -> Iterator[tuple[str, str]]:
    """Concept and spelling, a bounded number of each entry, evenly taken."""
    for row in rows(f"lexicons/{file}"):
        for entry in row["terms"].split(";"):
            found = lexicon.expand(entry.strip())
            for spelling in found[:: max(1, len(found) // SPELLINGS)]:
                yield row["concept"], re.sub(" +", " ", spelling.replace("*", "")).strip()


@pytest.mark.parametrize("file", FILES)
def test_every_term_is_found_in_a_sentence_that_holds_it(file: str) -> None:
    code = file.partition("-")[0].removesuffix(".tsv")
    lost = [
        (concept, spelling)
        for concept, spelling in spelled(file)
        if spelling
        and concept != lexicon.SMALL_WORD
        and (concept, code) not in _found(fold.fold(f"xx {spelling} yy").text)
    ]
    assert lost == []


def _found(text: str) -> set[tuple[str, str]]:
    return {(term.concept, term.lang) for term, _, _ in find.hits(text, lexicon.lexicon())}


def test_every_language_has_products_denials_warnings_and_offers() -> None:
    needed = {"product.stem", "product.exosome", "deny", "warn.strong", "offer.verb", "promo", "care.hsct"}
    held: dict[str, set[str]] = {}
    for term in TERMS:
        held.setdefault(term.lang, set()).add(term.concept)
    rejecting = [code for code, lang in languages().items() if lang.may == "reject"]
    assert len(rejecting) == 14
    assert {code: needed - held[code] for code in rejecting if needed - held[code]} == {}


def test_every_language_says_what_it_may_cause() -> None:
    assert {lang.may for lang in languages().values()} <= {"reject", "review"}


def test_terms_are_found_in_their_folded_form() -> None:
    assert [t for t in TERMS if isinstance(t, Term) and fold.fold(t.text).text != t.text] == []


def test_every_concept_and_status_is_a_cue_with_its_side() -> None:
    told = {t.concept for t in TERMS} - {lexicon.SMALL_WORD, lexicon.PLAIN_WORD}
    told |= {f"said.{status.value}" for status in Status} | {START, TONE}
    assert told == set(cues())


def test_no_cue_leans_to_the_other_side() -> None:
    turned = [
        n for n, c in cues().items() if c.pull * {Side.OFFER: 1, Side.HONEST: -1, Side.EITHER: 0}[c.side] < 0
    ]
    assert turned == []


def test_version_is_a_date_and_a_hash() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\.[0-9a-f]{12}", version())


def test_no_authorised_product_has_a_headache_indication() -> None:
    products = authorised_products()
    assert len(products) > 40
    assert [p.name for p in products if p.for_headache] == []


def test_every_data_file_names_its_origin() -> None:
    unnamed = [p.name for p in HOME.rglob("*.tsv") if not p.read_text(encoding="utf-8").startswith("#")]
    assert unnamed == []


def test_words_of_papers_and_animals_do_not_stand_in_offers() -> None:
    """They spare a text the rejection: a word that sellers use more than others is no such word."""
    counts = Counter[tuple[str, str, str]]()
    for text in everything():
        folded = fold.fold(text.text).text
        found = {
            (term.text, term.lang) for term, _, _ in find.hits(folded, lexicon.lexicon()) if _spares(term)
        }
        counts.update((word, lang, text.label) for word, lang in found if lang == text.lang)
    often = {(word, lang) for word, lang, label in counts if label == "reject"}
    assert {
        (word, lang): (n, counts[word, lang, "ok"])
        for word, lang in often
        if (n := counts[word, lang, "reject"]) > counts[word, lang, "ok"] + 1
    } == {}


def _spares(term: Term) -> bool:
    return term.concept in ("paper", "animal")
