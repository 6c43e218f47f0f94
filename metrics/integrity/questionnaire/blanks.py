"""Questions that were shown and left blank: item non-response (methods E)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.integrity.sheets import AUDIENCES, Sheets
from metrics.integrity.wording import AUDIENCE_NAMES, percent
from metrics.method import Family, Severity
from metrics.models import State
from metrics.warehouse.columns import group_rows, strings
from metrics.warehouse.patterns import response_rows
from metrics.warehouse.schema import USED, ItemState

KEY = "item_nonresponse"
# [P] below this one person more or less moves the share by points.
FEWEST_SHOWN = 30


@dataclass
class Shown:
    """What became of an item each time it was shown."""

    states: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def blank_share(self) -> float:
        return self.states[ItemState.BLANK] / self.total

    @property
    def figures(self) -> dict[str, Any]:
        return {
            "shown": self.total,
            "blank": self.states[ItemState.BLANK],
            "not_applicable_share": self.states[ItemState.NOT_APPLICABLE] / self.total,
        }


# audience, metric (empty for other questions), touchpoint (empty for them), question
Asked = tuple[str, str, str, str]


def item_nonresponse(evidence: WeekEvidence) -> Iterator[Finding]:
    """A metric's question at each touchpoint; every other question over all touchpoints."""
    sheets = evidence.sheets
    rule = Rule(KEY, Family.QUESTIONNAIRE, Severity.CAVEAT, evidence.thresholds.of(KEY))
    shown = shown_items(evidence, sheets)
    judged = [
        _judged(evidence, sheets, asked, counts)
        for asked, counts in sorted(shown.items())
        if counts.total >= FEWEST_SHOWN
    ]
    heard = {one.audience for one in judged}
    silent = [
        _too_few(audience)
        for audience in AUDIENCES
        if audience not in heard and sheets.of_audience(audience)
    ]
    yield from findings_of(rule, [*judged, *silent], sheets)


def shown_items(evidence: WeekEvidence, sheets: Sheets) -> Mapping[Asked, Shown]:
    """Used answers' items, counted; of versions that are known."""
    found: dict[Asked, Shown] = {}
    for version, touchpoint, question, state, count in _counted(evidence):
        sheet = sheets.by_name.get(version)
        if sheet is None:
            continue
        metric = next((m for m, fed in sheet.feeding.items() if fed.key == question), "")
        asked = (sheet.audience, metric, touchpoint if metric else "", question)
        found.setdefault(asked, Shown()).states[state] += count
    return found


def _counted(evidence: WeekEvidence) -> Iterator[tuple[str, str, str, str, int]]:
    """(version, touchpoint, question, state, how many items) of used responses."""
    frozen = evidence.frozen
    used = np.asarray(evidence.status, dtype=object) == USED
    row = response_rows(frozen.items, frozen.responses)
    kept = np.flatnonzero(used[row])
    row = row[kept]
    version = strings(frozen.responses, "questionnaire").taken(row)
    touchpoint = strings(frozen.frame, "touchpoint").taken(evidence.frame_row[row])
    question = strings(frozen.items, "question").taken(kept)
    state = strings(frozen.items, "state").taken(kept)
    columns = (version, touchpoint, question, state)
    first, group = group_rows(*(column.codes for column in columns))
    for place, count in zip(first.tolist(), np.bincount(group).tolist(), strict=True):
        version_of, at, key, became = (c.levels[c.codes[place]] for c in columns)
        yield version_of, at, key, became, count


def _judged(evidence: WeekEvidence, sheets: Sheets, asked: Asked, counts: Shown) -> Judged:
    audience, metric, touchpoint, question = asked
    state = evidence.thresholds.judge(KEY, counts.blank_share)
    where = f" at {touchpoint}" if touchpoint else ""
    blank = "0 %" if not counts.blank_share else percent(counts.blank_share)
    return Judged(
        name=f"{touchpoint} {question}".strip(),
        audience=audience,
        state=state,
        what=f"{blank} of the {AUDIENCE_NAMES[audience]} who were shown “{question}”{where} left "
        "it blank.",
        what_to_do="Make it easier to answer, or offer “not applicable” where it does not apply.",
        value=counts.blank_share,
        concerns=sheets.concerns(audience, [touchpoint], [metric]) if metric else (),
        figures=counts.figures,
    )


def _too_few(audience: str) -> Judged:
    return Judged(
        "all",
        audience,
        State.NOT_APPLICABLE,
        f"No question was shown to {FEWEST_SHOWN} {AUDIENCE_NAMES[audience]} this week: too few to "
        "say which are left blank.",
    )
