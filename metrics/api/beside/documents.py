"""What stands beside figures, as documents for programs. For the house alone: of the others none
of it is a channel partner's to know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from metrics.api.documents import (
    NamedEdition,
    edition_id,
    edition_url,
    figure_links,
    label_of,
)
from metrics.comparison.charts import WINDOW
from metrics.comparison.distributions import WINDOW as SPREAD_WINDOW
from metrics.comparison.models import ChartPoint, Distribution, DriverRow, Standing
from metrics.integrity.gates import NOT_SHOWN
from metrics.integrity.label.address import FigureName
from metrics.models import Estimate, Level

CHART = (
    "metric", "level", "value", "centre", "low", "high", "drift", "drift_low", "drift_high",
    "baseline_from", "baseline_to", "baseline_count", "series_count", "side", "since_week",
)  # fmt: skip
STANDING = (
    "metric", "window", "value", "shrunk", "shrunk_low", "shrunk_high", "rank_low", "rank_high",
    "tier", "partner_count",
)  # fmt: skip
DRIVER = (
    "kind", "name", "size", "size_low", "size_high", "share", "mean", "mean_low", "mean_high",
    "rank_low", "rank_high", "entangled", "r2", "n", "accounts", "population",
)  # fmt: skip


def chart_document(
    edition: NamedEdition, row: ChartPoint, figure: Estimate | None
) -> dict[str, Any]:
    name = FigureName(row.audience, row.metric, WINDOW, row.level, row.node_key, row.touchpoint_key)
    keys = {"node": row.node_key, "touchpoint": row.touchpoint_key}
    return {
        **_of(edition, "charts", (row.audience, row.metric, row.level), keys),
        **keys,
        **_columns(row, CHART),
        "reason": row.reason or "",
        **_behind(edition, name, figure),
    }


def standing_document(
    edition: NamedEdition, row: Standing, figure: Estimate | None
) -> dict[str, Any]:
    name = FigureName(row.audience, row.metric, row.window, Level.PARTNER, row.node_key)
    keys = {"node": row.node_key}
    return {
        **_of(edition, "standings", (row.audience, row.metric, str(row.window)), keys),
        **keys,
        **_columns(row, STANDING),
        **_behind(edition, name, figure),
    }


def driver_document(edition: NamedEdition, row: DriverRow) -> dict[str, Any]:
    keys = {"touchpoints": row.touchpoints}
    return {
        **_of(edition, "drivers", (row.audience, row.kind, row.name), keys),
        "touchpoints": row.touchpoints.split(",") if row.touchpoints else [],
        **_columns(row, DRIVER),
        "links": {"edition": edition_url(edition)},
    }


def distribution_document(
    edition: NamedEdition, row: Distribution, figure: Estimate | None
) -> dict[str, Any]:
    name = FigureName(row.audience, row.metric, SPREAD_WINDOW, row.level, row.node_key)
    keys = {"node": row.node_key}
    return {
        **_of(edition, "distributions", (row.audience, row.metric, row.level), keys),
        **keys,
        "metric": row.metric,
        "level": row.level,
        "window": SPREAD_WINDOW,
        "parts": [
            {"lowest": low, "highest": high, "percent": percent} for low, high, percent in row.parts
        ],
        "reason": row.reason or "",
        **_behind(edition, name, figure),
    }


def _of(
    edition: NamedEdition, kind: str, parts: tuple[str, ...], keys: Mapping[str, str]
) -> dict[str, Any]:
    """Its id, for ever the same, and whose it is."""
    query = urlencode({name: key for name, key in keys.items() if key}, safe="/")
    path = quote("/".join(parts)) + (f"?{query}" if query else "")
    return {
        "id": f"{edition_id(edition)}/{kind}/{path}",
        "edition": edition_id(edition),
        "of": parts[0],
    }


def _columns(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _behind(edition: NamedEdition, name: FigureName, figure: Estimate | None) -> dict[str, Any]:
    """The figure that it is said of."""
    is_shown = figure is not None and figure.value is not None
    return {
        "n": figure.n if figure and is_shown else None,
        "grade": figure.grade if figure else NOT_SHOWN,
        "label_url": label_of(edition, name) if figure else None,
        "links": figure_links(edition, name) if figure else {"edition": edition_url(edition)},
    }
