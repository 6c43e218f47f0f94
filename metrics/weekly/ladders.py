"""The coverage ladder over windows: integers of the weeks, added up by node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyarrow as pa

from metrics.figures import LadderFigure
from metrics.models import Level
from metrics.warehouse.frozen import Reference, WeekCells
from metrics.warehouse.ladder import ANSWER_STEPS

STEPS = (
    "transactions",
    "contact_present",
    "eligible",
    "drawn",
    "delivered",
    *ANSWER_STEPS,
)


def ladder_figures(
    weeks: Sequence[WeekCells], window: int, reference: Reference
) -> Iterator[LadderFigure]:
    """Steps and reasons of the network, countries, regions and partners, in the order walked."""
    table = pa.concat_tables([week.ladder for week in weeks])
    keys = ["audience", "partner", "step", "reason"]
    summed = table.group_by(keys).aggregate([("count", "sum")]).to_pylist()
    counts: Counter[tuple[str, Level, str, str, str]] = Counter()
    for row in summed:
        for level, key in _places(row["partner"], reference):
            counts[row["audience"], level, key, row["step"], row["reason"]] += row["count_sum"]
    for audience, level, key, step, reason in sorted(counts, key=_order):
        yield LadderFigure(
            audience, window, level.value, key, step, reason,
            counts[audience, level, key, step, reason],
        )  # fmt: skip


def _order(key: tuple[str, Level, str, str, str]) -> tuple[str, str, str, int, str]:
    audience, level, node, step, reason = key
    return audience, level.value, node, STEPS.index(step), reason


def _places(partner: str, reference: Reference) -> list[tuple[Level, str]]:
    places = [(Level.NETWORK, "")]
    if not partner:
        return places
    country, region = reference.country_of(partner), reference.region_of(partner)
    if country:
        places.append((Level.COUNTRY, country))
    if region:
        places.append((Level.REGION, region))
    return [*places, (Level.PARTNER, partner)]
