"""Gap, correlation, concordance and kappa of one set of pairs, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from stats.duality.concordance import Concordance, lin_concordance
from stats.duality.kappa import Kappa, nps_class_table, weighted_kappa
from stats.duality.pairs import PairedGap, paired_gap
from stats.duality.pearson import Correlation, pearson


@dataclass(frozen=True)
class Agreement:
    """How two customers of the same transactions agree; `kappa` None unless asked for.

    Only the gap's interval knows of several pairs from one account; the others take pairs as
    independent and are too short where accounts repeat.
    """

    gap: PairedGap
    correlation: Correlation
    concordance: Concordance
    kappa: Kappa | None

    def __str__(self) -> str:
        parts = [self.gap, self.correlation, self.concordance, self.kappa]
        return "; ".join(str(part) for part in parts if part is not None)


def agreement(
    user: ArrayLike,
    partner: ArrayLike,
    account: ArrayLike | None = None,
    *,
    nps_classes: bool = False,
) -> Agreement:
    """Mean gap, Pearson's r, Lin's concordance, and with `nps_classes` weighted kappa.

    The gap says who is happier, r whether they rise and fall together, concordance whether they
    say the same, kappa the same by detractor, passive and promoter. Formulas, sources and what
    they raise: `paired_gap`, `pearson`, `lin_concordance`, `weighted_kappa` of `nps_class_table`.

    `user`, `partner` (n,) of the same transactions, `account` (n,) integer codes; with
    `nps_classes` whole scores 0–10.

    >>> print(agreement([8, 7, 6, 9], [9, 7, 8, 8]).concordance.value)
    0.25
    """
    kappa = weighted_kappa(nps_class_table(user, partner)) if nps_classes else None
    return Agreement(
        gap=paired_gap(user, partner, account),
        correlation=pearson(user, partner),
        concordance=lin_concordance(user, partner),
        kappa=kappa,
    )
