"""What one credential or one affiliation proves on a day, or in a sentence why it does not."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.accreditation.facts import (
    CONFIRMED,
    DEFAULT_MAX_AGE_DAYS,
    AffiliationFacts,
    CredentialFacts,
    Link,
    MissingLink,
    RegisterFacts,
    SiteFacts,
    VerificationFacts,
)

SCOPES = {
    "licence": frozenset({"licence"}),
    "own-licence": frozenset({"licence", "other-licence"}),
    "qualification": frozenset({"neurology", "headache"}),
    "facility": frozenset({"facility", "centre"}),
}
"""The needs, and which scopes meet each. `own-licence` is a licence of whichever profession."""

_CLAIMED_AS = {
    "doctor_licence": {"licence", "own-licence"},
    "specialist_cert": {"qualification"},
    "headache_cert": {"qualification"},
    "facility_licence": {"facility"},
    "facility_accreditation": {"facility"},
    "identifier_only": {"licence", "own-licence", "facility"},
}

Problem = tuple[str, str]
"""A stable code and the sentence for a person."""


def prove(
    credential: CredentialFacts, need: str, *, holder: str, site: SiteFacts, on: date
) -> Link | MissingLink | None:
    """What the credential proves towards `need` (a key of `SCOPES`) on that day; None if it is not about it.

    A licence or a facility's seal must cover `site`; a qualification is not bound to a place.
    """
    if not _is_about(credential, need, site):
        return None
    look = _deciding(credential, on)
    register = credential.register
    problem = (
        _problem_of_standing(register)
        or (_problem_of_place(credential, site) if need != "qualification" else None)
        or _problem_of_look(register, look, need, site, on)
    )
    if look is None or problem is not None:
        code, sentence = problem or _not_checked(register)
        site_id = None if need == "qualification" else site.id
        return MissingLink(code=code, sentence=sentence, site_id=site_id, credential_id=credential.id)
    return Link(
        kind="licence" if need == "own-licence" else need,
        register_code=register.code,
        register_name=register.name,
        number=credential.number,
        holder=holder,
        scope=",".join(sorted(_seen(register, look, need))),
        checked_on=look.checked_on,
        how=look.how,
        valid_until=_last_day(register, look),
        lookup_url=register.lookup_url,
        site_id=credential.site_id,
        credential_id=credential.id,
    )


def prove_affiliation(affiliation: AffiliationFacts, site: SiteFacts, on: date) -> Link | MissingLink:
    """Whether the practitioner has confirmed working at this site, at the address it has now."""
    name = affiliation.practitioner.name
    confirmed = affiliation.confirmed_on
    if confirmed is None or confirmed > on:
        problem = _("%(name)s has not yet confirmed working at %(site)s.")
        return _affiliation_missing("affiliation_unconfirmed", problem, name, site)
    if affiliation.site_version != site.version:
        problem = _("%(site)s has moved since %(name)s confirmed working there: they must confirm again.")
        return _affiliation_missing("affiliation_site_moved", problem, name, site)
    last_day = confirmed + timedelta(days=DEFAULT_MAX_AGE_DAYS)
    if affiliation.ended_on is not None:
        last_day = min(last_day, affiliation.ended_on)
    if on > last_day:
        problem = _("The confirmation that %(name)s works at %(site)s has ended: they must confirm again.")
        return _affiliation_missing("affiliation_ended", problem, name, site)
    return Link(
        kind="affiliation",
        register_code="",
        register_name="",
        number="",
        holder=name,
        scope="affiliation",
        checked_on=confirmed,
        how="practitioner",
        valid_until=last_day,
        site_id=site.id,
    )


def _affiliation_missing(code: str, sentence: str, name: str, site: SiteFacts) -> MissingLink:
    return MissingLink(code=code, sentence=sentence % {"name": name, "site": site.name}, site_id=site.id)


def _is_about(credential: CredentialFacts, need: str, site: SiteFacts) -> bool:
    register = credential.register
    personal = register.holder == "person"
    if personal == (need == "facility"):
        return False
    if need == "facility" and credential.site_id not in (None, site.id):
        return False
    claimed = register.standing != "counts" and need in _CLAIMED_AS.get(register.kind, ())
    return claimed or bool(register.shows & SCOPES[need])


def _deciding(credential: CredentialFacts, on: date) -> VerificationFacts | None:
    """The newest look. One dated after `on` cannot confirm anything yet; what is adverse counts at once."""
    looks = [v for v in credential.verifications if v.result != CONFIRMED or v.checked_on <= on]
    return max(looks, key=lambda v: (v.at, v.result != CONFIRMED), default=None)


def _problem_of_standing(register: RegisterFacts) -> Problem | None:
    name = {"register": register.name}
    if register.standing == "supporting":
        return "supporting_only", _("%(register)s supports a listing but is not enough by itself.") % name
    if register.standing == "scoped":
        return "outside_scope", _("%(register)s covers something else than headache care.") % name
    if register.standing != "counts":
        return "never_counts", _("%(register)s does not count as accreditation here.") % name
    return None


def _problem_of_place(credential: CredentialFacts, site: SiteFacts) -> Problem | None:
    register = credential.register
    name = {"register": register.name}
    if register.holder != "person" and credential.site_id != site.id:
        return "names_no_site", _("It is not recorded which site the entry in %(register)s is for.") % name
    for code in (register.jurisdiction, credential.jurisdiction):
        if code and code not in site.jurisdictions:
            words = {**name, "code": code, "site": site.name}
            return "other_jurisdiction", _("%(register)s (%(code)s) does not cover %(site)s.") % words
    return None


def _problem_of_look(
    register: RegisterFacts, look: VerificationFacts | None, need: str, site: SiteFacts, on: date
) -> Problem | None:
    if look is None:
        return _not_checked(register)
    words = {"register": register.name, "day": date_format(look.checked_on), "site": site.name}
    if look.result != CONFIRMED:
        sentence = _("The newest check of %(register)s (%(day)s) did not confirm the entry.")
        return "not_confirmed", sentence % words
    if need == "facility" and look.site_version != site.version:
        return "site_moved", _("%(site)s has moved since %(register)s was checked on %(day)s.") % words
    if not _seen(register, look, need):
        sentence = _("The check of %(register)s on %(day)s did not see what is needed here.")
        return "scope_not_seen", sentence % words
    if on > _last_day(register, look):
        return "expired", _("What was seen in %(register)s on %(day)s is no longer valid.") % words
    return None


def _not_checked(register: RegisterFacts) -> Problem:
    return "not_checked", _("Nobody has checked the entry in %(register)s yet.") % {"register": register.name}


def _seen(register: RegisterFacts, look: VerificationFacts, need: str) -> frozenset[str]:
    return look.scopes & register.shows & SCOPES[need]


def _last_day(register: RegisterFacts, look: VerificationFacts) -> date:
    end = look.checked_on + timedelta(days=register.max_age_days)
    return end if look.valid_until is None else min(end, look.valid_until)
