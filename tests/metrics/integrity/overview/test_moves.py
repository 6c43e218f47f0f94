from __future__ import annotations

from typing import Any

import pytest

from metrics.integrity.overview.moves import Direction, steps_between, tell
from metrics.models import FindingRow


def row(state: str, value: float | None = None, **changes: Any) -> FindingRow:
    facts = {
        "check_key": "revenue_coverage", "family": "sampling", "severity": "block",
        "state": state, "audience": "end_user", "window": 1, "level": "network", "node_key": "",
        "touchpoint_key": "", "metric": "", "value": value, "warn": 0.8, "fail": 0.5,
        "what": "Of the revenue, so much is covered", "what_to_do": "", "overridden": "",
    }  # fmt: skip
    return FindingRow(**(facts | changes))


def told(before: list[FindingRow], now: list[FindingRow], direction: Direction) -> list[str]:
    steps = steps_between(before, now)
    return [move.text for move in tell(steps, direction, lambda row: row.node_key or "network")]


@pytest.mark.parametrize(
    ("before", "now", "direction", "text"),
    [
        (row("pass", 0.83), row("warn", 0.71), Direction.WORSE,
         "Sampling worsened: business within reach 83 % → 71 %, now below 80 %."),
        (row("warn", 0.71), row("fail", 0.41), Direction.WORSE,
         "Sampling worsened: business within reach 71 % → 41 %, now below 50 %."),
        (row("fail", 0.41), row("warn", 0.71), Direction.BETTER,
         "Sampling got better: business within reach 41 % → 71 %, now not below 50 %."),
        (row("fail", 0.41), row("pass", 0.9), Direction.BETTER,
         "Sampling got better: business within reach 41 % → 90 %, now not below 80 %."),
        (row("pass", 0.83), row("unknown"), Direction.WORSE,
         "Sampling worsened: of the revenue, so much is covered. Before: passed."),
        (row("not_applicable"), row("warn", 0.7), Direction.WORSE,
         "Sampling worsened: of the revenue, so much is covered. Before: does not apply."),
        (row("warn", 0.7), row("not_applicable"), Direction.LOST,
         "Sampling, business within reach: no longer known. Of the revenue, so much is covered."),
    ],
)  # fmt: skip
def test_a_change_of_state_is_told_in_words_and_figures(
    before: FindingRow, now: FindingRow, direction: Direction, text: str
) -> None:
    found = told([before], [now], direction)

    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in found] == [text]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ([row("pass", 0.9)], [row("pass", 0.81)]),
        ([row("unknown")], [row("warn", 0.7)]),
        ([row("not_applicable")], [row("pass", 0.9)]),
        ([], [row("pass", 0.9)]),
        ([row("not_applicable")], []),
    ],
)
def test_what_kept_its_state_is_not_told(before: list[FindingRow], now: list[FindingRow]) -> None:
    assert steps_between(before, now) == []


def test_a_new_finding_of_a_check_that_is_new_got_worse() -> None:
    [text] = told([], [row("warn", 0.7)], Direction.WORSE)

    assert text.endswith("Before: not checked.")


def test_a_check_that_finds_nothing_any_more_is_better_and_one_not_made_is_lost() -> None:
    partner = row("fail", level="partner", node_key="nord")
    network = row("pass", 0.9)

    assert told([partner, network], [network], Direction.BETTER) != []
    assert told([partner], [], Direction.LOST) != []
    assert told([partner], [], Direction.BETTER) == []


def test_many_places_of_one_check_are_one_move_the_network_first() -> None:
    now = [row("fail", 0.1, level="partner", node_key=f"p{i}") for i in range(6)]
    now.append(row("fail", 0.3, window=4))
    before = [row("pass", 0.9, level=r.level, node_key=r.node_key, window=r.window)
              for r in now]  # fmt: skip

    [move] = tell(steps_between(before, now), Direction.WORSE, lambda r: r.node_key or "network")

    assert move.about == "network"
    assert move.more == "Also: p0; p1; p2; and 3 more."


def test_two_values_that_are_written_alike_are_told_by_their_sentence() -> None:
    [text] = told([row("pass", 0.8)], [row("warn", 0.7996)], Direction.WORSE)

    assert text == "Sampling worsened: of the revenue, so much is covered. Before: passed."


def test_a_check_without_words_of_its_own_is_told_by_its_sentence() -> None:
    before, now = row("pass", 1.0, check_key="brand_new"), row("warn", 2.0, check_key="brand_new")

    [text] = told([before], [now], Direction.WORSE)

    assert text.startswith("Sampling worsened: of the revenue")
