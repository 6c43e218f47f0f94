from __future__ import annotations

import pytest

from customers.names.queries import Names
from metrics.dashboards.week.changes import change_line, tell_moves
from metrics.models import Change
from tests.metrics.dashboards.makers import ESTIMATE, change

NAMES = Names({}, {"repair_visit": "Repair visit"}, {})


def test_a_real_change_is_a_sentence_with_its_size_and_where_it_led() -> None:
    line = change_line(change("down"), ESTIMATE, NAMES)

    assert line.is_real
    assert line.sentence.replace("\N{WORD JOINER}", "") == (
        "End-user recommendation fell by 6.1 points to 38 [34–42]"
    )
    assert (line.change, line.interval) == ("−6.1", "[−10.1 to −2.1]")
    assert line.figure.grade == "B"


def test_a_change_elsewhere_names_the_place() -> None:
    line = change_line(change("up", touchpoint_key="repair_visit", difference=6.1), None, NAMES)

    assert line.sentence == "End-user recommendation, Repair visit, rose by 6.1 points"


@pytest.mark.parametrize(
    ("title", "changes"),
    [
        ("One change is real; in 2 comparisons no change can be detected",
         [change("down"), change("no_detectable_change"), change("no_detectable_change")]),
        ("No detectable change from the last final in one comparison",
         [change("no_detectable_change")]),
        ("There is nothing yet to compare this week with",
         [change("no_comparison", difference=None, ci_low=None, ci_high=None, q=None)]),
    ],
)  # fmt: skip
def test_what_is_no_change_is_called_no_change(title: str, changes: list[Change]) -> None:
    moves = tell_moves([(row, None) for row in changes], NAMES, "the last final")

    assert moves.title == title
