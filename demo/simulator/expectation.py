"""The true population values: what every customer of every transaction would have answered.

One row for each transaction × audience, whether or not anybody was asked or answered. For channel
partners the values are means over all contacts of the partner, since any of them might be asked.
Careless ticking is not part of the truth: the row holds what the person really thinks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from customers.models import Audience
from demo.errors import NoTruthError
from demo.simulator.draws import Bools, Floats, Ints
from demo.simulator.opinions import Sheet
from demo.simulator.places import COUNTRIES, PARTNERS, PRODUCT_LINES, SEGMENTS
from demo.simulator.world import SimulatedWeek, World
from demo.truth import TOUCHPOINTS
from metrics.models import Metric

# Juster's probabilities: 0 means 1 in 100, 10 means 99 in 100 (methods G2).
JUSTER = np.array([0.01, *(n / 10 for n in range(1, 10)), 0.99])


@dataclass(frozen=True)
class TrueValue:
    """The population mean and how many transactions it is taken over.

    NPS on −100..100, satisfaction a share, effort the mean of 1..7, intent a mean probability.
    """

    value: float
    transaction_count: int


def expected(
    table: pa.Table,
    audience: Audience,
    metric: Metric,
    *,
    weeks: Sequence[int],
    country: str | None = None,
    region: str | None = None,
    partner_key: str | None = None,
    touchpoint_key: str | None = None,
    product_line_key: str | None = None,
    segment_key: str | None = None,
) -> TrueValue | None:
    """True mean of one metric over all transactions of the given week indices and place.

    None where no transaction falls there, or none at which the metric is asked.
    """
    wanted = {
        "country": country,
        "region": region,
        "partner_key": partner_key,
        "touchpoint_key": touchpoint_key,
        "product_line_key": product_line_key,
        "segment_key": segment_key,
    }
    keep = pc.and_(
        pc.equal(table["audience"], audience.value),
        pc.is_in(table["week_index"], pa.array(list(weeks), pa.int16())),
    )
    for column, value in wanted.items():
        if value is not None:
            keep = pc.and_(keep, pc.equal(table[column], value))
    values = table.filter(keep)[metric.value].drop_null()
    if len(values) == 0:
        return None
    return TrueValue(float(pc.mean(values).as_py()), len(values))


def truth_table(world: World) -> pa.Table:
    """The truth of every week of the world, in week order."""
    weeks = range(world.truth.week_count)
    return pa.concat_tables([week_truth(world.week(index)) for index in weeks])


def week_truth(week: SimulatedWeek) -> pa.Table:
    opinions = week.opinions
    one = np.ones((week.business.count, 1), dtype=np.bool_)
    sheets = (
        (Audience.CHANNEL_PARTNER, opinions.partner, opinions.is_contact),
        (Audience.END_USER, _column(opinions.end_user), one),
    )
    return pa.concat_tables(
        [_audience_truth(week, audience, sheet, counts) for audience, sheet, counts in sheets]
    )


def _column(sheet: Sheet) -> Sheet:
    return Sheet(
        sheet.recommend[:, np.newaxis],
        sheet.satisfaction[:, np.newaxis],
        sheet.effort[:, np.newaxis],
        sheet.repurchase[:, np.newaxis],
    )


def _audience_truth(
    week: SimulatedWeek, audience: Audience, sheet: Sheet, counts: Bools
) -> pa.Table:
    business = week.business
    is_service = np.array([t.is_service for t in TOUCHPOINTS])[business.touchpoint]
    asks_intent = ~is_service if audience is Audience.CHANNEL_PARTNER else is_service | True
    recommend = sheet.recommend
    nps = 100.0 * ((recommend >= 9).astype(np.float64) - (recommend <= 6))
    columns = _place(week, audience) | {
        "nps": pa.array(_mean(nps, counts)),
        "csat": pa.array(_mean((sheet.satisfaction >= 4).astype(np.float64), counts)),
        "effort": _where_asked(_mean(sheet.effort.astype(np.float64), counts), is_service),
        "intent": _where_asked(_mean(JUSTER[sheet.repurchase], counts), asks_intent),
        "end_user_is_known": pa.array(week.end_user_is_known),
        "went_wrong": pa.array(business.went_wrong),
    }
    return pa.table(columns)


def _place(week: SimulatedWeek, audience: Audience) -> dict[str, pa.Array]:
    business = week.business
    partners = [PARTNERS[index] for index in business.partner]
    return {
        "transaction_key": pa.array(week.keys),
        "week_index": pa.array(np.full(business.count, week.index), pa.int16()),
        "audience": _names([audience.value], np.zeros(business.count, dtype=np.int64)),
        "country": _names([c.name for c in COUNTRIES], _index([p.country_index for p in partners])),
        "region": pa.array([p.region for p in partners]).dictionary_encode(),
        "partner_key": _names([p.key for p in PARTNERS], business.partner),
        "touchpoint_key": _names([t.key for t in TOUCHPOINTS], business.touchpoint),
        "product_line_key": _names([line.key for line in PRODUCT_LINES], business.product_line),
        "segment_key": _names(
            [*(segment.key for segment in SEGMENTS), ""],
            np.where(week.end_user_is_known, business.segment, len(SEGMENTS)),
        ),
    }


def _index(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _names(names: Sequence[str], index: Ints) -> pa.Array:
    return pa.array(names).take(pa.array(index)).dictionary_encode()


def _mean(values: Floats, counts: Bools) -> Floats:
    return np.asarray((values * counts).sum(axis=1) / counts.sum(axis=1), dtype=np.float64)


def _where_asked(values: Floats, is_asked: Bools) -> pa.Array:
    return pa.array(values, mask=~is_asked)


def write_truth(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")


def read_truth(path: Path) -> pa.Table:
    """The stored truth; raises NoTruthError when there is none."""
    if not path.is_file():
        raise NoTruthError(
            f"There is no simulated truth at {path}. Load the demo with: twofold demo load"
        )
    return pq.read_table(path)
