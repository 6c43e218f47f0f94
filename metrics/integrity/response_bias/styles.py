"""Habits of using a scale, whatever is asked, compared between cultures (methods D3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.response_bias.sheets import Item, VersionSheets, arranged
from metrics.method import MIN_LEVEL_N, Family, Severity
from metrics.models import State
from metrics.warehouse.columns import Bools, Floats
from metrics.warehouse.files import rounded
from metrics.warehouse.schema import USED
from stats import MeanDifference, ResponseStyles, benjamini_hochberg, response_styles, welch
from stats.careless.response_styles import CONTENTS

KEY = "response_styles"


@dataclass(frozen=True)
class Battery:
    """Questions of one version on one scale: `columns` of its items, `contents` of each."""

    sheets: VersionSheets
    columns: tuple[int, ...]
    contents: tuple[int, ...]
    low: int
    high: int

    @property
    def content_count(self) -> int:
        return len(set(self.contents))


@dataclass(frozen=True)
class Compared:
    """One culture's net acquiescence against all others', in steps of the scale."""

    audience: str
    culture: str
    version: str
    found: MeanDifference
    contents: int
    extreme: float
    extreme_elsewhere: float


def styles(evidence: WeekEvidence) -> Iterator[Finding]:
    """Net acquiescence of each culture against the others, after Benjamini–Hochberg.

    Only over eight questions or more about different things on one scale: fewer measure what they
    ask about, and a style cannot be told from a view.
    """
    used = np.array([status == USED for status in evidence.status], dtype=np.bool_)
    batteries = [battery for sheets in arranged(evidence.frozen, used) for battery in _of(sheets)]
    long = [battery for battery in batteries if battery.content_count >= CONTENTS]
    if not long:
        most = max((battery.content_count for battery in batteries), default=0)
        yield _short(evidence, most)
        return
    compared = [one for battery in long for one in _cultures(evidence, battery)]
    if not compared:
        yield _alone(evidence)
        return
    q = benjamini_hochberg([one.found.p_value or 0.0 for one in compared]).tolist()
    worst = min(range(len(compared)), key=lambda k: (q[k], k))
    yield _finding(evidence, compared[worst], q[worst], len(compared))


def _of(sheets: VersionSheets) -> Iterator[Battery]:
    """By scale. What has a construct asks about that; every other question about its own thing."""
    names = sorted({_content(item) for item in sheets.items})
    columns = sorted(range(len(sheets.items)), key=lambda k: (_scale(sheets.items[k]), k))
    for (low, high), group in groupby(columns, key=lambda k: _scale(sheets.items[k])):
        chosen = tuple(group)
        contents = tuple(names.index(_content(sheets.items[k])) for k in chosen)
        yield Battery(sheets, chosen, contents, low, high)


def _content(item: Item) -> str:
    return item.construct or item.question


def _scale(item: Item) -> tuple[int, int]:
    return item.low, item.high


def _cultures(evidence: WeekEvidence, battery: Battery) -> Iterator[Compared]:
    columns = list(battery.columns)
    found = response_styles(
        battery.sheets.scores[:, columns].astype(np.int64),
        battery.contents,
        low=battery.low,
        high=battery.high,
        answered=battery.sheets.answered[:, columns],
    )
    assert isinstance(found, ResponseStyles)
    judged = ~np.ma.getmaskarray(found.nars)
    country = np.array(_countries(evidence, battery.sheets))
    audience = evidence.frozen.responses.column("audience")[int(battery.sheets.rows[0])].as_py()
    nars, ers = np.asarray(found.nars.data), np.asarray(found.ers.data)
    for culture in sorted(set(country[judged].tolist()) - {""}):
        here, there = judged & (country == culture), judged & (country != culture)
        if min(here.sum(), there.sum()) < MIN_LEVEL_N:
            continue
        difference = welch(nars[there], nars[here])
        if difference.p_value is not None:
            yield Compared(
                audience, culture, battery.sheets.name, difference, battery.content_count,
                _mean(ers, here), _mean(ers, there),
            )  # fmt: skip


def _mean(values: Floats, chosen: Bools) -> float:
    return float(values[chosen].mean())


def _countries(evidence: WeekEvidence, sheets: VersionSheets) -> list[str]:
    partner = evidence.frame.column("partner").to_pylist()
    reference = evidence.frozen.reference
    return [reference.country_of(partner[row]) for row in evidence.frame_row[sheets.rows].tolist()]


def _short(evidence: WeekEvidence, most: int) -> Finding:
    return _made(
        evidence,
        State.NOT_APPLICABLE,
        f"Styles of answering need {CONTENTS} questions about different things on one scale; the "
        f"longest sheet has {most}.",
        contents=most,
    )


def _alone(evidence: WeekEvidence) -> Finding:
    return _made(
        evidence,
        State.UNKNOWN,
        f"Fewer than two cultures with {MIN_LEVEL_N} sheets to compare styles of answering.",
    )


def _finding(evidence: WeekEvidence, worst: Compared, q: float, tests: int) -> Finding:
    state = evidence.thresholds.judge(KEY, q)
    more = "agrees more" if worst.found.difference > 0 else "agrees less"
    interval = worst.found.interval
    return _made(
        evidence,
        state,
        "Cultures use the scales about alike."
        if state is State.PASS
        else f"{worst.culture} {more} than others whatever is asked: compare cultures with care.",
        audience=worst.audience,
        value=q,
        culture=worst.culture,
        version=worst.version,
        difference=rounded(worst.found.difference),
        difference_low=rounded(interval.low) if interval else None,
        difference_high=rounded(interval.high) if interval else None,
        sheets=worst.found.n_second,
        sheets_elsewhere=worst.found.n_first,
        extreme_share=rounded(worst.extreme),
        extreme_share_elsewhere=rounded(worst.extreme_elsewhere),
        contents=worst.contents,
        tests=tests,
    )


def _made(
    evidence: WeekEvidence,
    state: State,
    what: str,
    *,
    audience: str = "",
    value: float | None = None,
    **figures: object,
) -> Finding:
    threshold = evidence.thresholds.of(KEY)
    return Finding(
        check_key=KEY,
        family=Family.RESPONSE_BIAS,
        severity=Severity.CAVEAT,
        state=state,
        what=what,
        what_to_do="Ask comparisons with balanced, fully labelled scales."
        if state is State.WARN
        else "",
        audience=audience,
        value=rounded(value),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence=figures,
    )
