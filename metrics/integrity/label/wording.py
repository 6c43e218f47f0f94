"""How a label says what a figure is, what was decided about it and what a check is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.web.filters import NO_BREAK, NOTHING, number, percent
from metrics.dashboards.evidence import exact
from metrics.dashboards.wording import (
    AUDIENCE_NAMES,
    AUDIENCE_PLURALS,
    METRICS,
    change_interval_text,
    change_text,
    interval_text,
    listed,
    metric_title,
    sentence,
    shown,
    value_text,
    window_text,
)
from metrics.integrity.gates import NOTHING_TO_WARN_OF
from metrics.integrity.label.address import GAP, GAPS, PAIRED_GAP
from metrics.integrity.label.document import CheckPart, FigurePart
from metrics.models import OWN_LEVELS, Decision, Level

WHAT_IT_IS = {
    GAP: "Gap, end user minus channel partner",
    PAIRED_GAP: "Paired gap, end user minus channel partner",
}
DECISIONS = {
    Decision.PUBLISH: "published",
    Decision.CAVEAT: "published with a caveat",
    Decision.HOLD: "held",
    Decision.SUPPRESS: "not shown",
}
STEPS = {
    "raw": "Raw, every answer alike",
    "base_weighted": "Weighted by how it was sampled",
    "raked": "Raked to the transactions",
}
GRADES = (
    "A no warning; B warnings in one family of checks; C in two; D in three or more, a failed "
    "check, or a check that a named person published over; E held; F not shown. A grade is never "
    "an average; how precise a figure is, its interval says."
)


def is_gap(figure: FigurePart) -> bool:
    return figure.of in GAPS


def subject_text(figure: FigurePart, programme: str) -> str:
    """Recommendation (NPS), Spain, Repair visit, weeks 43–46, 2026."""
    place = programme if figure.level == Level.NETWORK else figure.place
    parts = [metric_title(figure.metric), place, figure.touchpoint]
    parts.append(window_text(figure.last_week, figure.window))
    return ", ".join(part for part in parts if part)


def figure_value(figure: FigurePart) -> str:
    if figure.value is None:
        return ""
    write = change_text if is_gap(figure) else value_text
    return write(figure.value, figure.metric)


def figure_interval(figure: FigurePart) -> str:
    if figure.ci_low is None or figure.ci_high is None:
        return ""
    write = change_interval_text if is_gap(figure) else interval_text
    return write(figure.ci_low, figure.ci_high, figure.metric)


def figure_base(figure: FigurePart) -> str:
    """n 2,412 answers of 812 customers, worth 1,671 of a simple random sample."""
    if figure.n_band:
        return f"n{NO_BREAK}{figure.n_band}"
    if figure.n is None:
        return ""
    what = "pairs" if figure.of == PAIRED_GAP else "answers"
    said = f"n{NO_BREAK}{number(figure.n)} {what[:-1] if figure.n == 1 else what}"
    if figure.accounts is not None and not is_gap(figure):
        said += f" of {number(figure.accounts)} {_owners(figure)}"
    if figure.n_eff is not None:
        said += f", worth {number(figure.n_eff)} of a simple random sample"
    return said


def _owners(figure: FigurePart) -> str:
    if figure.of == "end_user":
        return "customers"
    return "persons" if figure.level in OWN_LEVELS else "channel partners"


def exact_value(value: float, metric: str) -> str:
    """With the places in which changes are written, so that shifts can be added up."""
    return number(shown(value, metric), METRICS[metric].change_places)


# Checks that only inform stand in the list with what they found.
NO_WARNING = "No check that counts for the grade gave a warning."


def weakest_text(figure: FigurePart, families: dict[str, str]) -> str:
    """The weakest link in one sentence; for readers who may know no more, its families."""
    if figure.weakest and figure.weakest != NOTHING_TO_WARN_OF:
        return sentence(figure.weakest)
    if figure.weakest or not figure.families:
        return NO_WARNING
    named = [families[family].lower() for family in figure.families if family in families]
    return f"Warnings in {listed(named)}."


def decision_text(figure: FigurePart) -> str:
    said = f"Decision: {DECISIONS[Decision(figure.decision)]}."
    return f"{said} {sentence(figure.reason)}" if figure.decision == Decision.HOLD else said


def rates_text(audience: str, rates: Mapping[str, Any] | None) -> str:
    """AAPOR rates by number, or why there are none; of the whole network and one week."""
    who = AUDIENCE_PLURALS[audience]
    if rates is None:
        return f"Nobody recorded which {who} were asked: there is no response rate."
    if not rates.get("drawn"):
        return f"No {who} were asked."
    asked = f"of {number(rates['drawn'])} {who} asked in the week, whole network"
    if rates.get("pending"):
        return f"No response rate yet: the links of {number(rates['pending'])} {asked} are open."
    if "rr1" not in rates:
        return f"No response rate: nobody {asked} is known to have been reached."
    named = [
        f"{key.upper()} {percent(rates[key], 1)}" for key in ("rr1", "rr2", "rr3") if key in rates
    ]
    return f"Response rates (AAPOR) {listed(named)} {asked}."


def limits_text(check: CheckPart) -> str:
    """[0.1, 0.25]: where a check warns and where it fails."""
    if check.warn is None and check.fail is None:
        return ""
    ends = [NOTHING if limit is None else exact(limit) for limit in (check.warn, check.fail)]
    return f"[{', '.join(ends)}]"


def audience_name(audience: str) -> str:
    return AUDIENCE_NAMES[audience]
