"""Weeks with nothing to weigh by: figures, errors and changes of the textbook."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy.stats import t as student

from core.clock import Week
from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.frozen_weeks import MadeWeek, figure, publish_all


def worth(score: int) -> float:
    """What a recommendation adds to the NPS."""
    return 100.0 * ((score >= 9) - (score <= 6))


def plain_week(scores: Sequence[int], accounts: Sequence[int], **changes: Any) -> MadeWeek:
    """One partner, touchpoint, region and outcome: nothing to weigh by."""
    made = MadeWeek(**changes)
    for score, account in zip(scores, accounts, strict=True):
        made.transaction(answers={"recommend": score}, account=account)
    for _ in range(30):
        made.transaction()
    return made


def test_a_week_made_by_hand_has_the_nps_error_and_interval_of_the_textbook() -> None:
    scores = [10] * 20 + [9] * 10 + [8] * 7 + [7] * 5 + [6] * 5 + [0] * 3
    week = plain_week(scores, range(1, 51))

    nps = figure(compute(week.freeze(), History()))

    # 30 promoters, 12 passives, 8 detractors: methods A1's example, in the n/(n − 1) form.
    assert (nps.value, nps.raw, nps.n, nps.population) == (44.0, 44.0, 50, 80)
    assert nps.se == pytest.approx(100 * math.sqrt(0.5664 / 49), abs=1e-6)
    n_star = 0.5664 / (nps.se / 100) ** 2
    t = student.ppf(0.975, 49)
    n1 = n_star + 3
    p, d = (0.60 * n_star + 0.75) / n1, (0.16 * n_star + 0.75) / n1
    half = t * math.sqrt((p + d - (p - d) ** 2) / n1)
    assert nps.interval_method == "adjusted_wald"
    assert nps.ci_low == pytest.approx(100 * (p - d - half), abs=2e-6)
    assert nps.ci_high == pytest.approx(100 * (p - d + half), abs=2e-6)
    assert (nps.decision, nps.grade, nps.accounts) == ("publish", "A", 50)


def test_the_unweighted_error_is_clustered_by_account() -> None:
    rng = np.random.default_rng(8)
    accounts = rng.integers(1, 16, 40).tolist()
    scores = [int(np.clip(6 + account % 5 + rng.integers(-2, 3), 0, 10)) for account in accounts]

    nps = figure(compute(plain_week(scores, accounts).freeze(), History()))

    values = [worth(score) for score in scores]
    mean = sum(values) / 40
    sums: dict[int, float] = defaultdict(float)
    for account, value in zip(accounts, values, strict=True):
        sums[account] += (value - mean) / 40
    g = len(sums)
    assert nps.value == pytest.approx(mean, abs=1e-6)
    assert nps.se == pytest.approx(
        math.sqrt(g / (g - 1) * sum(u * u for u in sums.values())), abs=1e-6
    )
    assert nps.accounts == g


def test_the_change_counts_accounts_that_answer_in_both_weeks_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rng = np.random.default_rng(5)
    first = [(account, int(rng.integers(6, 11))) for account in range(1, 31)]
    second = [(account, int(rng.integers(1, 8))) for account in range(16, 51)]
    made = [
        plain_week([s for _, s in rows], [a for a, _ in rows], week=week)
        for rows, week in ((first, Week(2026, 44)), (second, Week(2026, 45)))
    ]

    _, computed = publish_all(tmp_path_factory.mktemp("change"), made)

    weeks = [figure(each) for each in computed]
    means = [sum(worth(s) for _, s in rows) / len(rows) for rows in (first, second)]
    of_week = [{account: 0.0 for account, _ in [*first, *second]} for _ in weeks]
    for rows, mean, of_account in zip((first, second), means, of_week, strict=True):
        for account, score in rows:
            of_account[account] += (worth(score) - mean) / len(rows)
    one, other = ([u - sum(of.values()) / len(of) for u in of.values()] for of in of_week)
    g = len(of_week[0])
    se = math.sqrt(g / (g - 1) * sum((v - u) ** 2 for u, v in zip(one, other, strict=True)))
    r = sum(u * v for u, v in zip(one, other, strict=True))
    r /= math.sqrt(sum(u * u for u in one) * sum(v * v for v in other))
    # It fell: the reach towards 0 is up from the second figure and down from the first.
    up, down = weeks[1].ci_high - means[1], means[0] - weeks[0].ci_low
    reach = math.sqrt(up**2 + down**2 - 2 * r * up * down)
    p = 2 * student.sf(student.ppf(0.975, g - 1) * (means[0] - means[1]) / reach, g - 1)
    [change] = computed[1].figures.changes
    assert change.difference == pytest.approx(means[1] - means[0], abs=1e-6)
    assert change.se == pytest.approx(se, abs=1e-6)
    assert change.ci_high == pytest.approx(means[1] - means[0] + reach, abs=2e-6)
    assert change.p == pytest.approx(p, abs=1e-6)
    assert change.q == change.p
    assert p < 0.10
    assert change.verdict == "down"
