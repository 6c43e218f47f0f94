from __future__ import annotations

import numpy as np
import pytest

from stats.duality import (
    agreement,
    lin_concordance,
    nps_class_table,
    paired_gap,
    pearson,
    weighted_kappa,
)
from stats.errors import OutOfRange
from tests.stats.duality.pairs_of_r import scores


def test_it_is_the_four_measures_of_the_same_pairs() -> None:
    user, partner, account = scores("user"), scores("partner"), scores("account")

    found = agreement(user, partner, account, nps_classes=True)

    assert found.gap == paired_gap(user, partner, account)
    assert found.correlation == pearson(user, partner)
    assert found.concordance == lin_concordance(user, partner)
    assert found.kappa == weighted_kappa(nps_class_table(user, partner))


def test_a_partner_always_two_points_happier_correlates_fully_and_agrees_little() -> None:
    user = np.array([3, 5, 6, 7, 8])

    found = agreement(user, user + 2)

    assert found.gap.gap == -2.0
    assert found.correlation.r == pytest.approx(1.0)
    assert found.concordance.value == pytest.approx(2 * user.var() / (2 * user.var() + 4))
    assert found.kappa is None


def test_the_worked_pairs_print_as_sentences() -> None:
    found = agreement([8, 7, 6, 9], [9, 7, 8, 8], nps_classes=True)

    assert str(found) == (
        "gap -0.50, 95 % interval -2.55 to 1.55, p 0.5, 4 pairs from 4 accounts; "
        "r 0.32, 95 % interval -0.93 to 0.98, p 0.68, n 4; "
        "concordance 0.25, 95 % interval -0.69 to 0.87, n 4; "
        "kappa 0.00, 95 % interval -0.46 to 0.46, n 4"
    )


def test_ratings_have_no_classes_of_promoters() -> None:
    with pytest.raises(OutOfRange, match="hand in integer codes"):
        agreement([8.5, 7.0], [9.0, 7.0], nps_classes=True)
