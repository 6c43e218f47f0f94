"""How much of a total rests on partners whose pattern is under review?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.thresholds import Thresholds
from metrics.integrity.wording import percent
from metrics.method import Family, Severity
from metrics.models import Level, State
from metrics.warehouse.columns import Bools, Floats
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.files import rounded
from metrics.weighing.places import CUTS, EVERYWHERE, Cut, DomainKey, Places
from metrics.weighing.weigh import Weighed
from metrics.weighing.windows import WeighedWindow

KEY = "flagged_weight"
END_USER = "end_user"


@dataclass(frozen=True)
class Flagged:
    """Partners withheld, and those with a warning, whom nobody released by a decision."""

    withheld: frozenset[str]
    doubted: frozenset[str]

    @classmethod
    def of(cls, findings: Sequence[Finding], configuration: Configuration) -> Flagged:
        withheld = frozenset(
            finding.node_key
            for finding in findings
            if finding.state is State.FAIL and finding.key not in configuration.overrides
        )
        warned = {finding.node_key for finding in findings if finding.state is State.WARN}
        return cls(withheld, withheld | warned)


def flagged_weights(evidence: WeekEvidence, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Totals more than a tenth of whose weight is withheld partners' (0.8), for every window."""
    flagged = Flagged.of(findings, evidence.configuration)
    for item in evidence.weighed:
        if item.weighed.stack.audience == END_USER:
            yield from _of_window(evidence, item, flagged)


def _of_window(evidence: WeekEvidence, item: WeighedWindow, flagged: Flagged) -> Iterator[Finding]:
    weighed = item.weighed
    places = Places.of_cells(weighed, evidence.frozen.reference)
    withheld, doubted = (cells_of(weighed, keys) for keys in (flagged.withheld, flagged.doubted))
    count = np.bincount(
        weighed.design.cell, weights=weighed.design.count, minlength=len(weighed.cell_row)
    )
    mass = weighed.design.weights * count
    for cut in CUTS:
        if cut.level is Level.PARTNER:
            continue
        for key, share in _shares(places, cut, mass, withheld, doubted).items():
            state = _state(share, evidence.thresholds)
            if state is not State.PASS or cut == Cut(Level.NETWORK, by_touchpoint=False):
                yield _finding(item.window, cut.level, key, share, state, evidence.thresholds)


@dataclass(frozen=True)
class _Share:
    """Of a total's weight: withheld partners' and, these included, all under review."""

    withheld: float
    doubted: float


def cells_of(weighed: Weighed, partners: frozenset[str]) -> Bools:
    """Which cells hold answers about one of these partners alone."""
    partner = weighed.cell_attribute("partner")
    is_named = np.array([level in partners for level in partner.levels] or [False], dtype=np.bool_)
    is_joint = weighed.stack.answers.is_joint[weighed.cell_row]
    return np.asarray(is_named[partner.codes] & ~is_joint)


def _shares(
    places: Places, cut: Cut, mass: Floats, withheld: Bools, doubted: Bools
) -> Mapping[DomainKey, _Share]:
    domain, keys = places.domains(cut)

    def sums(cells: Bools) -> Floats:
        inside = cells & (domain >= 0)
        found = np.bincount(domain[inside], weights=mass[inside], minlength=len(keys))
        return found.astype(np.float64)

    total, held, all_doubted = sums(np.ones_like(withheld)), sums(withheld), sums(doubted)
    return {
        key: _Share(float(held[k] / total[k]), float(all_doubted[k] / total[k]))
        for k, key in enumerate(keys)
    }


def _state(share: _Share, thresholds: Thresholds) -> State:
    """Only what is withheld can fail; what is under review warns."""
    if thresholds.judge(KEY, share.withheld) is State.FAIL:
        return State.FAIL
    return State.PASS if thresholds.judge(KEY, share.doubted) is State.PASS else State.WARN


def _finding(
    window: int, level: Level, key: DomainKey, share: _Share, state: State, thresholds: Thresholds
) -> Finding:
    threshold = thresholds.of(KEY)
    is_failed = state is State.FAIL
    value = share.withheld if is_failed else share.doubted
    who = "withheld for review" if is_failed else "with an unusual pattern"
    return Finding(
        check_key=KEY,
        family=Family.SAMPLING,
        severity=Severity.BLOCK,
        state=state,
        what=f"Partners {who} hold {percent(value)} of this total's weight.",
        what_to_do=_what_to_do(key, state),
        audience=END_USER,
        window=window,
        level=level,
        node_key=key[0],
        touchpoint_key=key[1],
        is_only_here=True,
        value=rounded(value),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence={
            "withheld_share": rounded(share.withheld),
            "under_review_share": rounded(share.doubted),
        },
    )


def _what_to_do(key: DomainKey, state: State) -> str:
    """Asked of whole places alone: the touchpoints of one need no further review of the same."""
    asks = key[1] == EVERYWHERE and state is not State.PASS
    return "Review these partners and decide about each." if asks else ""
