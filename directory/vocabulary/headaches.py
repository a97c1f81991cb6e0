"""Headache disorders in codes of ICHD-3 (International Classification of Headache Disorders, 3rd edition, 2018).

Source: ichd-3.org. The labels are patients' words; the classification's number stands in `note`.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from .terms import Term, Vocabulary

_MIGRAINE = _("Migraine")
_TENSION = _("Tension-type headache")
_TAC = _("Cluster headache and other one-sided headaches with a watering eye")
_OTHER = _("Other headaches that are a condition of their own")
_SECONDARY = _("Headaches caused by something else")
_NEURALGIA = _("Neuralgia and face pain")
_UNKNOWN = _("Not known yet")

HEADACHES = Vocabulary(
    "headache",
    (
        Term(0, "migraine-without-aura", _("Migraine without aura"), "1.1", _MIGRAINE),
        Term(1, "migraine-with-aura", _("Migraine with aura"), "1.2", _MIGRAINE),
        Term(
            2, "chronic-migraine", _("Chronic migraine (15 or more headache days a month)"), "1.3", _MIGRAINE
        ),
        Term(3, "menstrual-migraine", _("Migraine around periods (menstrual migraine)"), "A1.1.1", _MIGRAINE),
        Term(
            4, "hemiplegic-migraine", _("Migraine with weakness on one side (hemiplegic)"), "1.2.3", _MIGRAINE
        ),
        Term(5, "vestibular-migraine", _("Migraine with dizziness (vestibular)"), "A1.6.6", _MIGRAINE),
        Term(6, "brainstem-aura", _("Migraine with brainstem aura"), "1.2.2", _MIGRAINE),
        Term(7, "tension-type", _("Tension-type headache"), "2", _TENSION),
        Term(8, "cluster", _("Cluster headache"), "3.1", _TAC),
        Term(9, "paroxysmal-hemicrania", _("Paroxysmal hemicrania"), "3.2", _TAC),
        Term(10, "sunct-suna", _("Short one-sided attacks (SUNCT, SUNA)"), "3.3", _TAC),
        Term(11, "hemicrania-continua", _("Hemicrania continua"), "3.4", _TAC),
        Term(12, "cough", _("Headache when coughing or straining"), "4.1", _OTHER),
        Term(13, "exertional", _("Headache during exercise or sex"), "4.2, 4.3", _OTHER),
        Term(14, "thunderclap", _("Sudden, very severe headache (after emergency care)"), "4.4", _OTHER),
        Term(15, "hypnic", _("Headache that wakes you at night (hypnic)"), "4.9", _OTHER),
        Term(16, "new-daily-persistent", _("New daily persistent headache"), "4.10", _OTHER),
        Term(
            17,
            "other-primary",
            _("Other primary headache (cold, pressure, stabbing, coin-shaped)"),
            "4.5-4.8",
            _OTHER,
        ),
        Term(18, "post-traumatic", _("Headache after a head or neck injury"), "5", _SECONDARY),
        Term(
            19,
            "vascular",
            _("Headache from blood vessels (giant cell arteritis, after stroke)"),
            "6",
            _SECONDARY,
        ),
        Term(
            20,
            "csf-pressure",
            _("Headache from high or low pressure of brain fluid (IIH, leak)"),
            "7",
            _SECONDARY,
        ),
        Term(21, "medication-overuse", _("Headache from medicines or their withdrawal"), "8", _SECONDARY),
        Term(22, "infection", _("Headache from or after an infection"), "9", _SECONDARY),
        Term(
            23,
            "homoeostasis",
            _("Headache from altitude, sleep apnoea or high blood pressure"),
            "10",
            _SECONDARY,
        ),
        Term(24, "cervicogenic", _("Headache from the neck, jaw, eyes or sinuses"), "11", _SECONDARY),
        Term(25, "psychiatric", _("Headache with a mental health condition"), "12", _SECONDARY),
        Term(26, "trigeminal-neuralgia", _("Trigeminal neuralgia"), "13.1", _NEURALGIA),
        Term(
            27,
            "occipital-neuralgia",
            _("Occipital and other neuralgias, face pain"),
            "13.2-13.12",
            _NEURALGIA,
        ),
        Term(28, "not-yet-known", _("I do not know yet"), "14", _UNKNOWN),
    ),
)


def mask(codes: Iterable[str]) -> int:
    """Headache codes as one integer; `KeyError` on an unknown code."""
    return HEADACHES.mask(codes)
