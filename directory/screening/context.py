"""Where a text stands: decides how far an offer in it may count (issue of scope)."""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where the text was read."""

    LISTING = "listing"
    HEADACHE_PAGE = "headache-page"
    OTHER_PAGE = "other-page"


@dataclass(frozen=True)
class Context:
    """Rejection needs an offer in the listing or on the headache service's own pages.

    On another page of a licensed hospital an offer sends the case to a person, with its department shown.
    """

    place: Place = Place.LISTING
    licensed_hospital: bool = False
    department: str = ""

    @property
    def may_reject(self) -> bool:
        """Whether an offer found here is the listed service's own."""
        return not (self.place is Place.OTHER_PAGE and self.licensed_hospital)
