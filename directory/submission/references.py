"""The short reference by which one provider names itself to another: twelve digits and letters of its id."""

import re
from uuid import UUID

from directory.accreditation.models import Provider

_DIGITS = 12
_REST = 32 - _DIGITS


def reference(provider: Provider) -> str:
    """For instance `3F2A-90BC-11D4`."""
    digits = provider.pk.hex[:_DIGITS].upper()
    return "-".join(digits[start : start + 4] for start in range(0, _DIGITS, 4))


def practitioner_with(typed: str) -> Provider | None:
    """The practitioner with this reference, however it is spaced; None when there is no such or more than one."""
    digits = re.sub(r"[\s-]", "", typed).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{_DIGITS}}}", digits):
        return None
    first, last = UUID(digits + "0" * _REST), UUID(digits + "f" * _REST)
    found = list(Provider.objects.filter(kind=Provider.Kind.PERSON, pk__gte=first, pk__lte=last)[:2])
    return found[0] if len(found) == 1 else None
