"""Draw what stands beside an edition's figures: charts, distributions, standings, peers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.readers.drawn.network import Network, Rows, frozen, interval
from metrics.models import Level

SIGNAL_SHARE = 0.005
STANDING_WINDOW = 4
LIMITS = (
    "centre", "low", "high", "drift", "drift_low", "drift_high", "baseline_from", "baseline_to",
    "baseline_count", "series_count", "reason",
)  # fmt: skip


def charts(network: Network, rng: np.random.Generator) -> Rows:
    """All with limits, one in two hundred signalling.

    The demo's history is too short for the limits of half of its series: after years each has the
    dozen points that they take. They get those of another series in the same metric.
    """
    rows = _placed(frozen()["charts"], network, rng, ("audience", "touchpoint_key", "metric"))
    limits = {
        group["sample"]["metric"]: {name: group["sample"][name] for name in LIMITS}
        for group in frozen()["charts"]
        if group["sample"]["low"] is not None
    }
    for row in rows:
        if row["low"] is None:
            row.update(limits.get(row["metric"], {}))
        signals = row["low"] is not None and rng.random() < SIGNAL_SHARE
        row["side"] = "below" if signals else ""
    return rows


def distributions(network: Network, rng: np.random.Generator) -> Rows:
    return _placed(frozen()["distributions"], network, rng, ("audience", "metric"))


def peers(network: Network, rng: np.random.Generator) -> Rows:
    """Of every partner by customer and metric, or the reason why not."""
    return _placed(frozen()["peers"], network, rng, ("audience", "metric"))


def standings(network: Network, estimates: Rows) -> Rows:
    """Of every channel partner's total that is shown, shrunk by half."""
    count = len(network.places[Level.PARTNER])
    return [
        _standing(row, count)
        for row in estimates
        if (row["level"], row["window"]) == (Level.PARTNER, STANDING_WINDOW)
        and not row["touchpoint_key"]
        and row["value"] is not None
    ]


def _standing(row: Mapping[str, Any], partner_count: int) -> dict[str, Any]:
    middle = frozen()["values"][row["metric"]][0]
    shrunk = interval((row["value"] + middle) / 2, row["se"] / 2)
    return {
        **{name: row[name] for name in ("audience", "window", "metric", "node_key")},
        "value": row["value"],
        "shrunk": shrunk["value"],
        "shrunk_low": shrunk["ci_low"],
        "shrunk_high": shrunk["ci_high"],
        "rank_low": 1,
        "rank_high": partner_count,
        "tier": 1,
        "partner_count": partner_count,
    }


def _placed(
    groups: Iterable[Mapping[str, Any]],
    network: Network,
    rng: np.random.Generator,
    about: Sequence[str],
) -> Rows:
    """A row for as many places as had one; of its variants each place gets one at most."""
    variants: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for group in groups:
        sample = group["sample"]
        level = sample.get("level", Level.PARTNER)
        variants.setdefault((level, *(sample[name] for name in about)), []).append(group)
    rows: Rows = []
    for (level, *_), some in variants.items():
        bounds = np.cumsum([group["share"] for group in some])
        for key in network.places[level]:
            at = int(np.searchsorted(bounds, rng.random()))
            if at < len(some):
                rows.append({**some[at]["sample"], "node_key": key})
    return rows
