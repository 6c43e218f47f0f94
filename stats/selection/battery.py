"""The tests of the battery: one name, one function, one p-value for each partner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeAlias

import numpy as np

from stats.arrays import FloatArray
from stats.selection.binomial import lower_tail, probability
from stats.selection.bursts import burst_scan, end_share_p_value
from stats.selection.evidence import PartnerEvidence
from stats.selection.excess import excess_shares
from stats.selection.overdispersion import MIN_PARTNERS, discounted_p_values
from stats.selection.spread import score_spreads
from stats.selection.suppression import suppression_test

# [P] Fewer transactions or answers than this are not tested; the smallest n that is published.
MIN_TRANSACTIONS = 10
MIN_ANSWERS = 10

PValues: TypeAlias = list[float | None]


class SelectionCheck(StrEnum):
    """What is tested; one-sided in the direction in which choosing customers shows."""

    INVITE_RATE = "invite rate"
    COMPLAINTS = "invitations after complaints"
    TENS = "answers of ten"
    NINES_AND_TENS = "answers of nine or ten"
    SPREAD = "spread of scores"
    BURST = "answers in a burst"
    PERIOD_END = "answers at the end of the period"
    FAST = "answers within a minute"
    DIRECT = "difference to the direct sample"


def run_battery(partners: Sequence[PartnerEvidence]) -> dict[SelectionCheck, PValues]:
    """p-values of all checks, partners in the order handed in, None where not testable.

    Checks against peers (invite rate, scores, fast answers) are discounted by the honest spread
    among the partners (`discounted_p_values`) and need five partners; the others judge a partner
    by itself. Discrete tests give mid-p-values. Source: methods B8.

    >>> from stats.selection.complaints import InviteTable
    >>> found = run_battery([PartnerEvidence("A", 100, 52, (InviteTable(2, 20, 50, 80),))])
    >>> round(found[SelectionCheck.COMPLAINTS][0], 7), found[SelectionCheck.TENS]
    (1.02e-05, [None])
    """
    return {check: test(partners) for check, test in CHECKS.items()}


def _invite_rate(partners: Sequence[PartnerEvidence]) -> PValues:
    invited = np.array([p.invited for p in partners], dtype=np.float64)
    n = np.array([p.transactions for p in partners], dtype=np.float64)
    share = invited.sum() / max(n.sum(), 1.0)
    if share in (0.0, 1.0):
        return [None] * len(partners)
    mid = lower_tail(invited, n, share) - probability(invited, n, share) / 2.0
    tested = [
        float(p) if size >= MIN_TRANSACTIONS else None for p, size in zip(mid, n, strict=True)
    ]
    return _among_peers(tested, n)


def _complaints(partners: Sequence[PartnerEvidence]) -> PValues:
    return [
        suppression_test(p.complaints, p.complaint_odds).mid_p
        if p.complaints and p.transactions >= MIN_TRANSACTIONS
        else None
        for p in partners
    ]


def _tens(partners: Sequence[PartnerEvidence]) -> PValues:
    return _excess([int(p.scores[10]) for p in partners], [p.answers for p in partners])


def _nines_and_tens(partners: Sequence[PartnerEvidence]) -> PValues:
    return _excess([int(p.scores[9:].sum()) for p in partners], [p.answers for p in partners])


def _fast(partners: Sequence[PartnerEvidence]) -> PValues:
    return _excess([p.fast for p in partners], [p.timed for p in partners])


def _spread(partners: Sequence[PartnerEvidence]) -> PValues:
    found = score_spreads([p.scores for p in partners])
    tested = [s.p_value if s.n >= MIN_ANSWERS else None for s in found]
    return _among_peers(tested, np.array([s.n for s in found], dtype=np.float64))


def _burst(partners: Sequence[PartnerEvidence]) -> PValues:
    return [
        burst_scan(p.places).p_value if p.places.size >= MIN_ANSWERS else None for p in partners
    ]


def _period_end(partners: Sequence[PartnerEvidence]) -> PValues:
    return [end_share_p_value(p.places) if p.places.size >= MIN_ANSWERS else None for p in partners]


def _direct(partners: Sequence[PartnerEvidence]) -> PValues:
    return [
        p.direct.judged_p
        if p.direct is not None and min(p.direct.n_mediated, p.direct.n_direct) >= MIN_ANSWERS
        else None
        for p in partners
    ]


def _excess(hits: list[int], n: list[int]) -> PValues:
    found = excess_shares(hits, n)
    tested = [share.mid_p if share.n >= MIN_ANSWERS else None for share in found]
    own = np.array(n, dtype=np.float64)
    # Precision of a difference to the peers: n of the partner beside Σn − n of the others.
    return _among_peers(tested, own * (own.sum() - own) / max(own.sum(), 1.0))


def _among_peers(p_values: PValues, sizes: FloatArray) -> PValues:
    """Discounted by the spread among the partners; nothing where they are too few."""
    tested = [i for i, p in enumerate(p_values) if p is not None]
    result: PValues = [None] * len(p_values)
    if len(tested) < MIN_PARTNERS:
        return result
    milder = discounted_p_values([p for p in p_values if p is not None], sizes[tested])
    for i, p in zip(tested, milder, strict=True):
        result[i] = float(p)
    return result


CHECKS: dict[SelectionCheck, Callable[[Sequence[PartnerEvidence]], PValues]] = {
    SelectionCheck.INVITE_RATE: _invite_rate,
    SelectionCheck.COMPLAINTS: _complaints,
    SelectionCheck.TENS: _tens,
    SelectionCheck.NINES_AND_TENS: _nines_and_tens,
    SelectionCheck.SPREAD: _spread,
    SelectionCheck.BURST: _burst,
    SelectionCheck.PERIOD_END: _period_end,
    SelectionCheck.FAST: _fast,
    SelectionCheck.DIRECT: _direct,
}
