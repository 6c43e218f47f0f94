"""Do the items of a construct hang together? Omega decides, item-total explains (F1, F2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from metrics.figures import Finding
from metrics.integrity.constructs.scales import Scale, scales_of
from metrics.integrity.constructs.window import ScaleAnswers
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.integrity.wording import AUDIENCE_NAMES
from metrics.method import Family, Severity
from metrics.models import State
from stats import (
    Alpha,
    ConstructVerdict,
    DataPurpose,
    Reliability,
    cronbach_alpha,
    minimum_data,
    reliability,
)

LOOK_AT_ITEMS = (
    "See which item fits least, reword or drop it, and report no common score till then."
)
WAIT = "Nothing yet: it is tested as soon as enough people have answered every item."


@dataclass(frozen=True)
class ExaminedScale:
    scale: Scale
    answers: ScaleAnswers
    reliability: Reliability
    alpha: Alpha

    @property
    def shortage(self) -> str:
        """Too few answers, as a sentence; empty where there are enough."""
        data = minimum_data(len(self.scale.items), [self.answers.n], DataPurpose.RELIABILITY)
        if data.verdict is ConstructVerdict.FINE:
            return ""
        return (
            f"{self.title} is not testable yet: {data.smallest} of {data.needed} complete answers."
        )

    @property
    def title(self) -> str:
        return f"“{self.scale.name}” of {AUDIENCE_NAMES[self.scale.audience]}"

    @property
    def figures(self) -> dict[str, Any]:
        factor = self.reliability.factor
        loadings = factor.loadings if factor and factor.loadings else ()
        return {
            "construct": self.scale.construct,
            "items": len(self.scale.items),
            "complete_answers": self.answers.n,
            "left_out": self.answers.left_out,
            "method": self.reliability.method.value,
            "reliability": self.reliability.value,
            "average_variance_extracted": self.reliability.ave,
            "alpha": self.alpha.value,
            "against_the_others": ", ".join(self.reliability.reversed_items),
            **{
                f"item_total {item.name}": item.item_total
                for item in self.alpha.items
                if item.item_total is not None
            },
            **{
                f"loading {item}": loading
                for item, loading in zip(self.scale.items, loadings, strict=False)
            },
        }


def construct_reliability(evidence: WeekEvidence) -> Iterator[Finding]:
    """Omega (Spearman–Brown for two items), the weakest item, and items that repeat each other."""
    examined = tuple(examined_scales(evidence))
    for key, severity, judge in (
        ("omega", Severity.BLOCK, _omega),
        ("item_total", Severity.CAVEAT, _weakest_item),
        ("redundant_items", Severity.CAVEAT, _redundant),
    ):
        rule = Rule(key, Family.CONSTRUCTS, severity, evidence.thresholds.of(key))
        judged = [_judged(evidence, key, one, judge(one)) for one in examined]
        yield from findings_of(rule, judged, evidence.sheets)


def examined_scales(evidence: WeekEvidence) -> Iterator[ExaminedScale]:
    for scale in scales_of(evidence.sheets, evidence.configuration.constructs):
        answers = evidence.patterns.answers(scale.audience, scale)
        rows = answers.weighted()
        yield ExaminedScale(scale, answers, reliability(rows), cronbach_alpha(rows))


@dataclass(frozen=True)
class Reading:
    """A figure of a scale, or why it has none, and its sentences where it is fine and where not."""

    value: float | None
    reason: str
    fine: str
    doubtful: str
    what_to_do: str


def _omega(one: ExaminedScale) -> Reading:
    method, value = one.reliability.method.value, one.reliability.value
    figure = f"{method} {value:.2f}" if value is not None else ""
    return Reading(
        value,
        one.reliability.reason.sentence,
        f"The items of “{one.scale.name}” hang together: {figure}.",
        f"The items of “{one.scale.name}” hang together too loosely: {figure}.",
        LOOK_AT_ITEMS,
    )


def _weakest_item(one: ExaminedScale) -> Reading:
    known = {i.name: i.item_total for i in one.alpha.items if i.item_total is not None}
    weakest = min(known, key=lambda name: known[name], default="")
    value = known.get(weakest)
    figure = f"{value:.2f} with the rest" if value is not None else ""
    return Reading(
        value,
        one.alpha.reason.sentence,
        f"Every item of “{one.scale.name}” belongs to it: the weakest correlates {figure}.",
        f"“{weakest}” hardly belongs to “{one.scale.name}”: it correlates {figure}.",
        "Reword the item, turn its direction round, or take it out of the construct.",
    )


def _redundant(one: ExaminedScale) -> Reading:
    value = one.reliability.value
    figure = f"{value:.2f}" if value is not None else ""
    return Reading(
        value,
        one.reliability.reason.sentence,
        f"The items of “{one.scale.name}” are no mere repetition: reliability {figure}.",
        f"The items of “{one.scale.name}” repeat one question: reliability {figure}.",
        "Drop an item, or ask for another side of the construct.",
    )


def _judged(evidence: WeekEvidence, key: str, one: ExaminedScale, reading: Reading) -> Judged:
    state, what, what_to_do = State.UNKNOWN, one.shortage, WAIT
    if not one.shortage and reading.value is None:
        what, what_to_do = f"{one.title} cannot be tested: {reading.reason}.", LOOK_AT_ITEMS
    elif not one.shortage:
        state = evidence.thresholds.judge(key, reading.value)
        what = reading.fine if state is State.PASS else reading.doubtful
        what_to_do = reading.what_to_do
    return Judged(
        name=", ".join(one.scale.items),
        audience=one.scale.audience,
        state=state,
        what=what,
        what_to_do=what_to_do,
        value=None if one.shortage else reading.value,
        concerns=one.scale.concerns,
        figures=one.figures,
    )
