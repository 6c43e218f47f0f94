from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import (
    CellDesign,
    DomainEstimates,
    EmptyInput,
    Measure,
    OutOfRange,
    Undefined,
    estimate_domains,
    mean_t,
    nps_score,
    nps_wald,
    published_interval_mean,
    published_interval_nps,
    published_interval_proportion,
    published_intervals,
    t_quantile,
    wilson,
)
from tests.stats.limits import interval_of
from tests.stats.samples import sample

UNDEFINED = {
    "nobody": (published_interval_nps(0.0, 0.0, 0, 0.0, 0), Undefined.EMPTY),
    "one account": (published_interval_nps(0.6, 0.2, 9, 5.0, 0), Undefined.FEW_ACCOUNTS),
    "all promoters": (published_interval_nps(1.0, 0.0, 9, 0.0, 8), Undefined.ZERO_VARIANCE),
    "no hits": (published_interval_proportion(0.0, 9, 0.0, 8), Undefined.ZERO_VARIANCE),
    "no spread": (published_interval_mean(5.0, 0.0, 8, (1, 7)), Undefined.ZERO_VARIANCE),
    "no error": (published_interval_mean(5.0, float("nan"), 8, (1, 7)), Undefined.ZERO_VARIANCE),
}


@pytest.mark.parametrize("case", UNDEFINED)
def test_a_published_interval_that_cannot_be_is_a_reason(case: str) -> None:
    found, reason = UNDEFINED[case]

    assert found is reason


def _estimates(seed: int) -> DomainEstimates:
    data = sample(seed, n=400, accounts=80)
    return estimate_domains(data.rows(), data.nps(), data.domain, data.domains + 1)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1_000))
def test_published_intervals_of_many_domains_equal_those_of_one(seed: int) -> None:
    found = _estimates(seed)

    intervals = published_intervals("nps", found)

    assert found.high_share is not None
    assert found.low_share is not None
    for k in range(len(found)):
        one = published_interval_nps(
            found.high_share[k], found.low_share[k], found.n[k], 100 * found.se[k], found.df[k]
        )
        if found.valid[k]:
            assert intervals.low[k] == pytest.approx(interval_of(one).low)
            assert intervals.high[k] == pytest.approx(interval_of(one).high)
            assert intervals.method[k] is interval_of(one).method
        else:
            assert intervals[k] is found.reason[k]
            assert np.isnan(intervals.low[k])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1_000))
def test_published_limits_stay_in_their_range(seed: int) -> None:
    data = sample(seed, n=60, accounts=20)
    design, domain, size = data.rows(), data.domain, data.domains
    promoter = Measure.of_hits(data.scores >= 9, data.answered)

    nps = published_intervals("nps", estimate_domains(design, data.nps(), domain, size))
    share = published_intervals("proportion", estimate_domains(design, promoter, domain, size))
    mean = published_intervals(
        "mean",
        estimate_domains(design, Measure.of_rows(data.scores, data.answered), domain, size),
        scale=(0.0, 10.0),
    )

    for found, low, high in ((nps, -100.0, 100.0), (share, 0.0, 1.0), (mean, 0.0, 10.0)):
        defined = np.array([not reason for reason in found.reason])
        assert (found.low[defined] >= low).all()
        assert (found.high[defined] <= high).all()
        assert (found.low[defined] < found.high[defined]).all()


def test_nps_limits_come_in_points_whatever_the_unit_of_the_measure() -> None:
    found = _estimates(1)

    plain = published_intervals("nps", found)
    points = published_intervals("nps", found.scaled(100.0))
    shares = published_intervals("nps", found, scale=(-1.0, 1.0))

    np.testing.assert_allclose(plain.low, points.low)
    np.testing.assert_allclose(plain.low, 100.0 * shares.low)


def test_a_mean_without_its_scale_or_outside_it_is_refused() -> None:
    found = _estimates(1)

    with pytest.raises(OutOfRange, match="needs the range"):
        published_intervals("mean", found)
    with pytest.raises(OutOfRange, match="outside the scale"):
        published_intervals("mean", found, scale=(5.0, 7.0))
    with pytest.raises(OutOfRange, match="is empty"):
        published_intervals("mean", found, scale=(7.0, 7.0))


def test_an_nps_interval_without_counts_of_promoters_is_refused() -> None:
    design = CellDesign.from_rows([1.0] * 3, [1, 2, 3])
    found = estimate_domains(design, Measure.of_rows([1, 0, -1]), [0] * 3, 1)

    with pytest.raises(OutOfRange, match="high and low counts"):
        published_intervals("nps", found)


def test_a_proportion_from_values_that_are_none_is_refused() -> None:
    design = CellDesign.from_rows([1.0] * 3, [1, 2, 3])
    found = estimate_domains(design, Measure.of_rows([1, 7, 4]), [0] * 3, 1)

    with pytest.raises(OutOfRange, match="0/1 hits"):
        published_intervals("proportion", found)


def test_intervals_of_nothing_are_refused() -> None:
    with pytest.raises(EmptyInput, match="Nobody answered"):
        nps_score(0, 0, 0)
    with pytest.raises(EmptyInput, match="n above 0"):
        wilson(0, 0)
    with pytest.raises(EmptyInput, match="at least two"):
        mean_t([])


def test_impossible_counts_levels_and_degrees_of_freedom_are_refused() -> None:
    with pytest.raises(OutOfRange, match="none may be negative"):
        nps_wald(1, -1, 0)
    with pytest.raises(OutOfRange, match="between 0 and n"):
        wilson(6, 5)
    with pytest.raises(OutOfRange, match="no probability"):
        wilson(3, 5, level=95)
    with pytest.raises(OutOfRange, match="degree of freedom"):
        t_quantile([0])


def test_an_interval_prints_as_words() -> None:
    assert str(wilson(38, 50)) == "95 % interval 0.63 to 0.86"
