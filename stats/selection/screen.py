"""All tests of all partners: which pattern is unusual enough to be reviewed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stats.comparison.multiplicity import benjamini_hochberg
from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.scalars import check_number
from stats.selection.acat import TRUNCATION, acat
from stats.selection.battery import MIN_TRANSACTIONS, SelectionCheck, run_battery
from stats.selection.contract import contract_minimum
from stats.selection.evidence import PartnerEvidence
from stats.selection.findings import Colour, NetworkScreen, PartnerScreen, SelectionFlag
from stats.selection.suppression import SUPPRESSION_LEVEL

# Methods B8g.
RED_Q = 0.01
AMBER_Q = 0.10
# [P] Fewer partners are judged as if they were that many, the others without any finding: with the
# plain q-value a single partner would be amber at p < .10, in 6 % of honest quarters.
SMALLEST_FAMILY = 10
# [P] Complaints are the strongest evidence and the direct sample the gold standard (methods B8);
# every other check counts once.
WEIGHTS: Mapping[SelectionCheck, float] = {
    check: 4.0 if check in (SelectionCheck.COMPLAINTS, SelectionCheck.DIRECT) else 1.0
    for check in SelectionCheck
}


def screen_partners(
    partners: Sequence[PartnerEvidence],
    minimum: float | None = None,
    weights: Mapping[SelectionCheck, float] = WEIGHTS,
) -> NetworkScreen:
    """The whole battery: which partners' patterns are unusual (methods B8).

    Per partner the checks of `run_battery` combined by ACAT (truncated at .99, since one-sided
    and discrete p-values near 1 would cancel a signal), then Benjamini–Hochberg over the
    partners, counted as ten where they are fewer; a check without a weight counts once. Red:
    q < .01, or a hard flag of `device_concentration`. Amber: q < .10, or any undeclared answer from
    the partner's own network, or the complaint test's mid-p < .007, or P(X ≤ x) < .01 at the
    contractual `minimum`. A colour is a question to the partner, never a verdict.
    Source: Liu & Xie 2020; Benjamini & Hochberg 1995; levels methods B8g and calibrated [P].

    Raises EmptyInput without partners, OutOfRange for a name that occurs twice or a minimum
    outside 0…1, BadWeights for a negative weight.

    >>> from stats.selection.complaints import InviteTable
    >>> honest = [PartnerEvidence(f"P{i}", 100, 60, (InviteTable(12, 20, 48, 80),))
    ...           for i in range(9)]
    >>> found = screen_partners([*honest, PartnerEvidence("X", 100, 52,
    ...                                                   (InviteTable(2, 20, 50, 80),))])
    >>> print(found.partners[9])
    X: unusual pattern, please review (red; few invitations after complaints, q 0.00013)
    """
    if not partners:
        raise EmptyInput("No partners to screen; hand in each partner's evidence.")
    _check_names(partners)
    _check_weights(weights)
    if minimum is not None:
        check_number("minimum", minimum)
    table = run_battery(partners)
    found = [
        {check: p for check, column in table.items() if (p := column[i]) is not None}
        for i in range(len(partners))
    ]
    combined = [_combine(p_values, weights) for p_values in found]
    q = _q_values(combined)
    return NetworkScreen(
        tuple(
            _judge(partner, p_values, combined[i], q[i], minimum)
            for i, (partner, p_values) in enumerate(zip(partners, found, strict=True))
        )
    )


def _check_names(partners: Sequence[PartnerEvidence]) -> None:
    seen: set[str] = set()
    for partner in partners:
        if partner.name in seen:
            raise OutOfRange(f"{partner.name} occurs twice; hand in one evidence per partner.")
        seen.add(partner.name)


def _check_weights(weights: Mapping[SelectionCheck, float]) -> None:
    for check, weight in weights.items():
        if check_number(f"the weight of {check}", weight) < 0.0:
            raise BadWeights(f"The weight of {check} is {weight:g}; hand in 0 or more.")


def _combine(
    p_values: Mapping[SelectionCheck, float], weights: Mapping[SelectionCheck, float]
) -> float | None:
    if not any(weights.get(check, 1.0) > 0.0 for check in p_values):
        return None
    values = list(p_values.values())
    return acat(values, [weights.get(check, 1.0) for check in p_values], truncation=TRUNCATION)


def _q_values(combined: Sequence[float | None]) -> list[float | None]:
    """Benjamini–Hochberg over the partners that could be tested, at least ten."""
    family = [p for p in combined if p is not None]
    family += [1.0] * (SMALLEST_FAMILY - len(family))
    adjusted = iter(benjamini_hochberg(family).tolist())
    return [None if p is None else float(next(adjusted)) for p in combined]


def _judge(
    partner: PartnerEvidence,
    p_values: Mapping[SelectionCheck, float],
    combined: float | None,
    q: float | None,
    minimum: float | None,
) -> PartnerScreen:
    devices = partner.devices
    flags = tuple(
        flag
        for flag, is_raised in (
            (
                SelectionFlag.COMPLAINTS,
                p_values.get(SelectionCheck.COMPLAINTS, 1.0) < SUPPRESSION_LEVEL,
            ),
            (SelectionFlag.CONTRACT, _is_below_contract(partner, minimum)),
            (SelectionFlag.OWN_NETWORK, devices is not None and devices.is_flagged),
            (SelectionFlag.OFTEN_OWN_NETWORK, devices is not None and devices.is_hard_flag),
        )
        if is_raised
    )
    return PartnerScreen(partner.name, p_values, combined, q, flags, _colour(q, flags))


def _colour(q: float | None, flags: Sequence[SelectionFlag]) -> Colour:
    if SelectionFlag.OFTEN_OWN_NETWORK in flags or (q is not None and q < RED_Q):
        return Colour.RED
    if flags or (q is not None and q < AMBER_Q):
        return Colour.AMBER
    return Colour.NOT_TESTABLE if q is None else Colour.GREEN


def _is_below_contract(partner: PartnerEvidence, minimum: float | None) -> bool:
    if minimum is None or partner.transactions < MIN_TRANSACTIONS:
        return False
    return contract_minimum(partner.invited, partner.transactions, minimum).is_flagged
