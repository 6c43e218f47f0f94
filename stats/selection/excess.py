"""Does a partner have more of something than its peers?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import check_counts, check_not_empty
from stats.errors import OutOfRange
from stats.scalars import check_number, check_whole
from stats.selection.binomial import upper_tail
from stats.selection.complaints import InviteTable
from stats.selection.suppression import suppression_test
from stats.selection.untestable import UntestableSelection


@dataclass(frozen=True)
class ExcessShare:
    """One partner's share against that of all others.

    `p_value` is the upper binomial tail at the peers' share, None where that is 0 or 1; `mid_p`
    treats the peers as a sample too, and is None only where nobody differs.
    """

    hits: int
    n: int
    peer_share: float | None
    p_value: float | None
    mid_p: float | None
    reason: UntestableSelection

    def __str__(self) -> str:
        if self.mid_p is None:
            return f"{self.hits} of {self.n}, not testable: {self.reason.sentence}"
        return f"{self.hits} of {self.n}, peers {self.peer_share:.1%}, mid-p {self.mid_p:.2g}"


def excess_shares(hits: ArrayLike, n: ArrayLike) -> tuple[ExcessShare, ...]:
    """Every partner's share against the pooled share of all the others (methods B8c).

    p₀ = (Σx − x)/(Σn − n), p = P(X ≥ x | n, p₀) binomial; mid-p is the upper mid-tail of the
    hypergeometric distribution given Σx, which needs no p₀ and holds for few peers.
    Source: methods B8c; Fisher 1935 for the conditional form.

    `hits`, `n` (P,) whole numbers, 0 ≤ hits ≤ n; a partner with n = 0, or without peers, is a
    reason. Raises EmptyInput without partners, OutOfRange for other counts.

    >>> print(excess_shares([30, 40], [50, 100])[0])
    30 of 50, peers 40.0%, mid-p 0.011
    """
    size = check_counts("n", n)
    found = check_counts("hits", hits, size.size)
    check_not_empty("n", size)
    if (found > size).any():
        wrong = int(np.flatnonzero(found > size)[0])
        raise OutOfRange(f"Partner {wrong} has {found[wrong]:g} of {size[wrong]:g}; hits ≤ n.")
    all_hits, everyone = int(found.sum()), int(size.sum())
    return tuple(
        _against(int(x), int(k), all_hits - int(x), everyone - int(k))
        for x, k in zip(found, size, strict=True)
    )


def excess_p_value(hits: int, n: int, share: float) -> float:
    """P(X ≥ x | n, p₀), the exact upper tail against a share known from elsewhere.

    Source: methods B8c; R `binom.test(alternative = "greater")`. Raises OutOfRange unless
    0 ≤ hits ≤ n and 0 ≤ p₀ ≤ 1.

    >>> round(excess_p_value(30, 50, 0.40), 4)
    0.0034
    """
    check_whole("hits", hits)
    check_whole("n", n)
    check_number("share", share)
    if not (0 <= hits <= n and 0.0 <= share <= 1.0):
        raise OutOfRange(f"{hits} of {n} at {share:g}: needs 0 ≤ hits ≤ n and a share 0 to 1.")
    return float(upper_tail(hits, n, share))


def _against(x: int, n: int, peer_hits: int, peers: int) -> ExcessShare:
    if n == 0 or peers == 0:
        reason = UntestableSelection.NOTHING_KNOWN if n == 0 else UntestableSelection.FEW_PARTNERS
        return ExcessShare(x, n, peer_hits / peers if peers else None, None, None, reason)
    share = peer_hits / peers
    # More hits here is fewer hits among the peers: the same conditional test, read from there.
    test = suppression_test([InviteTable(peer_hits, peers, x, n)])
    tail = excess_p_value(x, n, share) if 0.0 < share < 1.0 else None
    return ExcessShare(x, n, share, tail, test.mid_p, test.reason)
