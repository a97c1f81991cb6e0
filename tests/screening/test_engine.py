"""What the engine says of plain offers, denials and listings."""

from directory.screening.engine import screen, screen_listing
from directory.screening.findings import Severity, Verdict


def test_offer_of_cells_for_migraine_is_rejected() -> None:
    assert screen("We offer stem cell injections for migraine.").verdict is Verdict.REJECT


def test_denial_of_the_same_offer_is_clear() -> None:
    assert screen("We do not offer stem cell injections for migraine.").verdict is Verdict.CLEAR


def test_declared_cell_product_without_trial_blocks_and_cannot_be_dismissed() -> None:
    result = screen_listing({}, declared_treatments=["cell-based"], country="GB", has_trial=False)
    assert result.verdict is Verdict.REJECT
    assert [(f.field, f.severity, f.dismissible) for f in result.findings] == [
        ("treatments", Severity.BLOCK, False)
    ]


def test_declared_cell_product_with_trial_goes_to_a_person() -> None:
    result = screen_listing({}, declared_treatments=["cell-based"], country="GB", has_trial=True)
    assert result.verdict is Verdict.REVIEW


def test_declared_prp_goes_to_a_person() -> None:
    result = screen_listing({}, declared_treatments=["prp"], country=None, has_trial=False)
    assert result.verdict is Verdict.REVIEW


def test_finding_in_a_field_names_the_field() -> None:
    result = screen_listing(
        {"summary": "Headache clinic.", "description": "We inject exosomes for migraine."},
        declared_treatments=[],
        country=None,
        has_trial=False,
    )
    assert {f.field for f in result.findings} == {"description"}


def test_finding_ends_with_its_word() -> None:
    """A reader must not see "stem cell" marked and the s left over."""
    excerpts = {f.excerpt for f in screen("Our doctors inject stem cells; prices from 900 dollars.").findings}
    assert "stem cells" in excerpts
    assert "stem cell" not in excerpts


def test_finding_in_a_script_without_spaces_stays_as_found() -> None:
    text = "当院では幹細胞の点滴を行っています。"
    assert max(len(f.excerpt) for f in screen(text).findings) < len(text)
