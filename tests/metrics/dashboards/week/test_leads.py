from __future__ import annotations

import pytest

from customers.names.queries import Names
from metrics.dashboards.figures import figure_of
from metrics.dashboards.week.alarms import Alarm, Alarms
from metrics.dashboards.week.changes import tell_moves
from metrics.dashboards.week.leads import other_metrics_text, what_changed, who_is_worse_off
from metrics.models import Gap
from stats import Interval, IntervalMethod, PublishedDifference
from tests.metrics.dashboards.makers import ESTIMATE, change, gap

NAMES = Names({}, {"repair_visit": "Repair visit"}, {})
WEEKLY_SURE, WEEKLY_UNSURE = gap(-28, -2), gap(-28, 1)
PAIRED = gap(-26, -2, is_paired=True, window=13)
PAIRED_UNSURE = gap(-26, 2, is_paired=True, window=13)


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([WEEKLY_SURE, PAIRED], "over 13 weeks end users are worse off than channel partners"),
        ([WEEKLY_SURE], "end users are worse off than channel partners"),
        ([WEEKLY_SURE, PAIRED_UNSURE],
         "end users and channel partners cannot be told apart in recommendation"),
        ([gap(3, 20)], "channel partners are worse off than end users"),
        ([WEEKLY_UNSURE, gap(-0.2, -0.05, metric="csat")],
         "end users and channel partners cannot be told apart in recommendation"),
        ([gap(-0.2, -0.001, metric="csat"), gap(-1, 1, metric="effort")],
         "end users and channel partners cannot be told apart"),
        ([gap(-0.2, -0.05, metric="csat"), gap(0.5, 1, metric="effort")],
         ("end users are worse off than channel partners in satisfaction; "
          "channel partners are worse off than end users in ease")),
        ([WEEKLY_UNSURE], "end users and channel partners cannot be told apart in recommendation"),
        ([], "the two customers cannot be compared yet"),
    ],
)  # fmt: skip
def test_who_is_worse_off_is_said_only_where_it_is_certain(gaps: list[Gap], said: str) -> None:
    assert who_is_worse_off(gaps) == said


def of_all(difference: float, p_value: float) -> PublishedDifference:
    ends = Interval(difference - 5, difference + 5, IntervalMethod.COMBINED)
    return PublishedDifference(difference, ends, p_value)


@pytest.mark.parametrize(
    ("gaps", "whole", "said"),
    [
        ([PAIRED_UNSURE], of_all(-11, 0.024),
         ("over 13 weeks end users recommend less than channel partners; "
          "on the same transactions they cannot be told apart")),
        ([WEEKLY_UNSURE], of_all(11, 0.001),
         ("over 13 weeks channel partners recommend less than end users; "
          "in the week alone they cannot be told apart")),
        ([PAIRED_UNSURE], of_all(-11, 0.026),
         "end users and channel partners cannot be told apart in recommendation"),
        ([gap(-26, -0.1, is_paired=True, window=13)], of_all(-1, 0.9),
         "end users and channel partners cannot be told apart in recommendation"),
        ([PAIRED], of_all(5, 0.001), "over 13 weeks end users are worse off than channel partners"),
    ],
)  # fmt: skip
def test_all_transactions_of_thirteen_weeks_are_a_second_look_and_count_as_one(
    gaps: list[Gap], whole: PublishedDifference, said: str
) -> None:
    assert who_is_worse_off(gaps, whole) == said


def test_the_head_line_says_what_fell_or_that_nothing_did() -> None:
    fell = tell_moves([(change("down"), ESTIMATE)], NAMES, "the last final")
    still = tell_moves([(change("no_detectable_change"), ESTIMATE)], NAMES, "the last final")

    assert what_changed(fell, "this week") == "End users’ recommendation fell this week"
    assert what_changed(still, "this week") == "Nothing changed for certain this week"


def test_the_head_line_tells_of_a_control_chart_that_signals() -> None:
    still = tell_moves([(change("no_detectable_change"), ESTIMATE)], NAMES, "the last final")
    alarm = Alarm("end_user", "End-user ease is low", "", "", figure_of(None))

    said = what_changed(still, "this week", Alarms("1 of 9 series signals", (alarm,)))

    assert said == "1 of 9 series signals"
    assert what_changed(still, "this week", Alarms("None", ())).startswith("Nothing changed")


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([PAIRED_UNSURE, gap(-0.2, -0.05, metric="csat"), gap(-1, 1, metric="effort")],
         ("In other metrics, all considered: end users are worse off than channel partners in "
          "satisfaction.")),
        # Certain by itself, not among two.
        ([PAIRED_UNSURE, gap(-0.2, -0.001, metric="csat"), gap(-1, 1, metric="effort")], ""),
        ([PAIRED_UNSURE], ""),
        # Where recommendation was not asked, these are what the first sentence is about.
        ([gap(-0.2, -0.05, metric="csat")], ""),
    ],
)  # fmt: skip
def test_other_metrics_are_told_beside_it_where_all_of_them_are_considered(
    gaps: list[Gap], said: str
) -> None:
    assert other_metrics_text(gaps) == said
