from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from customers.models import Audience
from demo.errors import NoTruthError
from demo.simulator.expectation import expected, read_truth, truth_table, write_truth
from demo.simulator.places import PARTNER_INDEX, PARTNERS
from demo.simulator.world import World, make_world
from demo.truth import Truth
from metrics.models import Metric

WEEKS = 45


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(Truth(week_count=WEEKS))


@pytest.fixture(scope="module")
def table(world: World) -> pa.Table:
    return truth_table(world)


def test_the_truth_counts_every_transaction_once_for_each_audience(
    world: World, table: pa.Table
) -> None:
    transactions = sum(world.week(index).business.count for index in range(WEEKS))

    assert table.num_rows == 2 * transactions


def test_the_end_users_truth_is_the_nps_of_everybodys_own_opinion(
    world: World, table: pa.Table
) -> None:
    week = world.week(5)
    own = week.business.partner == PARTNER_INDEX["DE05"]
    scores = week.opinions.end_user.recommend[own]
    by_hand = 100 * ((scores >= 9).sum() - (scores <= 6).sum()) / own.sum()

    true = expected(table, Audience.END_USER, Metric.NPS, weeks=[5], partner_key="DE05")

    assert true is not None
    assert true.value == pytest.approx(by_hand)
    assert true.transaction_count == own.sum()


def test_the_channel_partners_truth_is_the_mean_over_all_contacts_who_might_be_asked(
    world: World, table: pa.Table
) -> None:
    week = world.week(5)
    own = week.business.partner == PARTNER_INDEX["ES03"]
    contacts = np.bincount(world.cast.contacts.partner)[PARTNER_INDEX["ES03"]]
    satisfied = week.opinions.partner.satisfaction[own][:, :contacts] >= 4

    true = expected(table, Audience.CHANNEL_PARTNER, Metric.CSAT, weeks=[5], partner_key="ES03")

    assert true is not None
    assert true.value == pytest.approx(satisfied.mean())


def test_effort_is_true_only_where_it_is_asked(table: pa.Table) -> None:
    sale = expected(
        table, Audience.END_USER, Metric.EFFORT, weeks=range(WEEKS), touchpoint_key="sale"
    )
    repair = expected(
        table, Audience.END_USER, Metric.EFFORT, weeks=range(WEEKS), touchpoint_key="repair_visit"
    )

    assert sale is None
    assert repair is not None
    assert 4 < repair.value < 7


def test_intent_is_a_probability(table: pa.Table) -> None:
    true = expected(table, Audience.END_USER, Metric.INTENT, weeks=range(WEEKS))

    assert true is not None
    assert 0.6 < true.value < 0.9


def test_repair_visits_in_spain_fall_by_more_than_thirty_points(table: pa.Table) -> None:
    before, after = (
        expected(
            table,
            Audience.END_USER,
            Metric.NPS,
            weeks=weeks,
            country="Spain",
            touchpoint_key="repair_visit",
        )
        for weeks in (range(39), range(39, WEEKS))
    )

    assert before is not None
    assert after is not None
    assert after.value - before.value < -30


def test_hidden_risks_please_their_partner_and_not_their_end_users(table: pa.Table) -> None:
    for key in ("ES01", "DE06"):
        gaps = [
            expected(table, audience, Metric.NPS, weeks=range(WEEKS), partner_key=key)
            for audience in (Audience.CHANNEL_PARTNER, Audience.END_USER)
        ]

        assert gaps[0] is not None
        assert gaps[1] is not None
        assert gaps[0].value > 55
        assert gaps[1].value < 20


def test_partners_differ(table: pa.Table) -> None:
    values = [
        true.value
        for partner in PARTNERS
        if (
            true := expected(
                table,
                Audience.END_USER,
                Metric.NPS,
                weeks=range(WEEKS),
                partner_key=partner.key,
            )
        )
    ]

    assert np.std(values) > 10


def test_the_stored_truth_is_read_back_whole(table: pa.Table, tmp_path: Path) -> None:
    path = tmp_path / "demo" / "truth.parquet"

    write_truth(table, path)

    assert read_truth(path).to_pydict() == table.to_pydict()


def test_a_missing_truth_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoTruthError, match="twofold demo load"):
        read_truth(tmp_path / "truth.parquet")
