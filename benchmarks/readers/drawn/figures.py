"""Draw the published rows of an edition in the demo's proportions, for a network of any size.

`demo.json` says of each level, window and customer what share of the possible figures was heard
from, shown, held or hidden. Large places are heard from in every figure of theirs, small ones in
few: a place's size is drawn once and decides in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.readers.drawn.network import DIGITS, ROOM, Network, Rows, frozen, interval
from metrics.models import Decision, Level, Metric, State

RANGES = {
    Metric.NPS: (-100.0, 100.0),
    Metric.CSAT: (0.0, 1.0),
    Metric.EFFORT: (1.0, 7.0),
    Metric.INTENT: (0.0, 1.0),
}
# How far chance moves a place up or down the order of sizes, from one figure to the next.
CHANCE = 0.08


@dataclass(frozen=True)
class Drawing:
    """One edition's figures before they have an edition."""

    network: Network
    rng: np.random.Generator
    sizes: Mapping[str, Any]

    @classmethod
    def of(cls, network: Network, seed: int) -> Drawing:
        """Sizes are the same in every edition; `seed` decides the rest."""
        first = np.random.default_rng(1)
        sizes = {level: first.permutation(len(keys)) for level, keys in network.places.items()}
        return cls(network, np.random.default_rng(seed), sizes)

    def estimates(self) -> Rows:
        """In the order of the unique key, in which an index grows at its end."""
        rows = [row for group in frozen()["estimates"] for row in self._estimates(group)]
        rows.sort(key=_figure_order)
        return rows

    def gaps(self) -> Rows:
        return [row for group in frozen()["gaps"] for row in self._gaps(group)]

    def ladder(self) -> Rows:
        return [row for group in frozen()["ladder"] for row in self._ladder(group)]

    def _cells(self, level: str, rest: Sequence[Any]) -> list[tuple[str, Any]]:
        """Every place with every one of the rest, the likeliest to be heard from first."""
        keys, sizes = self.network.places[level], self.sizes[level]
        found = [(place, one) for place in range(len(keys)) for one in range(len(rest))]
        luck = self.rng.normal(0, CHANCE * len(keys), len(found))
        order = np.argsort([sizes[place] for place, _ in found] + luck)
        return [(keys[found[at][0]], rest[found[at][1]]) for at in order]

    def _estimates(self, group: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        audience, level = group["audience"], group["level"]
        asked = [
            (touchpoint, metric)
            for touchpoint, metrics in self.network.asked[audience].items()
            if (not touchpoint) == group["is_total"]
            for metric in metrics
        ]
        cells = self._cells(level, asked)
        heard = cells[: round(group["heard"] * len(cells))]
        decisions = self._decisions(group["decisions"], len(heard))
        for (key, (touchpoint, metric)), decision in zip(heard, decisions, strict=True):
            yield {
                "audience": audience,
                "window": group["window"],
                "level": level,
                "node_key": key,
                "touchpoint_key": touchpoint,
                "metric": metric,
                **self._figure(metric, decision, group),
            }

    def _decisions(self, shares: Mapping[str, float], count: int) -> list[str]:
        """As many of each as its share says, what is hidden last: that is where few answered."""
        found: list[str] = []
        for decision, share in shares.items():
            if decision != Decision.SUPPRESS:
                found += [decision] * round(share * count)
        self.rng.shuffle(found)
        return [*found, *([Decision.SUPPRESS] * (count - len(found)))][:count]

    def _figure(self, metric: str, decision: str, group: Mapping[str, Any]) -> dict[str, Any]:
        shown = decision != Decision.SUPPRESS
        n = int(self.rng.poisson(group["n"])) + (10 if shown else 1)
        reason = None if shown else self._one_of(frozen()["reasons"])
        grade, weakest, families, why = (
            frozen()["remarks"][decision] if shown else ("F", reason, "", reason)
        )
        middle, se = self._value(metric, group["se"]) if shown else (None, None)
        return {
            **interval(middle, se, RANGES[Metric(metric)]),
            "raw": middle,
            "base_value": middle,
            **self._beside(middle),
            "interval_method": "score" if shown else None,
            "n": n,
            "n_eff": round(n * 0.8, DIGITS) if shown else None,
            "accounts": n,
            "population": n * 4,
            "decision": decision,
            "grade": grade,
            "weakest": weakest,
            "families": families,
            "reason": why,
        }

    def _beside(self, middle: float | None) -> dict[str, float | None]:
        """What the figure were otherwise, where that differs."""
        return {
            name: middle if middle is not None and self.rng.random() < share else None
            for name, share in frozen()["beside"].items()
        }

    def _value(self, metric: str, errors: Mapping[str, float]) -> tuple[float, float]:
        """A figure within its scale, whatever an edition's shift does to it."""
        middle, spread = frozen()["values"][metric]
        low, high = RANGES[Metric(metric)]
        se = max(errors.get(metric, spread), (high - low) / 1000)
        value = float(self.rng.normal(middle, spread))
        return round(float(np.clip(value, low + ROOM * se, high - ROOM * se)), DIGITS), se

    def _one_of(self, weighed: Sequence[Sequence[Any]]) -> str:
        weights = np.array([weight for _, weight in weighed], dtype=float)
        at = np.searchsorted(np.cumsum(weights / weights.sum()), self.rng.random())
        return str(weighed[min(int(at), len(weighed) - 1)][0])

    def _gaps(self, group: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        cells = self._cells(group["level"], list(Metric))
        heard = cells[: round(group["heard"] * len(cells))]
        decisions = self._decisions(group["decisions"], len(heard))
        for (key, metric), decision in zip(heard, decisions, strict=True):
            shown = decision != Decision.SUPPRESS
            spread = frozen()["values"][metric][1]
            middle = float(self.rng.normal(-spread / 4, spread / 4)) if shown else None
            reason = None if shown else self._one_of(frozen()["gap_reasons"])
            n = int(self.rng.poisson(group["n"])) + 3
            yield {
                "is_paired": group["is_paired"],
                "window": group["window"],
                "level": group["level"],
                "node_key": key,
                "metric": metric,
                **interval(middle, spread / 4 if shown else None),
                "n": n,
                "accounts": n,
                "decision": decision,
                "grade": "B" if shown else "F",
                "weakest": reason or "",
                "families": "",
                "reason": reason,
            }

    def _ladder(self, group: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        same = {name: group[name] for name in ("audience", "window", "level")}
        for key in self.network.places[group["level"]]:
            for step, reason, share, count in group["steps"]:
                if self.rng.random() < share:
                    yield {**same, "node_key": key, "step": step, "reason": reason, "count": count}

    def findings(self) -> Rows:
        """A check has one outcome in a place: whoever failed it did not also pass."""
        order = sorted(frozen()["findings"], key=lambda found: found["state"] != State.FAIL)
        names = ("check_key", "audience", "window", "level", "node_key", "touchpoint_key", "metric")
        first: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in (row for found in order for row in self._findings(found)):
            first.setdefault(tuple(row[name] for name in names), row)
        return list(first.values())

    def _findings(self, found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        same = {name: value for name, value in found.items() if name != "about"}
        for audience, window, touchpoint, metric, share in found["about"]:
            for key in self.network.places[found["level"] or Level.NETWORK]:
                if self.rng.random() < share:
                    yield {
                        **same,
                        "audience": audience,
                        "window": window,
                        "node_key": key,
                        "touchpoint_key": touchpoint,
                        "metric": metric,
                    }


def _figure_order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The order of the unique key, in which an index grows at its end."""
    names = ("audience", "window", "level", "node_key", "touchpoint_key", "metric")
    return tuple(row[name] for name in names)
