from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.selection import burst_scan, expected_places, fast_answers

HOUR = 3600.0
CLOSE = 30 * 24 * HOUR


def _delays(generator: np.random.Generator, n: int) -> np.ndarray:
    return np.minimum(generator.lognormal(np.log(20 * HOUR), 1.2, n), 10 * 24 * HOUR)


def test_one_mailing_puts_every_answer_at_its_share_of_the_peers_delays() -> None:
    found = expected_places([0, 0], [20, 100], [5, 15, 25, 45], close=100)

    # (2 + ½)/5 and (4 + ½)/5, over the (4 + ½)/5 that can be in by the close.
    np.testing.assert_allclose(found, [2.5 / 4.5, 1.0])


def test_a_mailing_makes_a_burst_in_time_but_none_on_the_expected_clock() -> None:
    generator = np.random.default_rng(2)
    sent = np.repeat([0.0, 15 * 24 * HOUR], 60)
    answered = sent + _delays(generator, 120)

    in_time = burst_scan(answered / CLOSE)
    expected = burst_scan(expected_places(sent, answered, _delays(generator, 3_000), CLOSE))

    assert in_time.p_value < 1e-6
    assert expected.p_value > 0.05


def test_links_opened_in_one_hour_long_after_many_mailings_stay_a_burst() -> None:
    generator = np.random.default_rng(4)
    sent = np.sort(generator.uniform(0.0, 15 * 24 * HOUR, 60))
    answered = sent + _delays(generator, 60)
    answered[:20] = 17 * 24 * HOUR + generator.uniform(0.0, HOUR, 20)

    found = burst_scan(expected_places(sent, answered, _delays(generator, 3_000), CLOSE))

    assert found.count >= 20
    assert found.p_value < 1e-6


def test_on_the_expected_clock_honest_answers_arrive_evenly() -> None:
    generator = np.random.default_rng(6)
    sent = generator.uniform(0.0, 10 * 24 * HOUR, 400)
    answered = sent + _delays(generator, 400)

    places = np.sort(expected_places(sent, answered, _delays(generator, 5_000), CLOSE))

    # Kolmogorov–Smirnov: 1.63/√n is the 1 % point.
    assert np.abs(places - (np.arange(400) + 0.5) / 400).max() < 1.63 / 20


def test_each_place_is_the_mean_over_all_invitations_however_many_there_are() -> None:
    generator = np.random.default_rng(5)
    delays = _delays(generator, 40)
    sent = np.repeat(generator.uniform(0.0, 20 * 24 * HOUR, 700), 2)
    answered = np.minimum(sent + _delays(generator, 1_400), CLOSE)

    places = expected_places(sent, answered, delays, CLOSE)

    def share(waited: np.ndarray) -> np.ndarray:
        below = (delays < waited[:, None]).mean(axis=1) + (delays <= waited[:, None]).mean(axis=1)
        return np.where(waited < 0.0, 0.0, (20 * below + 0.5) / 41)

    for i in (0, 699, 1_399):
        expected = (share(answered[i] - sent) / share(CLOSE - sent)).mean()
        assert places[i] == pytest.approx(min(expected, 1.0), rel=1e-10)


@settings(max_examples=25, deadline=None)
@given(n=st.integers(1, 30), seed=st.integers(0, 1_000))
def test_the_clock_never_reverses_two_answers(n: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    sent = generator.uniform(0.0, 20 * 24 * HOUR, n)
    answered = np.minimum(sent + _delays(generator, n), CLOSE)

    places = expected_places(sent, answered, _delays(generator, 50), CLOSE)

    assert (np.diff(places[np.argsort(answered, kind="stable")]) >= -1e-12).all()
    assert places.min() >= 0.0
    assert places.max() <= 1.0


def test_exactly_a_minute_is_not_fast() -> None:
    assert fast_answers([0, 0, 0], [59.9, 60.0, 61.0]) == 1


def test_impossible_times_are_refused() -> None:
    with pytest.raises(OutOfRange, match="Answer 1 came 5 seconds before"):
        fast_answers([0, 10], [1, 5])
    with pytest.raises(OutOfRange, match="after the close"):
        expected_places([0], [200], [10], close=100)
    with pytest.raises(OutOfRange, match="close is None"):
        expected_places([0], [20], [10], close=None)  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match="seconds is -1"):
        fast_answers([0], [20], seconds=-1)
    with pytest.raises(OutOfRange, match="none is negative"):
        expected_places([0], [20], [-1, 10], close=100)
    with pytest.raises(EmptyInput, match="peer_delays"):
        expected_places([0], [20], np.zeros(0), close=100)
    with pytest.raises(EmptyInput, match="sent"):
        fast_answers(np.zeros(0), np.zeros(0))
    with pytest.raises(OutOfRange, match="align"):
        fast_answers([0, 1], [5])
