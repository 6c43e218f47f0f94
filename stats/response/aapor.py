"""Outcome rates of a sample (AAPOR Standard Definitions)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stats.errors import EmptyInput
from stats.scalars import check_number, check_whole


class EligibilitySource(StrEnum):
    """Where e, the share of unknown cases taken as eligible, comes from."""

    PROPORTIONAL = "proportional allocation"
    GIVEN = "given"


@dataclass(frozen=True)
class Dispositions:
    """Final dispositions of the drawn cases, counts ≥ 0.

    I complete, P partial, R refusal or break-off, NC non-contact, O other, UH and UO unknown
    eligibility, NE not eligible. Raises OutOfRange for anything but whole numbers from 0.
    """

    complete: int = 0
    partial: int = 0
    refusal: int = 0
    non_contact: int = 0
    other: int = 0
    unknown_household: int = 0
    unknown_other: int = 0
    not_eligible: int = 0

    def __post_init__(self) -> None:
        for name, count in vars(self).items():
            check_whole(name, count)

    @property
    def known_eligible(self) -> int:
        """k = I + P + R + NC + O."""
        return self.complete + self.partial + self.refusal + self.non_contact + self.other

    @property
    def unknown(self) -> int:
        """U = UH + UO."""
        return self.unknown_household + self.unknown_other


@dataclass(frozen=True)
class OutcomeRates:
    """Rates 0 to 1; None where nothing could be divided. `e` and where it comes from."""

    rr1: float
    rr2: float
    rr3: float
    rr4: float
    rr5: float
    rr6: float
    coop1: float | None
    coop2: float | None
    coop3: float | None
    coop4: float | None
    ref1: float
    ref2: float
    ref3: float
    con1: float
    con2: float
    con3: float
    e: float
    e_source: EligibilitySource

    def __str__(self) -> str:
        return f"RR1 {self.rr1:.1%}, RR3 {self.rr3:.1%} with e {self.e:.3f} ({self.e_source})"


def outcome_rates(cases: Dispositions, e: float | None = None) -> OutcomeRates:
    """Response, cooperation, refusal and contact rates.

    RR1 = I/(k + U), RR2 = (I + P)/(k + U), RR3 = I/(k + eU), RR4 = (I + P)/(k + eU), RR5 = I/k,
    RR6 = (I + P)/k; COOP1 = I/(I + P + R + O), COOP2 = (I + P)/(I + P + R + O), COOP3 and COOP4 the
    same without O; REF = R and CON = (I + P + R + O), each over k + U (1), k + eU (2), k (3);
    e = k/(k + NE) unless given.
    Source: AAPOR Standard Definitions, 10th edition 2023.
    Raises EmptyInput when no case is known to be eligible, OutOfRange for e outside 0…1.

    >>> print(outcome_rates(Dispositions(200, 20, 50, 600, 10, 20, 0, 100)))
    RR1 22.2%, RR3 22.3% with e 0.898 (proportional allocation)
    """
    k, unknown = cases.known_eligible, cases.unknown
    if k == 0:
        raise EmptyInput("No case is known to be eligible; there is no rate before fieldwork.")
    share = k / (k + cases.not_eligible) if e is None else check_number("e", e, low=0.0, high=1.0)
    answered = cases.complete + cases.partial
    asked = answered + cases.refusal
    reached = asked + cases.other
    everybody, eligible = k + unknown, k + share * unknown
    return OutcomeRates(
        rr1=cases.complete / everybody,
        rr2=answered / everybody,
        rr3=cases.complete / eligible,
        rr4=answered / eligible,
        rr5=cases.complete / k,
        rr6=answered / k,
        coop1=_rate(cases.complete, reached),
        coop2=_rate(answered, reached),
        coop3=_rate(cases.complete, asked),
        coop4=_rate(answered, asked),
        ref1=cases.refusal / everybody,
        ref2=cases.refusal / eligible,
        ref3=cases.refusal / k,
        con1=reached / everybody,
        con2=reached / eligible,
        con3=reached / k,
        e=share,
        e_source=EligibilitySource.PROPORTIONAL if e is None else EligibilitySource.GIVEN,
    )


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
