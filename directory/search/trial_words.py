"""Trials as the pages show them: words instead of codes."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.catalogue.querysets import Near
from directory.trials.codes import PHASES, Severity, Sex, Status
from directory.trials.models import Trial, TrialSite
from directory.vocabulary.headaches import HEADACHES

from .cards import distance_words
from .evidence import web_address
from .trial_search import TrialHit, sites_by_distance

SUMMARY_SHOWN = 300
_TONES = {
    Status.RECRUITING: "ok",
    Status.NOT_YET_RECRUITING: "wait",
    Status.ENROLLING_BY_INVITATION: "wait",
    Status.SUSPENDED: "stop",
    Status.TERMINATED: "stop",
    Status.WITHDRAWN: "stop",
}


@dataclass(frozen=True, slots=True)
class TrialCard:
    """One result; what `components/card_trial.html` asks of a trial."""

    registry_id: str
    url: str
    title: str
    status_label: str
    status_tone: str
    phase_label: str
    summary: str
    sponsor: str
    place_label: str
    distance_km: float | None
    distance_label: str


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One site of a trial."""

    facility: str
    where: str
    status: str
    tone: str
    distance: str


@dataclass(frozen=True, slots=True)
class TrialPage:
    """Everything the page of one trial says."""

    trial: Trial
    status_label: str
    status_tone: str
    phases: tuple[str, ...]
    headaches: tuple[str, ...]
    ages: str
    sex: str
    volunteers: str
    sites: tuple[SiteLine, ...]
    open_sites: int
    record_url: str
    notes: tuple[str, ...]


def trial_card(hit: TrialHit, *, query: str = "") -> TrialCard:
    """`query` goes with the link to the trial, so that its page measures from the same place."""
    trial = hit.trial
    return TrialCard(
        registry_id=trial.registry_id,
        url=reverse("trial", args=[trial.registry_id]) + query,
        title=trial.title,
        status_label=trial.get_status_display(),
        status_tone=_TONES.get(Status(trial.status), ""),
        phase_label=", ".join(_phases(trial)),
        summary=_shortened(trial.summary),
        sponsor=trial.sponsor_name,
        place_label=_where(hit.site) if hit.site else "",
        distance_km=None if hit.km is None else round(hit.km, 3),
        distance_label="" if hit.km is None else distance_words(hit.km),
    )


def trial_page(trial: Trial, near: Near | None) -> TrialPage:
    """What may be shown of a listed trial; its sites with their regions should be prefetched."""
    sites = sites_by_distance(trial.sites.all(), near)
    return TrialPage(
        trial=trial,
        status_label=trial.get_status_display(),
        status_tone=_TONES.get(Status(trial.status), ""),
        phases=_phases(trial),
        headaches=tuple(str(term.label) for term in HEADACHES.among(trial.headaches)),
        ages=_ages(trial),
        sex="" if trial.sex == Sex.UNKNOWN else trial.get_sex_display(),
        volunteers=_volunteers(trial),
        sites=tuple(_line(site, away) for site, away in sites),
        open_sites=sum(site.recruiting for site, _away in sites),
        record_url=web_address(trial.record_url),
        notes=tuple(
            str(finding.get("reason", ""))
            for finding in trial.findings
            if finding.get("severity") == Severity.NOTE and finding.get("reason")
        ),
    )


def _phases(trial: Trial) -> tuple[str, ...]:
    return tuple(str(term.label) for term in PHASES.among(trial.phases))


def _shortened(text: str) -> str:
    if len(text) <= SUMMARY_SHOWN:
        return text
    return text[:SUMMARY_SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _ages(trial: Trial) -> str:
    low, high = (None if age is None else f"{age:g}" for age in (trial.minimum_age, trial.maximum_age))
    if low and high:
        return _("%(low)s to %(high)s years") % {"low": low, "high": high}
    if low:
        return _("%(low)s years and over") % {"low": low}
    if high:
        return _("up to %(high)s years") % {"high": high}
    return _("the record sets no limit")


def _volunteers(trial: Trial) -> str:
    if trial.healthy_volunteers is None:
        return ""
    return (
        _("Healthy people may also join") if trial.healthy_volunteers else _("Only people with the condition")
    )


def _line(site: TrialSite, away: float | None) -> SiteLine:
    if site.recruiting:
        status, tone = _("Recruiting"), "ok"
    elif site.status:
        status, tone = site.get_status_display(), _TONES.get(Status(site.status), "")
    else:
        status, tone = _("The record does not say"), ""
    return SiteLine(
        facility=site.facility or _("not named"),
        where=_where(site),
        status=status,
        tone=tone,
        distance="" if away is None else distance_words(away),
    )


def _where(site: TrialSite) -> str:
    region = site.region
    names = [site.city, site.state if region is None or region.kind == "country" else region.name]
    names.append((region.ancestors() or [region])[0].name if region else site.country)
    return ", ".join(dict.fromkeys(name for name in names if name))
