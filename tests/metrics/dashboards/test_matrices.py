from __future__ import annotations

from functools import partial

import pytest

from metrics.dashboards.matrices import Line, draw_matrix, judged, matrix_title
from metrics.dashboards.queries import Reading
from metrics.models import Metric
from tests.metrics.dashboards.makers import hidden, reading

THINGS = ("touchpoint", "touchpoints")
draw = partial(draw_matrix, head="Touchpoint", things=THINGS, about="", metric=Metric.NPS)
GOALS = {"channel_partner": 50.0, "end_user": 45.0}


def row(name: str, user: Reading | None, partner: Reading | None = None) -> Line:
    return Line(name, "", {"end_user": user, "channel_partner": partner}, GOALS, 1)


LOW, UNSURE = reading(), reading(value=40.0, ci_low=30.0, ci_high=50.0)
HIGH = reading(audience="channel_partner", value=60.0, ci_low=40.0, ci_high=70.0)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("End users are below target, for certain, in 1 of 2 touchpoints: Repair visit",
         [row("Repair visit", LOW, HIGH), row("Sale", UNSURE, HIGH)]),
        ("No touchpoint is below its target for certain", [row("Sale", UNSURE, HIGH)]),
        (("End users are below target, for certain, in all 2 touchpoints; "
         "not known: 1 for channel partners"),
         [row("Repair visit", LOW, HIGH), row("Sale", LOW, hidden())]),
        (("End users are below target, for certain, in 1 of 2 touchpoints: Repair visit; "
         "not known: 1 for end users and 2 for channel partners"),
         [row("Repair visit", LOW), row("Sale", hidden())]),
        ("No touchpoint is below its target for certain; not known: 1 for end users",
         [row("Sale", hidden(), HIGH)]),
    ],
)  # fmt: skip
def test_the_title_of_a_matrix_is_its_finding(title: str, lines: list[Line]) -> None:
    assert matrix_title(judged(lines), THINGS) == title


def test_a_held_figure_is_no_finding() -> None:
    held = reading(decision="hold", grade="E")

    assert matrix_title(judged([row("Sale", held)]), THINGS).startswith("No touchpoint")


def test_a_row_says_why_a_customer_is_not_shown_and_draws_the_other() -> None:
    matrix = draw([row("Sale", LOW, hidden())])

    assert matrix is not None
    partner, user = matrix.rows[0].cells
    assert (partner.chart, partner.figure.is_shown) == (None, False)
    assert user.chart is not None
    assert user.chart.text == "End user 38, interval 34–42"


def test_a_longer_period_that_stands_in_says_so() -> None:
    longer = reading(window=4, n=96)

    matrix = draw([row("Sale", longer)])

    assert matrix is not None
    assert matrix.rows[0].cells[1].figure.note == "4 weeks"


def test_rows_about_which_nobody_said_anything_are_left_out() -> None:
    assert draw([row("Sale", None)]) is None


def test_a_held_figure_is_told_in_words_and_draws_no_dot() -> None:
    matrix = draw([row("Sale", reading(decision="hold", grade="E"), LOW)])

    assert matrix is not None
    partner, user = matrix.rows[0].cells
    assert partner.chart is not None
    assert (user.chart, user.figure.is_shown) == (None, True)
