"""What is hidden in an edition stays hidden, and a check sees to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import Week
from metrics.disclosure.rows import PROTECTS, Disclosed, Row
from metrics.integrity.analytics.disclosure import disclosure
from metrics.integrity.analytics.small_cells import small_cells
from metrics.method import Severity
from metrics.models import State
from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.disclosure.attack import worked_out
from tests.metrics.frozen_weeks import PLACES, MadeWeek, figure, publish_all, reference
from tests.metrics.integrity.analytics.made import evidence, only

TABLE = ("end_user", 1, "nps")
DELIVERY, SALE = ("network", "", "delivery"), ("network", "", "sale")


def table(**shown: bool) -> Disclosed:
    """Forty answers, four of them at a sale: hidden, and told by the total less the rest or not."""
    rows = {
        ("network", "", ""): Row(40, is_shown=True, is_secret=False),
        ("partner", "north1", ""): Row(40, is_shown=True, is_secret=False),
        ("partner", "north1", "delivery"): Row(36, shown["delivery"], is_secret=False),
        ("partner", "north1", "sale"): Row(4, is_shown=False, is_secret=True),
    }
    return Disclosed({TABLE: rows}, {})


def test_a_hidden_figure_that_follows_from_others_holds_the_edition() -> None:
    finding = only(disclosure, evidence(disclosed=table(delivery=True)))

    assert (finding.state, finding.severity) == (State.FAIL, Severity.BLOCK)
    assert finding.evidence["unsafe"] >= 1
    assert "sale" in finding.evidence["first"]


def test_where_the_rest_is_hidden_too_nothing_follows() -> None:
    finding = only(disclosure, evidence(disclosed=table(delivery=False)))

    assert finding.state is State.PASS


def test_a_week_without_an_answer_has_nothing_to_protect() -> None:
    assert only(disclosure, evidence()).state is State.NOT_APPLICABLE


def test_a_small_touchpoint_hides_the_next_with_the_reason_in_words() -> None:
    made = MadeWeek(reference=reference({"north1": "DE/North", "south1": "DE/South"}))
    for touchpoint, partner, count in (
        ("sale", "north1", 4), ("delivery", "north1", 30), ("repair_visit", "north1", 25),
        ("delivery", "south1", 30), ("repair_visit", "south1", 30),
    ):  # fmt: skip
        for place in range(count):
            made.transaction(
                touchpoint=touchpoint, partner=partner, answers={"recommend": place % 11}
            )

    computed = compute(made.freeze(), History())

    hidden = {
        row.node_key + row.touchpoint_key: row.reason
        for row in computed.figures.estimates
        if (row.window, row.level, row.reason) == (1, "network", PROTECTS)
    }
    assert figure(computed, touchpoint_key="sale").reason == "4 answers, fewer than 10."
    assert list(hidden) == ["repair_visit"]
    [finding] = [f for f in computed.figures.findings if f.check_key == "disclosure"]
    assert finding.state is State.PASS
    assert finding.evidence["hidden_to_protect_others"] >= 1


answers = st.lists(
    st.tuples(
        st.sampled_from(sorted(PLACES)),
        st.sampled_from(("sale", "delivery", "repair_visit")),
        st.sampled_from(("piston", "screw")),
        st.integers(1, 14),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


@settings(deadline=None, max_examples=25)
@given(answers)
def test_no_hidden_nps_of_a_random_week_can_be_recovered_by_subtraction(
    groups: list[Any],
) -> None:
    made = MadeWeek()
    for partner, touchpoint, line, count, is_joint in groups:
        for place in range(count):
            made.transaction(
                partner=partner, touchpoint=touchpoint, product_line=line, is_joint=is_joint,
                answers={"recommend": place % 11},
            )  # fmt: skip

    figures = compute(made.freeze(), History()).figures.estimates

    for window in (1, 4, 13):
        # Product lines of partners are attacked in tests/metrics/disclosure/test_pairs.py.
        of_window = [row for row in figures if row.window == window and row.level != "partner_line"]
        for level in ("partner", "product_line"):
            behind = {
                (row.level, row.node_key, row.touchpoint_key): _behind(row, groups, level)
                for row in of_window
                if (row.level == "product_line") == (level == "product_line")
                or row.level == "network"
            }
            shown = {
                key: behind[key]
                for row in of_window
                if row.value is not None
                and (key := (row.level, row.node_key, row.touchpoint_key)) in behind
            }
            small = {
                key: behind[key]
                for row in of_window
                if row.n < 10 and (key := (row.level, row.node_key, row.touchpoint_key)) in behind
            }
            assert worked_out(shown, small) == []


def _behind(row: Any, groups: list[Any], level: str) -> set[tuple[str, str]]:
    """Groups of answers behind a figure, by place and touchpoint: one of both tables at a time."""
    places = reference()
    found = set()
    for partner, touchpoint, line, _, is_joint in groups:
        own = {
            "network": "",
            "partner": partner,
            "region": places.region_of(partner),
            "country": places.country_of(partner),
            "product_line": line,
        }
        is_of = row.level in ("network", "product_line") or not is_joint
        if own[row.level] == row.node_key and is_of and row.touchpoint_key in ("", touchpoint):
            name = line if level == "product_line" else "*joint" if is_joint else partner
            found.add((name, touchpoint))
    return found


def test_what_an_earlier_edition_showed_is_not_subtracted_from_a_later_one(tmp_path: Path) -> None:
    weeks = []
    for number, count in ((43, 30), (44, 30), (45, 4)):
        made = MadeWeek(week=Week(2026, number))
        for place in range(count):
            made.transaction(answers={"recommend": place % 11}, partner=sorted(PLACES)[place % 6])
        weeks.append(made)

    computed = publish_all(tmp_path, weeks)[1][-1]

    assert figure(computed).reason == "4 answers, fewer than 10."
    assert figure(computed, window=4).reason == PROTECTS
    assert figure(computed, window=13).reason == PROTECTS


def test_partners_of_whom_most_cannot_be_shown_are_counted() -> None:
    made = MadeWeek()
    for partner, count in (("north1", 30), ("north2", 3), ("south1", 2)):
        for place in range(count):
            made.transaction(partner=partner, answers={"recommend": place % 11})
    frozen = made.freeze()

    found = {
        (finding.check_key, finding.audience): finding
        for finding in compute(frozen, History()).figures.findings
    }

    finding = found["partners_not_shown", "end_user"]
    assert finding.state in (State.WARN, State.FAIL)
    assert finding.severity is Severity.INFO
    assert "More contacts" in finding.what_to_do
    assert found["small_cells", "end_user"].evidence["answers, fewer than 10"] > 0


def test_where_no_partner_has_an_answer_nothing_is_passed() -> None:
    made = MadeWeek()
    made.transaction()

    states = {f.check_key: f.state for f in small_cells(evidence(made))}

    assert states == {
        "small_cells": State.NOT_APPLICABLE,
        "partners_not_shown": State.UNKNOWN,
    }
