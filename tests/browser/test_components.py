"""The components keep their promises to the pages that include them."""

import re
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the door.")
    kind = forms.ChoiceField(
        label="Kind", choices=[("c", "Clinic")], widget=forms.RadioSelect, help_text="One."
    )
    agree = forms.BooleanField(label="I agree")
    note = forms.CharField(label="Note", required=False)


def render(component: str, **context: object) -> str:
    return render_to_string(
        f"components/{component}.html", context, request=RequestFactory().get("/clinics/")
    )


def ids(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


def test_every_line_of_the_error_summary_leads_to_something_on_the_page() -> None:
    form = Sample({})
    html = render("error_summary", form=form) + render("form", form=form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 3
    assert set(targets) <= ids(html)


def test_controls_are_described_by_hints_and_errors_that_exist() -> None:
    html = render("form", form=Sample({}))
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', html) for name in names.split()}
    assert {"id_name_helptext", "id_name_error", "id_kind_helptext", "id_kind_error"} <= described
    assert described <= ids(html)


def test_every_control_has_a_label_and_only_optional_ones_say_so() -> None:
    html = render("form", form=Sample())
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert labelled == {"id_name", "id_kind_0", "id_agree", "id_note"}
    assert html.count("(optional)") == 1


def test_error_summary_says_nothing_when_nothing_is_wrong() -> None:
    assert render("error_summary", form=Sample()).strip() == ""


def test_problems_are_shown_as_text_not_markup() -> None:
    assert "<script>" not in render("error_summary", problems=["Unknown filter: <script>"])


def test_public_form_without_state_carries_no_token() -> None:
    assert "csrfmiddlewaretoken" in render("form", form=Sample())
    assert "csrfmiddlewaretoken" not in render("form", form=Sample(), stateless=True)
    assert "csrfmiddlewaretoken" not in render("form", form=Sample(), method="get")


@dataclass(frozen=True)
class Entry:
    slug: str = "mosswater"
    name: str = "Mosswater <Clinic>"
    kind_label: str = "Clinic"
    summary: str = "Adults."
    town: str = "Larkmoor"
    region_label: str = "North"
    distance_km: float | None = None
    accepting: bool | None = None


@pytest.mark.parametrize("language", ["en", "de"])
def test_distance_is_machine_readable_in_every_language(language: str) -> None:
    with translation.override(language):
        html = render("card_listing", entry=Entry(distance_km=1234.5))
    assert 'data-result="mosswater"' in html
    assert 'data-distance-km="1234.5"' in html


def test_distance_is_absent_without_a_place_and_kept_at_zero() -> None:
    assert "data-distance-km" not in render("card_listing", entry=Entry())
    assert "data-distance-km" in render("card_listing", entry=Entry(distance_km=0.0))


@pytest.mark.parametrize(
    ("accepting", "words"),
    [(True, "Accepting new patients"), (False, "Not accepting"), (None, "Ask whether they accept")],
)
def test_unknown_availability_is_said_and_not_guessed(accepting: bool | None, words: str) -> None:
    assert words in render("card_listing", entry=Entry(accepting=accepting))


def test_names_are_escaped() -> None:
    assert "Mosswater &lt;Clinic&gt;" in render("card_listing", entry=Entry())


def test_highlighted_text_keeps_every_character_between_findings() -> None:
    segments = [
        SimpleNamespace(text="We offer\n\n  ", number=None),
        SimpleNamespace(text="cells & more", number=1, severity="block", reason="Offer"),
        SimpleNamespace(text=".", number=None),
    ]
    html = render("highlighted_text", segments=segments)
    assert "We offer\n\n  <mark" in html
    assert 'class="finding finding--block"' in html
    assert 'href="#finding-1"' in html
    assert html.rstrip().endswith("</mark>.</div>")


def test_pages_keep_the_search_they_belong_to() -> None:
    request = RequestFactory().get(
        "/clinics/", {"place": "Leeds & York", "headache": ["g43", "g44"], "page": "2"}
    )
    page = Paginator(range(50), 10).page(2)
    html = render_to_string("components/pagination.html", {"page": page}, request=request)
    assert "place=Leeds+%26+York&amp;headache=g43&amp;headache=g44&amp;page=3" in html
    assert "Page 2 of 5" in html


def test_one_page_needs_no_pages() -> None:
    assert "<nav" not in render("pagination", page=Paginator(range(5), 10).page(1))


def test_page_frame_touches_neither_session_nor_user() -> None:
    # A request without session and user would raise if the frame read either.
    html = render_to_string("410.html", {}, request=RequestFactory().get("/clinics/mosswater/"))
    assert 'href="#main"' in html
    assert "csrfmiddlewaretoken" not in html


def test_frame_turns_round_for_a_language_written_from_the_right() -> None:
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl">' in render_to_string(
            "404.html", {}, request=RequestFactory().get("/")
        )


def test_worst_failure_page_needs_no_context_at_all() -> None:
    assert "What you had already saved is kept" in render_to_string("500.html")
