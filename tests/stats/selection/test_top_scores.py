from __future__ import annotations

import numpy as np
import pytest

from stats.errors import EmptyInput, OutOfRange
from stats.selection import UntestableSelection, class_distance, excess_shares, top_scores
from tests.stats.reference import table

TWO_SAMPLES = {row["figure"]: float(row["value"]) for row in table("selection_two_samples.csv")}


def _counts(sample: str) -> np.ndarray:
    rows = table("selection_scores.csv")
    return np.bincount(
        [int(float(r["score"])) for r in rows if r["sample"] == sample], minlength=11
    )


def test_the_distance_of_the_three_classes_is_that_of_r() -> None:
    found = top_scores([_counts("mediated"), _counts("direct")])[0].classes

    assert found.chi2 == pytest.approx(TWO_SAMPLES["chi2"], rel=1e-10)
    assert found.p_value == pytest.approx(TWO_SAMPLES["chi2_p"], rel=1e-8)
    assert found.df == 2


def test_tens_and_promoters_are_counted_apart() -> None:
    first = [0] * 8 + [10, 10, 30]
    second = [0] * 8 + [50, 20, 30]

    found = top_scores([first, second])[0]

    assert found.tens == excess_shares([30, 30], [50, 100])[0]
    assert found.nines_and_tens == excess_shares([40, 50], [50, 100])[0]


def test_a_class_that_nobody_chose_costs_no_degree_of_freedom() -> None:
    assert class_distance([5, 0, 5], [9, 0, 1]).df == 1


@pytest.mark.parametrize(
    ("own", "peers", "reason"),
    [
        ([0, 0, 0], [1, 2, 3], UntestableSelection.NO_CONTRAST),
        ([1, 2, 3], [0, 0, 0], UntestableSelection.NO_CONTRAST),
        ([0, 0, 3], [0, 0, 9], UntestableSelection.ALL_ALIKE),
        ([], [], UntestableSelection.NO_CONTRAST),
    ],
)
def test_no_distance_without_two_sides_and_two_classes(
    own: list[int], peers: list[int], reason: UntestableSelection
) -> None:
    found = class_distance(own, peers)

    assert found.reason is reason
    assert found.p_value is None
    assert "not testable" in str(found)


def test_counts_of_another_shape_or_kind_are_refused() -> None:
    with pytest.raises(EmptyInput, match="No partners"):
        top_scores([])
    with pytest.raises(OutOfRange, match=r"shape \(1, 3\)"):
        top_scores([[1, 2, 3]])
    with pytest.raises(OutOfRange, match="Partner 0 has -1 answers of score 2"):
        top_scores([[0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0]])
    with pytest.raises(OutOfRange, match=r"1\.5 answers of score 10"):
        top_scores([[0.0] * 10 + [1.5]])
    with pytest.raises(OutOfRange, match="lists of different length"):
        top_scores([[0] * 11, [1]])
    with pytest.raises(OutOfRange, match="1e\\+80 answers of score 10"):
        top_scores([[0.0] * 10 + [1e80]])
    with pytest.raises(OutOfRange, match="peers has 2 values where 3"):
        class_distance([1, 2, 3], [1, 2])
    with pytest.raises(OutOfRange, match="Class counts"):
        class_distance([-1, 2, 3], [1, 2, 3])
