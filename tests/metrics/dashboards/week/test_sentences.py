from __future__ import annotations

import pytest

from customers.names.queries import Names
from metrics.dashboards.week.sentences import (
    change_line,
    tell_moves,
    what_changed,
    who_is_worse_off,
)
from metrics.models import Change, Estimate, Gap
from tests.metrics.dashboards.makers import change, gap

NAMES = Names({}, {"repair_visit": "Repair visit"}, {})
ESTIMATE = Estimate(
    audience="end_user", metric="nps", value=38.2, ci_low=34.1, ci_high=42.4, n=2412, grade="B"
)
WEEKLY_SURE, WEEKLY_UNSURE = gap(-28, -2), gap(-28, 1)
PAIRED = gap(-26, -2, is_paired=True, window=13)


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([WEEKLY_SURE, PAIRED], "end users are worse off than channel partners"),
        ([gap(3, 20)], "channel partners are worse off than end users"),
        ([WEEKLY_UNSURE, PAIRED],
         "over 13 weeks end users are worse off than channel partners"),
        ([WEEKLY_UNSURE, gap(-0.2, -0.05, metric="csat"), PAIRED],
         "end users are worse off than channel partners in satisfaction"),
        ([WEEKLY_UNSURE, gap(-0.2, -0.001, metric="csat"), gap(-1, 1, metric="effort")],
         "end users and channel partners cannot be told apart"),
        ([WEEKLY_UNSURE, gap(-0.2, -0.05, metric="csat"), gap(0.5, 1, metric="effort")],
         ("end users are worse off than channel partners in satisfaction; "
          "channel partners are worse off than end users in ease")),
        ([WEEKLY_UNSURE], "end users and channel partners cannot be told apart"),
        ([], "the two customers cannot be compared yet"),
    ],
)  # fmt: skip
def test_who_is_worse_off_is_said_only_where_it_is_certain(gaps: list[Gap], said: str) -> None:
    assert who_is_worse_off(gaps) == said


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


def test_the_head_line_says_what_fell_or_that_nothing_did() -> None:
    fell = tell_moves([(change("down"), ESTIMATE)], NAMES, "the last final")
    still = tell_moves([(change("no_detectable_change"), ESTIMATE)], NAMES, "the last final")

    assert what_changed(fell, "this week") == "End users’ recommendation fell this week"
    assert what_changed(still, "this week") == "Nothing changed for certain this week"
