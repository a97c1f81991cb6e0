"""What moderators write is kept for years: no patient's number, nothing unprintable."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.moderation import actions
from directory.moderation.forms.own_words import OwnWords
from directory.moderation.models import PrivateNote
from tests.cast import Cast


@pytest.mark.parametrize("text", ["NHS 943 476 5919", "ssn 123-45-6789", "a\x01b", "a\u202eb"])
def test_note_with_a_number_or_unseen_signs_is_not_kept(cast: Cast, client: Client, text: str) -> None:
    case = cast.submit()
    actions.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    client.force_login(cast.ann)
    answer = client.post(reverse("case_note", args=[case.pk]), {"text": text})
    assert answer.status_code == 422
    assert not PrivateNote.objects.exists()


def test_ordinary_words_in_any_script_are_kept() -> None:
    for text in ("Looked twice.\nSee page 2.", "Ärztin, doña, врач, 医師, طبيب", "tel. 0113 496 0000"):
        assert OwnWords().clean(text) == text
