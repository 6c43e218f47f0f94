"""What one or two channel partners can put together of the others, from every way there is.

told = read_everything(client, weeks)       by way, week, audience and metric, the numbers told
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.database import writing
from metrics.comparison.benchmarks import peer_benchmarks
from metrics.comparison.models import PeerBenchmark
from metrics.figures import EstimateFigure
from metrics.models import OWN_LEVELS, Edition, Estimate
from tests.metrics.comparison.peers import Page, bounds

Key = tuple[str, str, str]  # week, audience, metric
NETWORK = ("network_value", "network_low", "network_high", "network_n")
QUARTILES = ("others_low", "others_middle", "others_high")
API_NAMES = ("value", "ci_low", "ci_high", "n_band")


@dataclass(frozen=True)
class Told:
    """What a partner is told beside its own figure; None where it is told nothing."""

    network: tuple[Any, ...]
    quartiles: tuple[float, ...] | None
    own: float | None


def from_exports(client: FlaskClient, weeks: Iterable[str]) -> dict[Key, Told]:
    """Of the tables of its page, week by week, whichever week they turn out to be of."""
    found: dict[Key, Told] = {}
    for week in weeks:
        for row in client.get(f"/exports/partner/{week}/peers.json").get_json()["rows"]:
            quartiles = tuple(row[name] for name in QUARTILES)
            told = Told(
                network=tuple(row[name] for name in NETWORK),
                quartiles=None if None in quartiles else quartiles,
                own=row["value"],
            )
            key = (row["week"], row["audience"], row["metric"])
            # Asked of a later week, the same comparison says the same.
            assert found.setdefault(key, told) == told
    return found


def from_programs(client: FlaskClient, weeks: Iterable[str], query: str = "") -> dict[Key, Any]:
    """Figures of anybody but itself that a program is told, with all that is told of them."""
    found: dict[Key, Any] = {}
    for week in weeks:
        path: str | None = f"/api/v1/editions/{week}/final/0/estimates?limit=1000&{query}"
        while path:
            answer = client.get(path)
            assert answer.status_code in (200, 400), path
            document = answer.get_json()
            path = document.get("links", {}).get("next")
            for row in document.get("data", ()):
                if row["level"] not in OWN_LEVELS and row["value"] is not None:
                    assert (row["window"], row["touchpoint"], row["level"]) == (4, "", "network")
                    key = (week, row["audience"], row["metric"])
                    found[key] = tuple(row[name] for name in API_NAMES)
    return found


def numbers_in(text: str) -> set[str]:
    """Every number as it is written, whatever stands around it."""
    return set(re.findall(r"[−-]?\d[\d,.]*\d|[−-]?\d", text.replace("\u2060", "")))


def recompute_totals(session: Session, editions: Sequence[Edition]) -> None:
    """Make the network's total the mean of its partners, each by its answers, and compare anew."""
    names = list(EstimateFigure.__dataclass_fields__)
    with writing(session):
        session.execute(sa.delete(PeerBenchmark))
        for edition in editions:
            rows = session.scalars(
                sa.select(Estimate).where(Estimate.edition_id == edition.id, Estimate.window == 4)
            ).all()
            partners = [row for row in rows if row.level == "partner" and row.value is not None]
            for total in (row for row in rows if _is_total(row)):
                _set_mean(total, [row for row in partners if _is_like(row, total)])
            figures = [EstimateFigure(**{name: getattr(row, name) for name in names})
                       for row in rows]  # fmt: skip
            keys = sorted({row.node_key for row in rows if row.level == "partner"})
            found = peer_benchmarks(figures, keys)
            session.add_all(PeerBenchmark(edition_id=edition.id, **vars(one)) for one in found)


def _is_total(row: Estimate) -> bool:
    return row.level == "network" and not row.touchpoint_key


def _is_like(row: Estimate, total: Estimate) -> bool:
    return (row.audience, row.metric) == (total.audience, total.metric)


def _set_mean(total: Estimate, rows: Sequence[Estimate]) -> None:
    mean = float(np.average([row.value or 0.0 for row in rows], weights=[row.n for row in rows]))
    reach = 1.96 * (total.se or 0.0)
    total.value, total.ci_low, total.ci_high = mean, mean - reach, mean + reach


def hidden_of(session: Session, week: str, audience: str, metric: str, *known: str) -> list[float]:
    """Figures of everybody else that are published, ascending."""
    rows = sa.select(Estimate.value).join(Edition).where(
        Edition.week == week, Edition.kind == "final", Estimate.audience == audience,
        Estimate.metric == metric, Estimate.window == 4, Estimate.level == "partner",
        Estimate.touchpoint_key == "", Estimate.value.is_not(None),
        Estimate.node_key.not_in(known),
    )  # fmt: skip
    return sorted(value for value in session.scalars(rows) if value is not None)


def known_limits(
    readers: Sequence[Told], hidden_count: int, step: float, scale: tuple[float, float]
) -> tuple[float, float]:
    """Between what ends any one hidden figure must lie for readers who told each other all.

    They take the network's rounded figure for the mean of all partners, each weighing alike.
    """
    own = [reader.own for reader in readers if reader.own is not None]
    pages = [_page(reader, readers) for reader in readers]
    count = hidden_count + len(own)
    value = readers[0].network[0]
    ends = [((value + sign * step / 2) * count - sum(own)) / hidden_count for sign in (-1, 1)]
    return bounds(pages, hidden_count, step=step, mean=(ends[0], ends[1]), scale=scale)


def _page(reader: Told, readers: Sequence[Told]) -> Page:
    assert reader.quartiles is not None
    low, middle, high = reader.quartiles
    known = tuple(one.own for one in readers if one is not reader and one.own is not None)
    return Page((low, middle, high), known)


def queries() -> Iterator[str]:
    """Every filter that programs have, by itself and two by two."""
    filters = {"metric": ("nps", "csat"), "audience": ("end_user", "channel_partner"),
               "window": ("1", "4", "13"), "level": ("network", "partner", "region", "country"),
               "touchpoint": ("sale", "repair_visit"), "partner": ("harz", "lindner"),
               "node": ("harz", "Spain", "Spain/Aragon")}  # fmt: skip
    single = [f"{name}={value}" for name, values in filters.items() for value in values]
    yield from single
    yield from (f"{one}&{other}" for one in single for other in single
                if one.partition("=")[0] < other.partition("=")[0])  # fmt: skip
