"""What each fictional provider is and would say, before anybody has entered anything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from directory.listings.content import Content

from .tables import Area, Town, areas, rows, texts, town_called, towns_of
from .writing import Voice, document, host_of, person_name

SEED = 20261122
"""The same cast each time: who demonstrates can rely on meeting the same people."""

SPREAD = 262
"""Over how many days before today the plain stories begin."""

_WORKBENCH_FROM = 401
"""First serial of the providers of `workbench.tsv`: above all others, whom they leave as they are."""

_WITH_WEBSITE = ("waiting", "looked_at")
"""Stories in which nobody has approved yet: an approval waits for the website to be read, and nobody answers there."""


@dataclass(frozen=True, slots=True)
class Doctor:
    """A practitioner with the codes of the registers that show licence and qualification."""

    name: str
    registers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One provider with its listing. `starts` is how many days before today its story begins.

    `registers` are the provider's own (a person's registers, a clinic's facility register); `account` is the key of
    a demonstration account that acts for it, "" for an office of its own. `content` has no site yet.
    """

    serial: int
    story: str
    starts: int
    account: str
    town: Town
    street: str
    content: Content
    registers: tuple[str, ...]
    doctor: Doctor | None


def drafts(*, share: float = 1.0) -> list[Draft]:
    """Every provider of the demonstration. `share` of the plain ones are drawn (for tests); hand-shaped ones always."""
    shaped = list(_hand_shaped("hand_shaped", first=1))
    sellers = list(_sellers(first=len(shaped) + 1))
    plain = list(_plain(share, first=len(shaped) + len(sellers) + 1))
    return [*shaped, *sellers, *_hand_shaped("workbench", first=_WORKBENCH_FROM), *plain]


def _hand_shaped(table: str, *, first: int) -> Iterator[Draft]:
    for serial, row in enumerate(rows(table), start=first):
        town = town_called(row["town"])
        voice = Voice(_luck(serial), areas()[town.area], town, serial)
        made = _draft(voice, row["kind"], row["story"], int(row["starts"]), account=row["account"])
        said = replace(
            made.content,
            name=row["name"],
            summary=row["summary"],
            description=f"{row['sentence']} {made.content.description}",
            website=f"https://{host_of(row['name'], serial)}/" if row["story"] in _WITH_WEBSITE else "",
        )
        yield replace(made, content=said)


def _sellers(*, first: int) -> Iterator[Draft]:
    """Clinics that sell cell products: their own words, and a box ticked in few of them."""
    for serial, row in enumerate(rows("stem_cells"), start=first):
        town = town_called(row["town"])
        treatments = ("nerve-block", "cell-based") if row["box"] == "yes" else ("nerve-block", "infusion")
        content = Content(
            kind="clinic",
            name=row["name"],
            summary=row["summary"],
            description=row["description"],
            sites=(),
            headaches=("chronic-migraine", "migraine-without-aura", "occipital-neuralgia"),
            treatments=treatments,
            languages=(row["language"],),
            ages=("adult",),
            referrals=("self",),
            funding=("self-pay",),
            accepting=True,
        )
        yield Draft(
            serial, row["story"], int(row["starts"]), row["account"], town, "", content, registers=(), doctor=None
        )  # fmt: skip


def _plain(share: float, *, first: int) -> Iterator[Draft]:
    draw = _luck(0)
    serial = first
    for area in areas().values():
        places = towns_of(area.code)
        for count in range(round(area.listings * share)):
            town = places[count % len(places)]
            voice = Voice(_luck(serial), area, town, serial)
            yield _draft(voice, _kind(draw, area), "published", draw.randint(1, SPREAD))
            serial += 1


def _luck(serial: int) -> Random:
    """The same draw for the same provider each time."""
    return Random(SEED + serial)  # noqa: S311  # a repeatable draw is the point


def _kind(draw: Random, area: Area) -> str:
    weights = {
        "clinic": 36,
        "specialist": 34 if area.code not in ("ES", "IT", "IN", "AE") else 15,
        "practice": 22 * area.practices,
        "other": 10 * bool(area.others) + 30 * (area.code in ("ES", "IT", "IN", "AE")),
    }
    return draw.choices(list(weights), weights=list(weights.values()))[0]


def _draft(voice: Voice, kind: str, story: str, starts: int, account: str = "") -> Draft:
    area, draw = voice.area, voice.draw
    content, registers = document(voice, kind), _doctor_registers(voice)
    doctor: Doctor | None = None
    if kind in ("clinic", "practice"):
        doctor = Doctor(person_name(voice, titled=True), registers)
        registers = (draw.choice(area.facilities),) if kind == "clinic" else ()
    elif kind == "other":
        code, place = voice.profession
        registers = (code,)
        content = replace(content, summary=texts()[area.tongue]["other"][place].format(town=voice.town.name))
    return Draft(
        voice.serial, story, starts, account, voice.town, voice.street, content, registers, doctor
    )  # fmt: skip


def _doctor_registers(voice: Voice) -> tuple[str, ...]:
    qualification = voice.draw.choice(voice.area.qualifications)
    return tuple(dict.fromkeys((voice.area.licence, qualification)))
