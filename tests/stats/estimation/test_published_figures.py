from __future__ import annotations

import pytest

from stats import CellDesign, Measure, OutOfRange, Undefined, estimate_domains
from stats.estimation import published_figures


def _design(n: int) -> CellDesign:
    return CellDesign.from_rows(base=[2.0] * n, account=list(range(n)))


def test_a_share_and_a_mean_print_as_sentences() -> None:
    hits, ratings = Measure.of_hits([1] * 38 + [0] * 12), Measure.of_rows([5, 4, 4, 3, 5] * 10)
    design = _design(50)

    share = estimate_domains(design, hits, [0] * 50, 1, leverage_correction=False)
    mean = estimate_domains(design, ratings, [0] * 50, 1, leverage_correction=False)

    assert str(published_figures("proportion", share)[0]) == (
        "share 76.0%, 95 % interval 62.1% to 86.0%, n 50, effective n 50"
    )
    assert str(published_figures("mean", mean, (1.0, 5.0))[0]) == (
        "mean 4.20, 95 % interval 3.96 to 4.39, n 50, effective n 50"
    )


def test_an_nps_is_in_points_whatever_the_unit_of_its_scores() -> None:
    scores = Measure.of_scores([10] * 30 + [8] * 12 + [3] * 8)
    found = estimate_domains(_design(50), scores, [0] * 50, 1)

    one, hundred = (published_figures("nps", f)[0] for f in (found, found.scaled(100.0)))

    assert one.value == hundred.value == pytest.approx(44.0)
    assert one.interval == hundred.interval


@pytest.mark.parametrize(
    ("scores", "answered", "reason", "sentence"),
    [
        ([10], [True], Undefined.FEW_ACCOUNTS,
         "NPS not published: fewer than two accounts answered, so no error can be computed, n 1"),
        ([10, 10], [True, True], Undefined.ZERO_VARIANCE,
         "NPS not published: all answers agree, so no error can be computed, n 2"),
        ([10, 10], [False, False], Undefined.EMPTY, "NPS not published: nobody answered, n 0"),
    ],
)  # fmt: skip
def test_a_figure_without_an_error_says_why(
    scores: list[int], answered: list[bool], reason: Undefined, sentence: str
) -> None:
    n = len(scores)
    found = estimate_domains(_design(n), Measure.of_scores(scores, answered), [0] * n, 1)

    figure = published_figures("nps", found)[0]

    assert figure.reason is reason
    assert figure.interval is None
    assert str(figure) == sentence


def test_a_mean_needs_its_scale() -> None:
    found = estimate_domains(_design(2), Measure.of_rows([1, 2]), [0, 0], 1)

    with pytest.raises(OutOfRange, match="needs the range of its scale"):
        published_figures("mean", found)
