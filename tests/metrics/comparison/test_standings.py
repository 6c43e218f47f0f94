"""Partners beside each other: shrinkage by methods H5 and H5a, rank sets by H6."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.comparison.standings import standings
from metrics.models import Decision
from tests.metrics.comparison.figures import partner

# Errors so that se² n = 2500 for all: the pooled variance is 2500/n, worked out by hand.
EIGHT = [partner(f"p{i}", value, 50 / 25**0.5, 25.0) for i, value in enumerate(range(-20, 60, 10))]


def test_figures_shrink_towards_their_mean_by_the_share_that_chance_explains() -> None:
    """v = 2500/25 · Σ25/Σ24, as pooled within units; τ² = sample variance − v; B = v/(v + τ²)."""
    found = list(standings(EIGHT))

    v = 100 * 25 / 24
    sample = 600.0  # of −20, −10 … 50
    share = v / sample
    for row in found:
        assert row.shrunk == pytest.approx(15 + (1 - share) * (row.value - 15), abs=1e-5)
        assert row.shrunk_low < row.shrunk < row.shrunk_high


def test_rank_sets_hold_for_all_partners_at_once() -> None:
    """z = Φ⁻¹(1 − (1 − .95^{1/8})/2) = 2.727 (R), half width 27.8: farther than 55.7 parts."""
    found = {row.node_key: row for row in standings(EIGHT)}

    assert (found["p0"].rank_low, found["p0"].rank_high) == (3, 8)
    assert (found["p7"].rank_low, found["p7"].rank_high) == (1, 6)
    assert {row.tier for row in found.values()} == {None}


def test_tiers_are_told_only_where_all_above_lie_apart_from_all_below() -> None:
    apart = [partner(f"a{i}", -60.0 - i, 8.0, 60.0) for i in range(4)]
    apart += [partner(f"b{i}", 60.0 + i, 8.0, 60.0) for i in range(4)]

    found = {row.node_key[0]: row.tier for row in standings(apart)}

    assert found == {"a": 2, "b": 1}


def test_fewer_than_eight_partners_are_not_ranked() -> None:
    found = list(standings(EIGHT[:5]))

    assert len(found) == 5
    assert {(row.rank_low, row.rank_high, row.tier) for row in found} == {(None, None, None)}


def test_three_tens_are_not_crowned_by_their_own_variance() -> None:
    lucky = partner("lucky", 100.0, 0.1, 3.0)

    found = {row.node_key: row for row in standings([*EIGHT, lucky])}

    assert found["lucky"].shrunk < 70
    assert found["lucky"].rank_low == 1
    assert found["lucky"].rank_high is not None
    assert found["lucky"].rank_high > 6


def test_only_shown_totals_of_four_weeks_take_part() -> None:
    others = [
        replace(EIGHT[0], node_key="hidden", decision=Decision.SUPPRESS, value=None),
        partner("held", 90.0, 5.0, 25.0, decision=Decision.HOLD),
        partner("week", 90.0, 5.0, 25.0, window=1),
        partner("sale", 90.0, 5.0, 25.0, touchpoint_key="sale"),
        partner("country", 90.0, 5.0, 25.0, level="country"),
    ]

    found = list(standings([*EIGHT, *others]))

    assert {row.node_key for row in found} == {f"p{i}" for i in range(8)}


def test_audiences_and_metrics_are_families_of_their_own() -> None:
    own = [partner(f"q{i}", 0.5 + i / 10, 0.1, 25.0, metric="csat") for i in range(3)]
    theirs = [partner(f"r{i}", 10.0 * i, 9.0, 25.0, audience="channel_partner") for i in range(3)]

    found = list(standings([*EIGHT, *own, *theirs]))

    counts = {(row.audience, row.metric): row.partner_count for row in found}
    assert counts == {
        ("channel_partner", "nps"): 3,
        ("end_user", "csat"): 3,
        ("end_user", "nps"): 8,
    }


def test_limits_stay_on_the_scale() -> None:
    own = [partner(f"q{i}", value, 0.2, 10.0, metric="csat") for i, value in enumerate((0.9, 1, 1))]

    for row in standings(own):
        assert 0.0 <= row.shrunk_low <= row.shrunk_high <= 1.0


def test_two_partners_have_no_mean_to_shrink_to() -> None:
    assert list(standings(EIGHT[:2])) == []
