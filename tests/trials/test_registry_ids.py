"""Numbers of trial registries: which are recognised, how they are spelt, what they prove."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.trials.registry_ids import Registry, identify, parse, registries

EXAMPLES = [
    ("NCT", "NCT99000001"),
    ("ANZCTR", "ACTRN12699000000000"),
    ("REBEC", "RBR-2b3ck7"),
    ("REBEC", "RBR-10w8x5v"),
    ("CHICTR", "ChiCTR2099000001"),
    ("CHICTR", "ChiCTR-TRC-99000001"),
    ("CRIS", "KCT0009999"),
    ("CTRI", "CTRI/2099/08/099999"),
    ("RPCEC", "RPCEC00009999"),
    ("EUDRACT", "2016-999999-24"),
    ("CTIS", "2099-510663-34-00"),
    ("DRKS", "DRKS00099999"),
    ("IRCT", "IRCT20990217046526N1"),
    ("ISRCTN", "ISRCTN99999999"),
    ("ITMCTR", "ITMCTR2099000001"),
    ("JRCT", "jRCT2099190112"),
    ("JRCT", "jRCTs021259999"),
    ("UMIN", "UMIN000099999"),
    ("LBCTR", "LBCTR2099010186"),
    ("TCTR", "TCTR20990507004"),
    ("PACTR", "PACTR209901234567890"),
    ("REPEC", "PER-001-99"),
    ("SLCTR", "SLCTR/2099/001"),
    ("OMON", "NL-OMON99999"),
    ("UTN", "U1111-1999-9999"),
    ("CHINADRUG", "CTR20990001"),
]


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_number_fits_exactly_one_registry(code: str, text: str) -> None:
    assert [each.code for each in registries() if each.pattern.fullmatch(text)] == [code]


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
@pytest.mark.parametrize("spelling", [str.lower, str.upper, lambda text: f" {text[:5]} {text[5:]}\n"])
def test_number_is_recognised_however_it_is_typed(code: str, text: str, spelling: object) -> None:
    found = parse(spelling(text))  # type: ignore[operator]
    assert found is not None
    assert (found.registry.code, found.value) == (code, text)


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_number_in_a_sentence_is_found(code: str, text: str) -> None:
    assert [each.value for each in identify(f"Our study (no. {text}), begun in 2024.")] == [text]


def test_every_registry_has_an_example() -> None:
    assert {code for code, _ in EXAMPLES} == {each.code for each in registries()}
    assert len(registries()) == 23


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ACTRN12699000000000p", "ACTRN12699000000000"),
        ("EUCTR2016-999999-24-DE", "2016-999999-24"),
        ("CTIS2099-510663-34-00", "2099-510663-34-00"),
        ("JPRN-UMIN000099999", "UMIN000099999"),
        ("NCT\u200b99000001", "NCT99000001"),
        ("2016\u2013999999\u201324", "2016-999999-24"),
        ("ＮＣＴ９９０００００１", "NCT99000001"),
    ],
)
def test_other_spellings_mean_the_same_number(text: str, value: str) -> None:
    found = parse(text)
    assert found is not None
    assert found.value == value


def test_eu_number_without_resubmission_is_ctis_and_never_eudract() -> None:
    found = parse("2099-505613-24")
    assert found is not None
    assert (found.registry.code, found.value) == ("CTIS", "2099-505613-24-00")


@pytest.mark.parametrize(
    "text",
    ["", "NCT9900001", "NCT990000012", "XNCT99000001", "NCT-99000001", "DEMO-0001", "12345678", "NCT" * 60],
)
def test_other_text_is_no_number(text: str) -> None:
    assert parse(text) is None


def test_universal_trial_number_registers_nothing() -> None:
    found = parse("U1111-1999-9999")
    assert found is not None
    assert not found.registers
    assert found.address == ""


def test_two_trials_in_one_text_are_both_returned() -> None:
    found = identify("See NCT 99000001 and ISRCTN: 99999999, again NCT99000001.")
    assert [each.value for each in found] == ["NCT99000001", "ISRCTN99999999"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("NCT99000001", "https://clinicaltrials.gov/study/NCT99000001"),
        ("NL-OMON99999", "https://onderzoekmetmensen.nl/en/trial/99999"),
        ("SLCTR/2099/001", "https://slctr.lk/trials/slctr-2099-001"),
    ],
)
def test_address_leads_to_the_record(text: str, address: str) -> None:
    found = parse(text)
    assert found is not None
    assert found.address == address


@given(st.sampled_from(registries()), st.data())
def test_whatever_fits_a_pattern_is_recognised_and_stays_put(registry: Registry, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(registry.pattern, fullmatch=True))
    found = parse(text)
    assert found is not None
    assert found.registry.code == registry.code
    again = parse(found.value)
    assert again == found


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    for found in identify(text):
        assert parse(found.value) == found
