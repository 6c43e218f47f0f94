"""A partner among the others: what the page says of its place."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.comparison.models import PeerBenchmark
from metrics.dashboards.figures import Readings
from metrics.dashboards.partner.peers.pages import PeersPart, build_peers
from metrics.dashboards.partner.peers.queries import Peers, newest_with_benchmarks
from metrics.dashboards.partner.peers.wording import position_text
from metrics.dashboards.queries import Reading
from tests.metrics.dashboards.makers import hidden, line, reading

NAMES = {"channel_partner": "Your own people", "end_user": "Your end users"}
ALLOWED = {"end_user": {"allowed": True, "partners": 12, "refused_for": ["nordhaus"]}}
LINE = line("2026-W45")
EVENTS = {"end_user": ["complaint_or_return", "late"], "channel_partner": ["late"]}


def row(**changes: Any) -> PeerBenchmark:
    facts = {
        "audience": "end_user", "window": 4, "metric": "nps", "node_key": "ribera", "low": 35.0,
        "middle": 45.0, "high": 50.0, "partner_band": "20–49", "answer_band": "100+",
        "quarter_from": 3, "quarter_to": 4, "likely_from": 4, "likely_to": 4, "reason": None,
    }  # fmt: skip
    return PeerBenchmark(**(facts | changes))


def own(**changes: Any) -> Reading:
    place = {"edition_id": LINE.id, "window": 4, "level": "partner", "node_key": "ribera"}
    return reading(**(place | changes))


def part(row: PeerBenchmark, *readings: Reading, key: str = "ribera") -> PeersPart:
    found = Readings.of(readings)
    peers = Peers(LINE, {(row.audience, row.metric): row}, found, {"peer_rules": ALLOWED}, EVENTS)
    return build_peers(peers, key, NAMES)


def test_the_own_figure_stands_over_the_middle_half_of_the_others() -> None:
    (block,) = part(row(), own(value=9.0, ci_low=2.0, ci_high=16.0)).blocks

    assert block.mirror.mark is not None
    assert block.mirror.x_low < block.mirror.x_middle < block.mirror.x_high
    assert block.mirror.mark.x < block.mirror.x_low
    assert "20–49 other partners: 35 to 50, their middle 45" in block.says.replace("\u2060", "")
    assert "rounded to 5" in block.says
    assert "yours 9, interval 2–16" in block.mirror.text


@pytest.mark.parametrize(
    ("quarters", "likely", "said"),
    [
        ((3, 4), (4, 4), "you are most likely in the lowest quarter; the upper half can be"),
        ((1, 3), (1, 2), "you are most likely in the upper half; the lowest quarter can be"),
        ((1, 4), (1, 1), "you are most likely in the highest quarter; nothing can be excluded"),
        ((2, 4), (None, None), "no more can be said than that the highest quarter can be excluded"),
        ((1, 4), (None, None), "your position cannot be told"),
        ((None, None), (None, None), "too few partners have a figure to say where you stand"),
    ],
)
def test_a_position_is_said_in_quarters_and_never_as_a_rank(
    quarters: tuple[int, int], likely: tuple[int, int], said: str
) -> None:
    found = row(
        quarter_from=quarters[0], quarter_to=quarters[1], likely_from=likely[0], likely_to=likely[1]
    )

    assert position_text(found).startswith(said)


def test_without_an_own_figure_the_others_are_told_in_one_line() -> None:
    found = part(row(), own(**vars(hidden(edition_id=LINE.id)) | {"node_key": "ribera",
                                "level": "partner", "window": 4}))  # fmt: skip

    assert found.blocks == ()
    assert [one.name for one in found.others] == ["End users, recommendation"]


def test_what_is_not_compared_says_why_once() -> None:
    refused = row(reason="One could be recognised.", low=None, middle=None, high=None)

    assert part(refused).reasons == ("One could be recognised.",)


def test_a_partner_that_could_subtract_itself_sees_no_quartiles_either() -> None:
    found = part(row(node_key="nordhaus"), own(node_key="nordhaus"), key="nordhaus")

    assert (found.blocks, found.others) == ((), ())
    assert "fewer than five other channel partners" in found.reasons[0]


def test_before_the_first_comparison_the_page_says_when_there_is_one() -> None:
    nothing = build_peers(None, "ribera", NAMES)
    earlier = build_peers(Peers(LINE, {}, Readings({}), {}, {}), "ribera", NAMES)

    assert "compared every fourth week only" in nothing.reasons[0]
    assert "the next one comes with week 49" in earlier.reasons[0]


def test_the_newest_of_the_compared_weeks_is_read() -> None:
    finals = [line(f"2026-W{number}") for number in (48, 47, 46, 45, 44, 41)]

    found = newest_with_benchmarks(finals)

    assert found is not None
    assert found.week == "2026-W45"
    assert newest_with_benchmarks(finals[:3]) is None


def test_what_goes_with_a_lower_recommendation_is_told_in_words_where_the_network_may_be() -> None:
    """Channel partners' own have no rule that allows it here."""
    found = part(row(), own(value=9.0, ci_low=2.0, ci_high=16.0))
    refused = part(row(node_key="nordhaus"), own(node_key="nordhaus"), key="nordhaus")

    (said,) = found.common
    assert said.startswith("Among all channel partners together end users recommend less, for ")
    assert said.endswith("where there was a complaint or a return and where it was late.")
    assert refused.common == ()
