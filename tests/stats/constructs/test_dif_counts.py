"""Rows that stand for several people give what each person by themselves gives."""

from __future__ import annotations

import numpy as np
import pytest

from stats.constructs import ordinal_dif, rest_score, score_strata
from stats.errors import OutOfRange
from tests.stats.constructs.figures import answers, focal


def test_counted_patterns_give_the_figures_of_single_people() -> None:
    whole, group = answers(), focal()
    strata = score_strata(rest_score(whole, 3))
    patterns, counts = np.unique(
        np.column_stack([whole.values[:, 3], group, strata]), axis=0, return_counts=True
    )

    counted = ordinal_dif(patterns[:, 0], patterns[:, 1] == 1, patterns[:, 2].astype(int), counts)

    alone = ordinal_dif(whole.values[:, 3], group, strata)
    assert len(patterns) < whole.n / 2
    assert counted.effect == pytest.approx(alone.effect, rel=1e-12)
    assert counted.p_value == pytest.approx(alone.p_value, rel=1e-9)
    assert (counted.reference_n, counted.focal_n) == (alone.reference_n, alone.focal_n)
    assert counted.left_out == alone.left_out
    assert counted.verdict is alone.verdict


def test_counts_that_do_not_align_are_refused() -> None:
    with pytest.raises(OutOfRange):
        ordinal_dif([1, 2], [True, False], [0, 0], [1])
