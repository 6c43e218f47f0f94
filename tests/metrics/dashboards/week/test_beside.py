"""What stands beside the week's figures: charts, partners' standings, drivers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from access.models import Role
from metrics.models import Edition
from tests.metrics.dashboards.pages import page_text


@pytest.fixture
def executive(client_as: Callable[[Role, str | None], FlaskClient]) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def test_what_a_control_chart_signals_stands_beside_what_the_change_test_says(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert (
        "1 of 10 series with control limits signals more than chance: "
        "end-user recommendation, Repair visit, below"
    ) in text
    assert "End-user recommendation, Repair visit, is at 13, below its control limits" in text
    assert "signalled since W43" in text
    assert "from W10 to W35 (26 finals)" in text


def test_partners_are_placed_by_both_customers_and_only_the_certain_are_named(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert "11 channel partners by their own recommendation (across)" in text
    assert "critical: " in text
    assert "1 more lack one of the two figures" in text


def test_partners_are_shown_shrunk_with_the_ranks_that_they_may_have(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert "Dot: shrunk towards the mean of all" in text
    assert "No ranking is supported" in text
    assert "1 to 11" in text


def test_drivers_stand_under_the_figure_that_they_go_with(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert "End-user NPS is 61 points lower where there was a complaint or a return" in text
    assert "Ease goes most closely with end-user recommendation" in text
    assert "Call centre and Repair visit; 13 weeks" in text
    assert "May be another name of the others." in text
    assert "Recommendation (NPS) over 13 weeks, with which it goes" in text


def test_a_place_says_where_drivers_are_to_be_found(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/level/country/Spain")

    assert "is worked out for the whole network" in text
