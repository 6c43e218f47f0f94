"""How many figures of an edition were heard from, shown, held or hidden, and what led to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import mean, pstdev
from typing import Any

from benchmarks.readers.measured.counting import DIGITS, Demo, grouped, share, shares_of
from metrics.models import Estimate, FindingRow, Gap, LadderStep, Level

Asked = dict[str, dict[str, list[str]]]
SAID_ONCE = (
    "check_key", "family", "severity", "state", "level", "is_only_here", "what", "what_to_do",
    "evidence",
)  # fmt: skip
LIMITS = ("value", "warn", "fail")
BESIDE = ("with_set_aside", "without_flagged")


def asked_of(estimates: Sequence[Estimate]) -> Asked:
    """Which metrics each customer is asked at a touchpoint; "" is all of them."""
    found: Asked = defaultdict(lambda: defaultdict(list))
    for row in estimates:
        if row.level == Level.NETWORK and row.window == 13:
            found[row.audience][row.touchpoint_key].append(row.metric)
    return {audience: dict(touchpoints) for audience, touchpoints in found.items()}


def values_of(estimates: Sequence[Estimate]) -> dict[str, list[float]]:
    """Mean and spread of the figures shown, by metric."""
    groups = grouped((row for row in estimates if row.value is not None), lambda row: row.metric)
    found = {}
    for metric, rows in groups.items():
        values = [row.value for row in rows if row.value is not None]
        found[metric] = [round(mean(values), DIGITS), round(pstdev(values), DIGITS)]
    return found


def estimates_of(estimates: Sequence[Estimate], demo: Demo, asked: Asked) -> list[dict[str, Any]]:
    """By level, window, customer, and total or touchpoint: what share is heard from and shown."""
    groups = grouped(
        estimates, lambda row: (row.audience, row.window, row.level, not row.touchpoint_key)
    )
    found = []
    for (audience, window, level, is_total), rows in groups.items():
        touchpoints = asked[audience].items()
        cells = sum(len(metrics) for key, metrics in touchpoints if (not key) == is_total)
        by_metric = grouped((row for row in rows if row.se is not None), lambda row: row.metric)
        found.append(
            {
                "audience": audience,
                "window": window,
                "level": level,
                "is_total": is_total,
                "heard": share(len(rows), cells * demo.places[level]),
                "n": round(mean(row.n for row in rows), 1),
                "decisions": shares_of([row.decision for row in rows]),
                "se": {
                    metric: round(mean(row.se or 0 for row in some), DIGITS)
                    for metric, some in by_metric.items()
                },
            }
        )
    return found


def reasons_of(reasons: Iterable[str | None]) -> list[list[Any]]:
    """Each with how often it stood, the most frequent first."""
    return [list(pair) for pair in Counter(reasons).most_common()]


def remarks_of(estimates: Sequence[Estimate]) -> dict[str, list[Any]]:
    """What usually stands beside a figure of each decision: grade, weakest link, families."""
    shown = grouped((row for row in estimates if row.value is not None), lambda row: row.decision)
    return {
        decision: list(
            Counter((row.grade, row.weakest, row.families, row.reason) for row in rows)
            .most_common(1)[0][0]
        )
        for decision, rows in shown.items()
    }  # fmt: skip


def beside_values(estimates: Sequence[Estimate]) -> dict[str, float]:
    """How many of the figures shown have a second value of a kind."""
    shown = [row for row in estimates if row.value is not None]
    return {
        name: share(sum(getattr(row, name) is not None for row in shown), len(shown))
        for name in BESIDE
    }


def gaps_of(gaps: Sequence[Gap], demo: Demo) -> list[dict[str, Any]]:
    groups = grouped(gaps, lambda row: (row.is_paired, row.window, row.level))
    metrics = len({row.metric for row in gaps})
    return [
        {
            "is_paired": is_paired,
            "window": window,
            "level": level,
            "heard": share(len(rows), metrics * demo.places[level]),
            "n": round(mean(row.n for row in rows), 1),
            "decisions": shares_of([row.decision for row in rows]),
        }
        for (is_paired, window, level), rows in groups.items()
    ]


def ladder_of(steps: Sequence[LadderStep], demo: Demo) -> list[dict[str, Any]]:
    """By level, window and customer: each step, the share of places that have it, its count."""
    groups = grouped(steps, lambda row: (row.audience, row.window, row.level))
    return [
        {
            "audience": audience,
            "window": window,
            "level": level,
            "steps": [
                [
                    step,
                    reason,
                    share(len(some), demo.places[level]),
                    round(mean(row.count for row in some)),
                ]
                for (step, reason), some in grouped(
                    rows, lambda row: (row.step, row.reason)
                ).items()
            ],
        }
        for (audience, window, level), rows in groups.items()
    ]


def findings_of(findings: Sequence[FindingRow], demo: Demo) -> list[dict[str, Any]]:
    """Of each check, outcome and level one in full, and about what the others are, how often."""
    groups = grouped(findings, lambda row: (row.check_key, row.state, row.level))
    found = []
    for (_, _, level), rows in groups.items():
        about = Counter((r.audience, r.window, r.touchpoint_key, r.metric) for r in rows)
        count = demo.places[level or Level.NETWORK]
        found.append(
            {name: getattr(rows[0], name) for name in (*SAID_ONCE, *LIMITS)}
            | {"about": [[*key, share(number, count)] for key, number in about.items()]}
        )
    return found
