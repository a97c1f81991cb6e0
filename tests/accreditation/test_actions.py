"""What providers and moderators can and cannot put on record."""

import pytest

from directory.accreditation import actions
from directory.accreditation.actions import AccreditationError
from directory.accreditation.gather import ForeignSite, facts_for
from directory.accreditation.models import Register, Site, Verification
from directory.moderation.errors import NotAllowed
from tests.cast import Cast, neurologist


def test_site_of_somebody_else_lends_nothing(cast: Cast) -> None:
    _other, foreign, _ = neurologist(
        cast.stranger, name="Dr Other", country="GB", region="GB-LDS", town="Leeds"
    )
    with pytest.raises(ForeignSite):
        facts_for(cast.specialist.pk, kind="specialist", site_ids=[cast.site.pk, foreign.pk])


def test_credential_at_a_foreign_site_is_refused(cast: Cast) -> None:
    _other, foreign, _ = neurologist(
        cast.stranger, name="Dr Other", country="GB", region="GB-LDS", town="Leeds"
    )
    cqc = Register.objects.get(pk="uk-cqc")
    with pytest.raises(AccreditationError, match="another provider"):
        actions.claim_credential(
            provider=cast.specialist, register=cqc, number="1-1234567", site=foreign, by=cast.owner
        )


@pytest.mark.parametrize("number", ["123-45-6789", "943 476 5919"])
def test_patient_number_is_refused_and_not_kept(cast: Cast, number: str) -> None:
    gmc = Register.objects.get(pk="uk-gmc")
    with pytest.raises(AccreditationError) as refusal:
        actions.claim_credential(provider=cast.specialist, register=gmc, number=number, by=cast.owner)
    assert number not in str(refusal.value)
    assert cast.specialist.credentials.count() == len(cast.credentials)


def test_state_licence_needs_its_state(cast: Cast) -> None:
    licence = Register.objects.get(pk="us-statelic")
    with pytest.raises(AccreditationError, match="state or province"):
        actions.claim_credential(provider=cast.specialist, register=licence, number="MD12345", by=cast.owner)


def test_only_people_of_the_provider_change_it(cast: Cast) -> None:
    with pytest.raises(AccreditationError):
        actions.add_site(provider=cast.specialist, name="X", town="Leeds", region="GB-LDS", by=cast.stranger)
    assert Site.objects.filter(provider=cast.specialist).count() == 1


def test_moving_a_site_raises_its_version_and_renaming_does_not(cast: Cast) -> None:
    renamed = actions.change_site(site=cast.site, by=cast.owner, name="New name")
    assert renamed.version == 1
    moved = actions.change_site(site=cast.site, by=cast.owner, street="2 Canal Row")
    assert moved.version == 2


def test_nobody_verifies_their_own_house(cast: Cast) -> None:
    actions.add_member(provider=cast.specialist, user=cast.ann, by=cast.owner)
    with pytest.raises(NotAllowed, match="own organisation"):
        cast.verify(by=cast.ann)
    with pytest.raises(AccreditationError, match="own organisation"):
        actions.record_verification(
            credential=cast.credentials[0], method="register", where="x", result="confirmed", by=cast.ann
        )
    assert not Verification.objects.exists()


def test_scope_the_register_cannot_show_is_refused(cast: Cast) -> None:
    with pytest.raises(AccreditationError, match="does not show"):
        actions.record_verification(
            credential=cast.credentials[0],
            method="register",
            where="https://register.example/",
            result="confirmed",
            scopes=["facility"],
            by=cast.ann,
        )
