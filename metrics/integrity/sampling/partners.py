"""What the selection battery looks at, of every partner, over the window's weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from metrics.integrity.sampling.counts import Case, Cases, PartnerCounts, counted
from metrics.warehouse.columns import Floats, integers, strings
from metrics.warehouse.gatekeeper import SEPARATOR, Quantity, Wait, Went, own_networks
from stats import DeviceConcentration, InviteTable, PartnerEvidence, device_concentration

END_USER = "end_user"
POINTS = 11

Gate = Callable[[Case], bool]
Tables = Mapping[str, tuple[InviteTable, ...]]


@dataclass(frozen=True)
class PartnerCase:
    """One partner's evidence; of `reached` those with a contact, after bad and good; its ladder."""

    evidence: PartnerEvidence
    reached: InviteTable
    ladder: Mapping[str, int]

    @property
    def leaves_nobody_out(self) -> bool:
        """Every end user can be asked, so that there was no choice."""
        return 0 < self.evidence.transactions == self.evidence.invited


def partner_cases(counts: PartnerCounts, kiosks: Collection[str]) -> tuple[PartnerCase, ...]:
    """Every partner with an end user in the frame, in the order of their keys."""
    frame = _of_end_users(counts.cases(Quantity.FRAME))
    drawn = _of_end_users(counts.cases(Quantity.DISPOSITION))
    # Two gates a choice can be made at: whether there is a contact, and whether it is a good one.
    tables = {
        key: (
            *_by_touchpoint(frame[key], _has_contact),
            *_by_touchpoint(drawn.get(key, {}), _is_delivered),
        )
        for key in frame
    }
    odds = odds_of_the_others(tables)
    evidence = _evidence_of_answers(counts, kiosks)
    suppliers = counts.by_partner(Quantity.SUPPLIER)
    return tuple(
        PartnerCase(
            evidence=PartnerEvidence(
                name=key,
                transactions=counted(frame[key], lambda case: case.is_recorded),
                invited=counted(frame[key], _has_contact),
                complaints=tables[key],
                complaint_odds=odds[key],
                **evidence(key),
            ),
            reached=_table(_recorded(frame[key]), _has_contact),
            ladder=_ladder(frame[key], drawn.get(key, {}))
            | _suppliers(suppliers.get(key, Counter())),
        )
        for key in sorted(frame)
    )


def odds_of_the_others(tables: Tables) -> dict[str, float]:
    """By partner, the odds ratio of being reached after something went wrong among all others.

    Mantel–Haenszel, at most 1: honest partners, too, may reach fewer of the unhappy, and only
    what goes beyond that is unusual. Half a case on either side lets few cases say little.
    """
    parts = {key: _mantel_haenszel(own) for key, own in tables.items()}
    above = sum(part[0] for part in parts.values())
    below = sum(part[1] for part in parts.values())
    return {
        key: min(1.0, (above - own_above + 0.5) / (below - own_below + 0.5))
        for key, (own_above, own_below) in parts.items()
    }


def _mantel_haenszel(tables: Sequence[InviteTable]) -> tuple[float, float]:
    above = below = 0.0
    for table in tables:
        size = table.complained + table.others
        left_out = table.complained - table.complained_invited
        above += table.complained_invited * (table.others - table.others_invited) / size
        below += left_out * table.others_invited / size
    return above, below


def _of_end_users(by_partner: Mapping[str, Cases]) -> dict[str, Cases]:
    """Of partners who are somebody."""
    found = {
        key: {case: count for case, count in cases.items() if case.audience == END_USER}
        for key, cases in by_partner.items()
        if key
    }
    return {key: cases for key, cases in found.items() if cases}


def _has_contact(case: Case) -> bool:
    return case.has_contact


def _is_delivered(case: Case) -> bool:
    return case.is_delivered


def _recorded(cases: Cases) -> Cases:
    return {case: count for case, count in cases.items() if case.is_recorded}


def _by_touchpoint(cases: Cases, passed: Gate) -> tuple[InviteTable, ...]:
    """One table a touchpoint, where some transactions went badly and some well."""
    touchpoints = sorted({case.touchpoint for case in cases})
    known = _recorded(cases)
    tables = (
        _table({case: n for case, n in known.items() if case.touchpoint == touchpoint}, passed)
        for touchpoint in touchpoints
    )
    return tuple(table for table in tables if table.has_contrast)


def _table(cases: Cases, passed: Gate) -> InviteTable:
    badly = {case: count for case, count in cases.items() if case.went == Went.BADLY}
    well = {case: count for case, count in cases.items() if case.went == Went.WELL}
    return InviteTable(
        complained_invited=counted(badly, passed),
        complained=sum(badly.values()),
        others_invited=counted(well, passed),
        others=sum(well.values()),
    )


def _ladder(frame: Cases, drawn: Cases) -> dict[str, int]:
    """From transactions to answers, as the partner lets them through."""
    return {
        "transactions": sum(frame.values()),
        "recorded": counted(frame, lambda case: case.is_recorded),
        "with_contact": counted(frame, _has_contact),
        "eligible": counted(frame, lambda case: case.is_eligible),
        "drawn": sum(drawn.values()),
        "delivered": counted(drawn, _is_delivered),
        "answered": counted(drawn, lambda case: case.is_answered),
    }


def _suppliers(suppliers: Mapping[str, int]) -> dict[str, int]:
    """Who supplied the end users' contacts."""
    return {
        f"contacts_from_{who or 'unknown'}": count
        for key, count in sorted(suppliers.items())
        for audience, who in [key.split(SEPARATOR)]
        if audience == END_USER
    }


def _evidence_of_answers(
    counts: PartnerCounts, kiosks: Collection[str]
) -> Callable[[str], dict[str, Any]]:
    scores, waits = counts.by_partner(Quantity.SCORE), counts.by_partner(Quantity.WAIT)
    places, devices = counts.by_partner(Quantity.PLACE), _devices(counts, kiosks)
    nothing: Counter[str] = Counter()

    def evidence(partner: str) -> dict[str, Any]:
        wait = waits.get(partner, nothing)
        return {
            "scores": _histogram(scores.get(partner, nothing)),
            "fast": wait[Wait.FAST],
            "timed": wait.total(),
            "places": _repeated(places.get(partner, nothing)),
            "devices": devices.get(partner),
        }

    return evidence


def _histogram(scores: Mapping[str, int]) -> Floats:
    return np.array([float(scores.get(str(point), 0)) for point in range(POINTS)])


def _repeated(places: Mapping[str, int]) -> Floats:
    values = np.array([float(place) for place in places], dtype=np.float64)
    return np.repeat(values, list(places.values())) if places else values


def _devices(counts: PartnerCounts, kiosks: Collection[str]) -> dict[str, DeviceConcentration]:
    """By partner, over the networks its end users answered from; declared kiosks are left out."""
    table = counts.table(Quantity.END_USER_NETWORK)
    own = own_networks(counts.table(Quantity.OWN_NETWORK), table)
    partner, network = strings(table, "partner"), strings(table, "key")
    times = integers(table, "count")
    found = {}
    for code, key in enumerate(partner.levels):
        if key in kiosks:
            continue
        rows = partner.codes == code
        is_own = np.array([name in own.get(key, ()) for name in network.levels], dtype=np.bool_)
        codes = np.repeat(network.codes[rows], times[rows])
        found[key] = device_concentration(codes, is_own[codes])
    return found
