"""A headline metric of both customers, with their gaps and the difference of thirteen weeks."""

from __future__ import annotations

from metrics.dashboards.blocks import MetricBlock, Side, metric_block
from metrics.letters.content import block_group
from stats import Interval, IntervalMethod, PublishedDifference
from tests.metrics.dashboards.makers import gap, reading

WHOLE = PublishedDifference(-11.04, Interval(-17.3, -4.8, IntervalMethod.COMBINED), 0.001)
GAPS = [gap(-26, 2, is_paired=True, window=13), gap(-5, 3)]


def block(whole: PublishedDifference | None) -> MetricBlock:
    sides = [Side(audience, reading(audience=audience), None) for audience in ("end_user",)]
    found = metric_block("nps", sides, GAPS, "", whole)
    assert found is not None
    return found


def test_the_difference_of_thirteen_weeks_has_its_interval_on_the_scale_of_the_gaps() -> None:
    made = block(WHOLE)

    assert made.difference is not None
    assert (made.difference.value, made.difference.interval) == ("−11.0", "[−17.3 to −4.8]")
    assert made.difference.label.startswith("13 weeks: made of the two figures there")
    charts = [made.difference.chart, *(line.chart for line in made.gaps)]
    scales = {(chart.axis.low, chart.axis.high) for chart in charts if chart}
    assert scales == {(-26.0, 26.0)}
    assert len(charts) == 3


def test_an_interval_that_reaches_farther_than_the_gaps_widens_their_scale() -> None:
    far = PublishedDifference(-30.0, Interval(-40.0, -20.0, IntervalMethod.COMBINED), 0.001)

    assert {line.chart.axis.low for line in block(far).gaps if line.chart} == {-40.0}


def test_without_it_nothing_is_said_of_it() -> None:
    assert block(None).difference is None


def test_the_letter_says_it_too() -> None:
    assert "−11.0 [−17.3 to −4.8] over 13 weeks" in block_group(block(WHOLE)).about
    assert "over 13 weeks" not in block_group(block(None)).about
