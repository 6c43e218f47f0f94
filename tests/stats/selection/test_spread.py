from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from stats.errors import EmptyInput
from stats.selection import UntestableSelection, score_spreads
from stats.selection.spread import _degrees

PEERS = [50, 10, 10, 30, 40, 60, 80, 160, 300, 320, 340]


def test_scores_of_normal_kurtosis_have_the_textbook_degrees_of_freedom() -> None:
    # Three points −√3, 0, √3 with 1/6, 2/3, 1/6 have kurtosis 3; here in steps of one score.
    share = np.zeros(11)
    share[[4, 5, 6]] = 1 / 6, 2 / 3, 1 / 6

    assert _degrees(share, 25) == pytest.approx(24.0)


def test_deviation_limit_and_chance_follow_the_matched_chi_square() -> None:
    own = [0, 0, 0, 0, 0, 1, 2, 6, 12, 11, 8]

    found = score_spreads([own, PEERS])[0]

    scores = np.repeat(np.arange(11), own)
    df = _degrees(np.array(PEERS) / sum(PEERS), 40)
    variance = np.repeat(np.arange(11), PEERS).var(ddof=1)
    assert found.sd == pytest.approx(scores.std(ddof=1))
    assert found.p_value == pytest.approx(chi2.cdf(df * scores.var(ddof=1) / variance, df))
    assert found.low_limit == pytest.approx(np.sqrt(variance * chi2.ppf(0.05, df) / df))
    assert found.is_below_funnel


@pytest.mark.parametrize("n", [12, 50, 200])
def test_honest_partners_fall_below_the_funnel_about_as_often_as_it_says(n: int) -> None:
    shares = np.array(PEERS) / sum(PEERS)
    partners = np.random.default_rng(11).multinomial(n, shares, size=3_000)

    below = [score_spreads([own, np.array(PEERS) * 1000])[0].is_below_funnel for own in partners]

    # Skewed scores make the tail heavier than χ² in small samples; never above twice the level.
    assert 0.02 < np.mean(below) < 0.08


def test_the_same_score_from_three_customers_proves_nothing() -> None:
    found = score_spreads([[0] * 10 + [3], PEERS])[0]

    assert found.sd == 0.0
    assert found.p_value == pytest.approx(np.sum((np.array(PEERS) / sum(PEERS)) ** 3))


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([[0] * 10 + [1], PEERS], UntestableSelection.TOO_SMALL),
        ([[0] * 11, PEERS], UntestableSelection.TOO_SMALL),
        ([PEERS], UntestableSelection.FEW_PARTNERS),
        ([PEERS, [0] * 10 + [50]], UntestableSelection.ALL_ALIKE),
    ],
)
def test_no_spread_without_answers_and_differing_peers(
    counts: list[list[int]], reason: UntestableSelection
) -> None:
    found = score_spreads(counts)[0]

    assert found.reason is reason
    assert not found.is_below_funnel
    assert "not testable" in str(found)


def test_no_partners_are_refused() -> None:
    with pytest.raises(EmptyInput):
        score_spreads([])
