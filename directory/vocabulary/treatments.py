"""Treatments by class, never by brand (promotion of prescription-only medicines is restricted in several places)."""

from django.utils.translation import gettext_lazy as _

from .terms import Term, Vocabulary

TREATMENTS = Vocabulary(
    "treatment",
    (
        Term(0, "assessment", _("Diagnosis and treatment plan")),
        Term(1, "acute-medicine", _("Medicines for attacks")),
        Term(2, "preventive-medicine", _("Preventive medicines")),
        Term(3, "cgrp", _("CGRP-targeting medicines")),
        Term(4, "botulinum-toxin", _("Botulinum toxin injections")),
        Term(5, "nerve-block", _("Nerve blocks")),
        Term(6, "infusion", _("Day-case infusions")),
        Term(7, "withdrawal-programme", _("Medicine withdrawal programme")),
        Term(8, "neuromodulation", _("Nerve stimulation devices")),
        Term(9, "oxygen", _("Oxygen for cluster headache")),
        Term(10, "surgery", _("Surgery for nerve or pressure problems")),
        Term(11, "blood-patch", _("Epidural blood patch")),
        Term(12, "physiotherapy", _("Physiotherapy")),
        Term(13, "psychology", _("Psychological treatment, biofeedback, relaxation")),
        Term(14, "multimodal", _("Day-hospital or in-patient programme")),
        Term(15, "dental-jaw", _("Jaw and bite treatment")),
        Term(16, "education", _("Education, nurse support, self-help")),
        Term(17, "acupuncture", _("Acupuncture")),
        Term(18, "prp", _("Platelet-rich plasma (PRP) or prolotherapy")),
        Term(19, "cell-based", _("Cell-based product (stem cells, SVF, exosomes, birth tissue and others)")),
        Term(20, "other", _("Other")),
    ),
)

CELL_MASK = TREATMENTS["cell-based"].mask
"""Bits that no public entry may carry; the database's triggers compare against the same number."""
