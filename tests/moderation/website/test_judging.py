"""What a page means depends on whose it is; what could not be read is said."""

from datetime import UTC, datetime

import pytest

from directory.moderation.website.judging import Part, field_of, judge_pages, problems, restored, stored
from directory.moderation.website.models import WebsitePage
from directory.moderation.website.reader import ReadPage
from directory.moderation.website.text import document
from directory.screening.findings import Finding, Severity

Outcome = WebsitePage.Outcome
HOME = "https://clinic.example/"
OFFER = "<p>We offer stem cell therapy for migraine. Book your exosome infusion today.</p>"
WHOLE = Part(listed=HOME, country="GB", whole_site=True)
HOSPITAL = Part(listed=HOME, country="GB", whole_site=False)


def page(path: str, markup: str) -> ReadPage:
    return ReadPage(HOME + path, Outcome.READ, datetime(2026, 11, 22, tzinfo=UTC), document=document(markup))


def severities(part: Part, *pages: ReadPage) -> list[set[Severity]]:
    return [{finding.severity for finding in judged.findings} for judged in judge_pages(pages, part)]


def test_offer_anywhere_on_a_practice_s_own_site_blocks() -> None:
    assert Severity.BLOCK in severities(WHOLE, page("knees", f"<title>Knees</title>{OFFER}"))[0]


def test_offer_of_another_department_of_a_hospital_is_reviewed_with_the_department_shown() -> None:
    (judged,) = judge_pages([page("knees", f"<title>Orthopaedics</title>{OFFER}")], HOSPITAL)
    assert {finding.severity for finding in judged.findings} == {Severity.REVIEW}
    assert all("Orthopaedics" in finding.guidance for finding in judged.findings)
    assert not judged.own


def test_offer_on_the_headache_service_s_own_page_of_a_hospital_blocks() -> None:
    (judged,) = judge_pages([page("headache-centre", f"<title>Unit</title>{OFFER}")], HOSPITAL)
    assert Severity.BLOCK in {finding.severity for finding in judged.findings}
    assert judged.own


def test_menu_of_a_hospital_on_the_headache_page_is_not_the_headache_service_speaking() -> None:
    markup = f"<title>Migraine</title><nav>{OFFER}</nav><main><p>We treat migraine with preventive medicines.</main>"
    (judged,) = judge_pages([page("migraine", markup)], HOSPITAL)
    assert {finding.severity for finding in judged.findings} == {Severity.REVIEW}
    assert Severity.BLOCK in severities(WHOLE, page("migraine", markup))[0]


def test_page_without_offer_has_no_finding() -> None:
    assert severities(
        WHOLE, page("", "<title>Dr Aldous</title><p>I see adults with migraine in Leeds.</p>")
    ) == [set()]


def test_what_stands_on_every_page_is_found_once() -> None:
    markup = f"<title>Home</title><footer>{OFFER}</footer><p>We see adults with migraine.</p>"
    first, second = judge_pages([page("a", markup), page("b", markup.replace("Home", "Other"))], WHOLE)
    assert first.findings
    assert second.findings == ()


def test_finding_carries_its_surroundings_and_its_page() -> None:
    (judged,) = judge_pages([page("services", f"<p>Before.</p>{OFFER}<p>After.</p>")], WHOLE)
    finding = judged.findings[0]
    assert "stem cell therapy for migraine" in finding.excerpt
    assert "Before" not in finding.excerpt
    assert judged.page.document is not None
    assert finding.excerpt in judged.page.document.main
    assert finding.field == "website: /services"


def test_findings_come_back_from_the_database_as_they_went() -> None:
    (judged,) = judge_pages([page("services", OFFER)], WHOLE)
    assert restored(stored(judged.findings)) == judged.findings


@pytest.mark.parametrize(
    ("address", "field"),
    [(HOME, "website: /"), ("https://clinic.example", "website: /"), (f"{HOME}%C3%BCber", "website: /über")],
)
def test_field_names_the_path(address: str, field: str) -> None:
    assert field_of(address) == field


def test_field_fits_its_column() -> None:
    assert len(field_of(HOME + "a" * 500)) == 60


@pytest.mark.parametrize("outcome", [each for each in Outcome.values if each not in (Outcome.READ,)])
def test_start_page_that_could_not_be_read_goes_to_a_person(outcome: str) -> None:
    (finding,) = problems([(HOME, outcome, "because")])
    assert (finding.rule, finding.severity, finding.dismissible) == ("WEB-01", Severity.REVIEW, True)
    assert HOME in finding.excerpt
    assert "a person reads it" in finding.reason


def test_chosen_page_that_could_not_be_read_goes_to_a_person_and_a_missing_one_does_not() -> None:
    read = (HOME, Outcome.READ, "")
    assert problems([read, (f"{HOME}a", Outcome.READ, ""), (f"{HOME}b", Outcome.GONE, "")]) == ()
    (finding,) = problems([read, (f"{HOME}a", Outcome.ROBOTS, ""), (f"{HOME}b", Outcome.SKIPPED, "")])
    assert (finding.rule, finding.severity) == ("WEB-02", Severity.REVIEW)
    assert finding.excerpt.count(HOME) == 2


def test_start_page_that_only_chooses_a_language_is_enough_when_another_was_read() -> None:
    assert problems([(HOME, Outcome.EMPTY, ""), (f"{HOME}en", Outcome.READ, "")]) == ()


def test_no_page_at_all_is_unknown() -> None:
    assert [finding.rule for finding in problems([])] == ["WEB-01"]


def test_sentences_name_nobody_and_accuse_of_nothing() -> None:
    def words(finding: Finding) -> str:
        return f"{finding.reason} {finding.guidance}".lower()

    found = [finding for outcome in Outcome.values for finding in problems([(HOME, outcome, "")])]
    assert all("illegal" not in words(each) and "fraud" not in words(each) for each in found)


def test_finding_keeps_its_place_in_the_excerpt_with_its_surroundings() -> None:
    markup = f"<title>Home</title><p>A line before.</p><p>We are open on Mondays. {OFFER[3:]}<p>After.</p>"
    (judged,) = judge_pages([page("", markup)], WHOLE)
    assert judged.findings
    for finding in judged.findings:
        assert 0 <= finding.start < finding.end <= len(finding.excerpt)
    marked = {finding.excerpt[finding.start : finding.end].lower() for finding in judged.findings}
    assert all("mondays" in finding.excerpt.lower() for finding in judged.findings)
    assert any("stem cell" in words or "exosome" in words for words in marked)
    assert not any("mondays" in words for words in marked)
