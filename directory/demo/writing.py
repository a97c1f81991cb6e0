"""Writes what a fictional provider says about itself: names, texts, codes. The same draw gives the same words."""

from dataclasses import dataclass, field
from random import Random

from django.utils.text import slugify

from directory.listings.content import Content

from .tables import Area, Town, names, texts

_PRIMARY = ("migraine-without-aura", "migraine-with-aura", "chronic-migraine", "tension-type")
_FURTHER = (
    "menstrual-migraine", "vestibular-migraine", "hemiplegic-migraine", "cluster", "paroxysmal-hemicrania",
    "sunct-suna", "hemicrania-continua", "hypnic", "exertional", "cough", "new-daily-persistent", "post-traumatic",
    "vascular", "csf-pressure", "medication-overuse", "cervicogenic", "trigeminal-neuralgia", "occipital-neuralgia",
    "not-yet-known",
)  # fmt: skip
_TREATMENTS = {
    "clinic": (
        "acute-medicine", "preventive-medicine", "cgrp", "botulinum-toxin", "nerve-block", "infusion",
        "withdrawal-programme", "neuromodulation", "oxygen", "physiotherapy", "psychology", "multimodal", "education",
    ),
    "practice": (
        "acute-medicine", "preventive-medicine", "cgrp", "botulinum-toxin", "nerve-block", "oxygen", "education",
    ),
    "specialist": (
        "acute-medicine", "preventive-medicine", "cgrp", "botulinum-toxin", "nerve-block", "oxygen", "blood-patch",
    ),
    "other": ("education", "physiotherapy", "psychology", "acupuncture"),
}  # fmt: skip
_STREETS = {
    "en": "{n} {word} Road", "de": "{word}weg {n}", "fr": "{n} rue {word}", "nl": "{word}laan {n}",
    "es": "Calle {word} {n}", "it": "Via {word} {n}", "pt": "Rua {word} {n}", "ja": "{n}-{m} {word}",
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """Who speaks: where, in what language, with which draw of luck."""

    draw: Random
    area: Area
    town: Town
    serial: int
    profession: tuple[str, int] = field(init=False)
    street: str = field(init=False)

    def __post_init__(self) -> None:
        profession = self.draw.choice(self.area.others) if self.area.others else ("", 0)
        object.__setattr__(self, "profession", profession)
        word = self.draw.choice(names(self.area.names, "family")).split()[-1]
        street = _STREETS[self.area.tongue].format(n=self.draw.randint(2, 90), m=self.serial % 20, word=word)
        object.__setattr__(self, "street", street)

    def pick(self, part: str) -> str:
        """One of the sentences of a part, in the area's language."""
        return self.draw.choice(texts()[self.area.tongue][part])


def person_name(voice: Voice, *, titled: bool) -> str:
    kind = voice.area.names
    name = f"{voice.draw.choice(names(kind, 'given'))} {voice.draw.choice(names(kind, 'family'))}"
    return f"{voice.area.title} {name}" if titled else name


def document(voice: Voice, kind: str) -> Content:
    """A whole listing of this kind, without sites."""
    referrals = _referrals(voice)
    name = _name(voice, kind)
    return Content(
        kind=kind,
        name=name,
        summary=voice.pick(kind).format(town=voice.town.name),
        description=" ".join(voice.pick(part) for part in ("who", "how", "first", "team")),
        sites=(),
        headaches=_headaches(voice, kind),
        treatments=_treatments(voice, kind),
        languages=_languages(voice),
        ages=("adult", "child") if voice.draw.random() < 0.25 else ("adult",),
        referrals=referrals,
        funding=_some(voice, voice.area.funding, least=1),
        how_to_refer=voice.pick(f"refer_{referrals[0]}"),
        telehealth=voice.draw.random() < 0.35,
        accepting=voice.draw.choices((True, False, None), weights=(65, 15, 20))[0],
        email=f"office@{host_of(name, voice.serial)}" if voice.draw.random() < 0.4 else "",
        phone=voice.area.phone.format(n=voice.serial % 100, m=voice.serial // 100),
    )


def _name(voice: Voice, kind: str) -> str:
    if kind in ("specialist", "other"):
        return person_name(voice, titled=kind == "specialist")
    houses, forms = names(voice.area.names, "house"), texts()[voice.area.tongue][f"{kind}_name"]
    house, form = houses[voice.serial % len(houses)], forms[voice.serial // len(houses) % len(forms)]
    return form.format(house=house, name=voice.draw.choice(names(voice.area.names, "family")))


def _headaches(voice: Voice, kind: str) -> tuple[str, ...]:
    further = voice.draw.sample(_FURTHER, voice.draw.randint(2, 5 if kind == "other" else 12))
    return (*_PRIMARY, *sorted(further, key=_FURTHER.index))


def _treatments(voice: Voice, kind: str) -> tuple[str, ...]:
    return ("assessment", *_some(voice, _TREATMENTS[kind], least=2))


def _languages(voice: Voice) -> tuple[str, ...]:
    count = voice.draw.choice((0, 0, 1, 1, 2))
    return (voice.area.tongue, *voice.draw.sample(voice.area.also, min(count, len(voice.area.also))))


def _referrals(voice: Voice) -> tuple[str, ...]:
    return voice.draw.choice((("gp",), ("gp", "specialist"), ("self", "gp"), ("self", "gp", "specialist")))


def _some(voice: Voice, choices: tuple[str, ...], *, least: int) -> tuple[str, ...]:
    """At least `least` of the choices, in their order."""
    chosen = voice.draw.sample(choices, voice.draw.randint(min(least, len(choices)), len(choices)))
    return tuple(sorted(chosen, key=choices.index))


def host_of(name: str, serial: int) -> str:
    """A host under the top-level name that is kept for examples (RFC 2606)."""
    return f"{slugify(name) or f'clinic-{serial}'}.example"
