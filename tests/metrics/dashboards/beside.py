"""What stands beside a made-up edition's figures: charts, standings and drivers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from customers.models import Audience
from metrics.comparison.models import ChartPoint, Distribution, DriverRow, Standing
from metrics.models import Edition, Estimate, LadderStep, Level, Metric

REACH = 22.0


def beside_rows(edition: Edition, estimates: Sequence[Estimate]) -> Iterator[object]:
    """Repair visits of end users lie below their limits; everything else within."""
    for row in estimates:
        if row.metric != Metric.NPS or row.value is None:
            continue
        if edition.kind == "final" and row.window == 1 and row.level == Level.NETWORK:
            yield _chart(edition, row)
        if row.level == Level.PARTNER and not row.touchpoint_key:
            yield _standing(edition, row)
        if (row.window, row.touchpoint_key) == (13, "") and row.level != Level.PARTNER_LINE:
            yield spread_row(edition, row)
    yield from _drivers(edition)


def spread_row(edition: Edition, row: Estimate) -> Distribution:
    """A fifth of end users answers 6 or less, and an eighth of channel partners."""
    parts = [[0, 3, 8], [4, 6, 12], [7, 7, 15], [8, 8, 20], [9, 10, 45]]
    if row.audience == "channel_partner":
        parts = [[0, 6, 12], [7, 8, 30], [9, 9, 28], [10, 10, 30]]
    return Distribution(
        edition_id=edition.id, audience=row.audience, level=row.level, node_key=row.node_key,
        metric=row.metric, n=row.n, parts=parts, reason=None,
    )  # fmt: skip


def _chart(edition: Edition, row: Estimate) -> ChartPoint:
    is_low = row.touchpoint_key == "repair_visit" and row.audience == "end_user"
    assert row.value is not None
    centre = 40.0 if is_low else row.value
    return ChartPoint(
        edition_id=edition.id, audience=row.audience, level=row.level, node_key=row.node_key,
        touchpoint_key=row.touchpoint_key, metric=row.metric, value=row.value, centre=centre,
        low=centre - REACH, high=centre + REACH, drift=centre - (9.0 if is_low else 0.0),
        drift_low=centre - 8.0, drift_high=centre + 8.0, baseline_from="2026-W10",
        baseline_to="2026-W35", baseline_count=26, series_count=40,
        side="below" if is_low else "", since_week="2026-W43" if is_low else None, reason=None,
    )  # fmt: skip


def _standing(edition: Edition, row: Estimate) -> Standing:
    assert row.value is not None
    assert row.se is not None
    shrunk = 38.0 + 0.6 * (row.value - 38.0)
    return Standing(
        edition_id=edition.id, audience=row.audience, window=row.window, metric=row.metric,
        node_key=row.node_key, value=row.value, shrunk=shrunk, shrunk_low=shrunk - row.se,
        shrunk_high=shrunk + row.se, rank_low=1, rank_high=11, tier=None, partner_count=11,
    )  # fmt: skip


def _drivers(edition: Edition) -> Iterator[DriverRow]:
    for name, size, share in (("complaint_or_return", -61.0, 0.06), ("late", -24.0, 0.11)):
        yield DriverRow(
            edition_id=edition.id, audience="end_user", kind="event", touchpoints="", name=name,
            size=size, size_low=size - 9.0, size_high=size + 9.0, share=share, mean=None,
            mean_low=None, mean_high=None, rank_low=None, rank_high=None, entangled=False, r2=None,
            n=180, accounts=150, population=900,
        )  # fmt: skip
    for name, size, rank in (("effort", 0.31, 1), ("satisfaction", 0.22, 2)):
        yield DriverRow(
            edition_id=edition.id, audience="end_user", kind="rating",
            touchpoints="call_centre,repair_visit", name=name, size=size, size_low=size - 0.03,
            size_high=size + 0.03, share=size / 0.53, mean=4.2, mean_low=4.1, mean_high=4.3,
            rank_low=rank, rank_high=rank, entangled=name == "satisfaction", r2=0.53, n=640,
            accounts=500, population=640,
        )  # fmt: skip


STEPS = (("transactions", 1196), ("contact_present", 962), ("eligible", 871), ("drawn", 871),
         ("delivered", 846), ("answered", 226), ("used", 220))  # fmt: skip


def ladder_rows(edition: Edition, partners: Sequence[str]) -> Iterator[LadderStep]:
    places = [(Level.NETWORK, "", 1, 1)]
    places += [(Level.PARTNER, key, 13, 2) for key in partners]
    for level, key, window, divisor in places:
        for audience in (Audience.CHANNEL_PARTNER, Audience.END_USER):
            for step, count in STEPS:
                yield LadderStep(
                    edition_id=edition.id, audience=audience, window=window, level=level,
                    node_key=key, step=step, reason="", count=count // divisor,
                )  # fmt: skip
            yield LadderStep(
                edition_id=edition.id, audience=audience, window=window, level=level, node_key=key,
                step="eligible", reason="asked_too_recently", count=80 // divisor)  # fmt: skip
