from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from tests.simulation import selection
from tests.simulation.selection import (
    FISHER_LEVEL,
    KEPT,
    SIZE_SPREAD,
    Power,
    exact_powers,
    false_alarms,
    power_cell,
)

# Cells of methods M3: (complaint share, base invite rate, transactions).
FIRST = (0.10, 0.95, 200)
HARDEST = (0.10, 0.55, 200)
MIDDLE = (0.20, 0.75, 400)


@pytest.mark.parametrize(("partners", "repeats"), [(40, 54), (12, 108), (5, 200)])
def test_honest_partners_are_asked_to_explain_in_at_most_one_quarter_of_a_hundred(
    partners: int, repeats: int
) -> None:
    found = false_alarms(np.random.default_rng(20260101), repeats, partners)

    # A true rate of 1 % exceeds this in one run of a thousand, a rate of 2 % nearly always.
    assert found.review <= binom.ppf(0.999, found.quarters, 0.01)
    assert found.red <= binom.ppf(0.999, found.quarters, 0.001)


def test_partners_of_very_different_sizes_are_not_asked_more_often() -> None:
    found = false_alarms(np.random.default_rng(20260103), 40, size_spread=SIZE_SPREAD)

    assert found.review <= binom.ppf(0.999, found.quarters, 0.01)
    assert found.red <= binom.ppf(0.999, found.quarters, 0.001)


@pytest.mark.parametrize("cell", [FIRST, HARDEST, MIDDLE])
def test_a_partner_who_leaves_out_three_complaints_in_ten_is_seen_as_often_as_wanted(
    cell: tuple[float, float, int],
) -> None:
    found = power_cell(np.random.default_rng(20260102), 250, *cell)

    # Three standard errors of 250 networks below the level wanted.
    room = 3.0 * np.sqrt(found.wanted * (1.0 - found.wanted) / 250)
    assert found.review > found.wanted - room
    assert found.mid_p >= found.wanted


def test_who_leaves_out_everybody_with_a_complaint_is_seen_for_certain() -> None:
    fisher, mid = exact_powers(*HARDEST, kept=0.0)

    assert min(fisher, mid) > 0.999


def test_an_honest_partner_has_no_more_than_fishers_level() -> None:
    fisher, _ = exact_powers(*FIRST, kept=1.0)

    assert 0.0 < fisher < FISHER_LEVEL


def test_the_wanted_power_of_the_first_cell_is_fixed_and_follows_fisher_elsewhere() -> None:
    assert Power(*FIRST, 0.5, 0.5, 0.5, 0.5).wanted == 0.80
    assert Power(*HARDEST, 0.5, 0.5, 0.5, 0.5).wanted == 0.45
    assert KEPT == 0.7


def test_the_long_version_prints_one_line_for_each_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "TRANSACTIONS", (50,))

    lines = list(selection.report(np.random.default_rng(1), repeats=1))

    assert "40 partners: 40 honest partner-quarters" in lines[0]
    assert "40 partners of very different sizes: 40 honest" in lines[3]
    assert len(lines) == 5 + 9
