"""The clock on which honest answers arrive evenly, in one week."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.warehouse.answer_clock import TimedAnswers, places_of_answers, usual_delays
from metrics.warehouse.columns import Coded, Floats

HOUR = 3600.0
CLOSE = 14 * 24 * HOUR


def week_of_answers(delays: Floats, own: int) -> TimedAnswers:
    """The first `own` are partner a's, all others b's; all sent at once."""
    size = len(delays)
    return TimedAnswers(
        name=np.arange(size) * 1_000 + 7,
        partner=Coded((np.arange(size) >= own).astype(np.int64), ("a", "b")),
        sent=np.zeros(size),
        answered=delays,
    )


def places(times: TimedAnswers, partner: str = "a") -> list[float]:
    found = places_of_answers(times, lambda key: "", CLOSE)
    return [float(place) for key, place, n in found for _ in range(n) if key == partner]


def test_answers_as_late_as_the_others_lie_evenly() -> None:
    delays = np.random.default_rng(4).lognormal(np.log(24 * HOUR), 1.0, 1_000)

    found = places(week_of_answers(np.minimum(delays, CLOSE), own=60))

    assert len(found) == 50  # no more are placed of one partner in a week
    assert 0.35 < float(np.mean(found)) < 0.65
    assert np.histogram(found, 5, (0, 1))[0].min() >= 4


def test_answers_at_one_moment_crowd_among_those_of_many() -> None:
    delays = np.random.default_rng(5).lognormal(np.log(24 * HOUR), 1.0, 1_000)
    delays[:40] = 30 * HOUR

    found = places(week_of_answers(np.minimum(delays, CLOSE), own=40))

    assert max(found) - min(found) < 0.01


def test_equal_times_of_all_do_not_crowd_by_themselves() -> None:
    found = places(week_of_answers(np.full(600, 24 * HOUR), own=50))

    assert np.histogram(found, 5, (0, 1))[0].max() <= 16


def test_one_answer_is_placed_for_ten_of_the_others_and_none_among_fewer_than_thirty() -> None:
    assert len(places(week_of_answers(np.arange(1.0, 71.0) * HOUR, own=10))) == 6
    assert places(week_of_answers(np.arange(1.0, 40.0) * HOUR, own=10)) == []


def test_peers_are_those_of_the_country_where_they_are_enough() -> None:
    sizes = (30, 300, 300)
    times = TimedAnswers(
        name=np.arange(sum(sizes)) * 1_000,
        partner=Coded(np.repeat([0, 1, 2], sizes), ("a", "b", "c")),
        sent=np.zeros(sum(sizes)),
        answered=np.repeat([10.0, 10.0, 100.0], sizes) * HOUR,
    )

    found = list(places_of_answers(times, lambda key: "far" if key == "c" else "near", CLOSE))

    # Among near ones anywhere; among the far ones as well they would lie below one half.
    assert max(float(place) for key, place, _ in found if key == "a") > 0.5
    # Alone in its country: among all others.
    assert min(float(place) for key, place, _ in found if key == "c") > 0.9


def test_delays_seen_in_open_windows_are_their_own_quantiles() -> None:
    assert usual_delays(np.array([1.0, 2, 3, 4]), np.full(4, 9.0)).tolist() == [1, 2, 3, 4]


def test_long_delays_count_for_those_whose_windows_closed_before() -> None:
    # R is 1, 2, 1, 2 in the order of delays, since the windows of 2 are not at risk at 5 and 6;
    # one counts as two, so that F is 1/8, 1/4, 1/2, 1.
    delays, windows = np.array([1.0, 2.0, 5.0, 6.0]), np.array([2.0, 2.0, 10.0, 10.0])

    assert usual_delays(delays, windows).tolist() == [1.0, 5.0, 6.0, 6.0]


def test_the_product_limit_undoes_the_closing_of_windows() -> None:
    rng = np.random.default_rng(6)
    delays, windows = rng.lognormal(0.0, 1.0, 40_000), rng.uniform(2.0, 12.0, 40_000)
    seen = delays <= windows
    order = np.argsort(delays[seen])

    found = usual_delays(delays[seen][order], windows[seen][order])

    assert float(np.quantile(found, 0.9)) == pytest.approx(np.exp(1.2816), rel=0.06)
    assert float(np.quantile(delays[seen], 0.9)) < 0.9 * np.exp(1.2816)
