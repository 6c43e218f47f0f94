"""What the battery found about one partner, and about all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stats.selection.battery import SelectionCheck
from stats.wording import counted


class Colour(StrEnum):
    """What a partner's pattern asks for."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NOT_TESTABLE = "not testable"


class SelectionFlag(StrEnum):
    """Single findings that ask for a review whatever the combined p-value."""

    COMPLAINTS = "few invitations after complaints"
    CONTRACT = "below the contractual minimum"
    OWN_NETWORK = "answers from the partner's own network"
    OFTEN_OWN_NETWORK = "many answers from the partner's own network"


@dataclass(frozen=True)
class PartnerScreen:
    """One partner: p-values of the checks that could be made, combined p, q, flags, colour."""

    name: str
    p_values: Mapping[SelectionCheck, float]
    combined_p: float | None
    q: float | None
    flags: tuple[SelectionFlag, ...]
    colour: Colour

    @property
    def needs_review(self) -> bool:
        """Amber or red."""
        return self.colour in (Colour.AMBER, Colour.RED)

    @property
    def is_withheld(self) -> bool:
        """Red: the partner's score is withheld, the network shown with and without it."""
        return self.colour is Colour.RED

    def __str__(self) -> str:
        if self.colour is Colour.NOT_TESTABLE:
            return f"{self.name}: not testable, too few cases"
        found = [] if self.q is None else [f"q {self.q:.2g}"]
        if not self.needs_review:
            return ", ".join([f"{self.name}: nothing unusual", *found])
        shown = ", ".join([*self.flags, *found])
        return f"{self.name}: unusual pattern, please review ({self.colour}; {shown})"


@dataclass(frozen=True)
class NetworkScreen:
    """All partners in the order handed in."""

    partners: tuple[PartnerScreen, ...]

    @property
    def not_testable(self) -> int:
        """Partners too small for any check."""
        return sum(p.colour is Colour.NOT_TESTABLE for p in self.partners)

    @property
    def review(self) -> tuple[PartnerScreen, ...]:
        """Partners whose pattern should be looked at."""
        return tuple(p for p in self.partners if p.needs_review)

    def __str__(self) -> str:
        red = sum(p.is_withheld for p in self.partners)
        return (
            f"{counted(len(self.partners), 'partner')}: {red} red, {len(self.review) - red} amber, "
            f"{self.not_testable} not testable"
        )
