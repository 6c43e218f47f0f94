"""Whom do the rules keep from being asked, and are they the unhappy?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.sampling.counts import RULES, Cases, counted
from metrics.integrity.wording import AUDIENCE_NAMES, percent
from metrics.method import PAIR_WINDOW, Family, Severity
from metrics.models import State
from metrics.warehouse.files import rounded
from metrics.warehouse.gatekeeper import Quantity

KEY = "fatigue_unhappy"
# 99.8 %, as the funnel's: four rules of two audiences are looked at every week.
Z = 3.0902

RULES_IN_WORDS = {
    "opted_out": "had opted out",
    "asked_too_recently": "had been asked too recently",
    "other_transaction_drawn": "were asked about another transaction",
    "not_drawn": "were not drawn",
}


@dataclass(frozen=True)
class Loss:
    """What a rule takes away: how many, and how many of them fared badly, beside the rest.

    `badly` and `others_badly` of those of whom it is known how their transaction went.
    """

    rule: str
    lost: int
    share: float
    badly: int
    known: int
    others_badly: int
    others_known: int

    @property
    def excess(self) -> tuple[float, float]:
        """The lost's share that fared badly less the rest's, and its lower limit.

        One success and one failure are added to each (Agresti & Caffo 2000).
        """
        first = (self.badly + 1) / (self.known + 2)
        second = (self.others_badly + 1) / (self.others_known + 2)
        spread = first * (1 - first) / (self.known + 2)
        spread += second * (1 - second) / (self.others_known + 2)
        return first - second, first - second - Z * spread**0.5


def fatigue_losses(evidence: WeekEvidence) -> Iterator[Finding]:
    """Share of contacts lost to each rule over 13 weeks (methods B7), and whether it is biased."""
    counts = evidence.counts(PAIR_WINDOW)
    if not counts:
        return
    for audience in evidence.audiences:
        cases = counts.all_cases(Quantity.FRAME, audience)
        if any(case.has_contact for case in cases):
            yield _finding(evidence, audience, losses_of(cases))
        else:
            yield Finding(
                KEY, Family.SAMPLING, Severity.CAVEAT, State.NOT_APPLICABLE,
                f"No {AUDIENCE_NAMES[audience]} are known who could be asked.", "", audience,
            )  # fmt: skip


def losses_of(frame: Cases) -> tuple[Loss, ...]:
    """Of every rule that took anybody away, in the order in which the rules are looked at."""
    cases = {case: n for case, n in frame.items() if case.has_contact}
    found = []
    for rule in RULES:
        lost = {case: n for case, n in cases.items() if case.became == rule}
        rest = {case: n for case, n in cases.items() if case.became != rule}
        if lost:
            share = sum(lost.values()) / sum(cases.values())
            found.append(Loss(rule, sum(lost.values()), share, *_badly(lost), *_badly(rest)))
    return tuple(found)


def _badly(cases: Cases) -> tuple[int, int]:
    return (
        counted(cases, lambda case: case.went_badly),
        counted(cases, lambda case: case.says_how_it_went),
    )


def _finding(evidence: WeekEvidence, audience: str, losses: tuple[Loss, ...]) -> Finding:
    threshold = evidence.thresholds.of(KEY)
    judged = [loss for loss in losses if loss.known and loss.others_known]
    worst = max(judged, key=lambda loss: loss.excess[1], default=None)
    value = worst.excess[1] if worst else None
    state = evidence.thresholds.judge(KEY, value) if losses else State.PASS
    return Finding(
        check_key=KEY,
        family=Family.SAMPLING,
        severity=Severity.CAVEAT,
        state=state,
        what=_in_words(audience, state, losses, worst),
        what_to_do="Let the rule fall on all alike: see when and to whom it applies."
        if state in (State.WARN, State.FAIL)
        else "Record delays, complaints and returns with the transactions."
        if state is State.UNKNOWN
        else "",
        audience=audience,
        value=rounded(value),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence={loss.rule: _figures(loss) for loss in losses},
    )


def _in_words(audience: str, state: State, losses: tuple[Loss, ...], worst: Loss | None) -> str:
    who = AUDIENCE_NAMES[audience]
    if not losses:
        return f"No rule kept {who} with a contact from being asked."
    if worst is None:
        return (
            f"Whether the unhappy among {who} are asked less cannot be told: nobody recorded how "
            "transactions went."
        )
    if state is State.PASS:
        lost = sum(loss.share for loss in losses)
        return (
            f"{percent(lost)} of the {who} with a contact were not asked; the unhappy are not "
            "among them more often than chance explains."
        )
    return (
        f"{percent(worst.share)} of the {who} {RULES_IN_WORDS[worst.rule]}, and "
        f"{percent(worst.badly / worst.known)} of them had a delay, complaint or return, against "
        f"{percent(worst.others_badly / worst.others_known)} of the others."
    )


def _figures(loss: Loss) -> dict[str, float | int | None]:
    difference, lower = loss.excess
    return {
        "lost": loss.lost,
        "share": rounded(loss.share),
        "went_badly": loss.badly,
        "known": loss.known,
        "others_went_badly": loss.others_badly,
        "others_known": loss.others_known,
        "difference": rounded(difference),
        "lower_limit": rounded(lower),
    }
