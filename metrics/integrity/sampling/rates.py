"""Who was asked, and who answered: AAPOR rates, and messages that came back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.sampling.counts import UNDELIVERED
from metrics.integrity.wording import AUDIENCE_NAMES, percent
from metrics.method import PAIR_WINDOW, WINDOWS, Family, Severity
from metrics.models import State
from metrics.warehouse.files import rounded
from metrics.warehouse.gatekeeper import Quantity
from metrics.weighing.windows import of_window
from stats import Dispositions, outcome_rates

OF_AAPOR = tuple(f"rr{number}" for number in range(1, 7))
# Fewer invitations than this say nothing of how many addresses are dead.
MIN_DRAWN = 10


def response_rates(evidence: WeekEvidence) -> Iterator[Finding]:
    """AAPOR rates by number, or "not known" where nobody recorded who was asked."""
    for window in WINDOWS:
        rates = rates_over(evidence, window)
        for audience in evidence.audiences:
            known = rates[audience]
            yield Finding(
                check_key="response_rate",
                family=Family.SAMPLING,
                severity=Severity.INFO if known else Severity.CAVEAT,
                state=State.UNKNOWN if known is None else State.PASS,
                what=_in_words(known),
                what_to_do="" if known else "Let Twofold draw and invite; then the rate is known.",
                audience=audience,
                window=window,
                value=None if known is None else known.get("rr3"),
                evidence=_settled(known or {}),
            )


def _in_words(known: Mapping[str, Any] | None) -> str:
    if known is None:
        return "The response rate is not known: nobody recorded who was asked."
    if known["drawn"] == 0:
        return "Nobody was asked."
    if known["pending"]:
        return f"Fieldwork is open: {known['pending']} of {known['drawn']} asked are pending."
    if "rr1" not in known:
        return f"No rate: of {known['drawn']} asked nobody is known to have been reached."
    return f"RR1 {percent(known['rr1'])}, RR3 {percent(known['rr3'])} of {known['drawn']} asked."


def _settled(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: rounded(value) if name in OF_AAPOR else value for name, value in known.items()}


def undeliverable(evidence: WeekEvidence) -> Iterator[Finding]:
    """Share of the messages of 13 weeks that came back: addresses that reach nobody."""
    counts, threshold = evidence.counts(PAIR_WINDOW), evidence.thresholds.of("undeliverable")
    if not counts:
        return
    weeks = len(of_window(evidence.weeks, evidence.frozen, PAIR_WINDOW))
    for audience in evidence.audiences:
        drawn = counts.all_cases(Quantity.DISPOSITION, audience)
        asked = sum(drawn.values())
        returned = sum(n for case, n in drawn.items() if not case.is_delivered)
        if asked < MIN_DRAWN:
            continue
        share = returned / asked
        state = evidence.thresholds.judge("undeliverable", share)
        yield Finding(
            check_key="undeliverable",
            family=Family.SAMPLING,
            severity=Severity.CAVEAT,
            state=state,
            what=f"{percent(share)} of the messages to {AUDIENCE_NAMES[audience]} came back.",
            what_to_do="" if state is State.PASS else "Correct the addresses where they are kept.",
            audience=audience,
            value=rounded(share),
            warn=threshold.warn,
            fail=threshold.fail,
            evidence={"asked": asked, "returned": returned, "weeks": weeks},
        )


def rates_of(evidence: WeekEvidence) -> dict[str, dict[str, Any] | None]:
    """The week's own rates, by audience."""
    return rates_over(evidence, 1)


def rates_over(evidence: WeekEvidence, window: int) -> dict[str, dict[str, Any] | None]:
    """Dispositions and RR1–RR6 by audience; None where who was asked is not known."""
    counts = evidence.counts(window)
    if not counts:
        return dict.fromkeys(evidence.audiences)
    result: dict[str, dict[str, Any] | None] = {}
    for audience in evidence.audiences:
        frame = counts.all_cases(Quantity.FRAME, audience)
        if not any(case.is_recorded for case in frame):
            result[audience] = None
            continue
        found: dict[str, int] = {}
        for case, count in counts.all_cases(Quantity.DISPOSITION, audience).items():
            found[case.became] = found.get(case.became, 0) + count
        result[audience] = _rates(found)
    return result


def _rates(counts: Mapping[str, int]) -> dict[str, Any]:
    known: dict[str, Any] = {
        "drawn": sum(counts.values()),
        "pending": counts.get("pending", 0),
        "dispositions": dict(sorted(counts.items())),
    }
    cases = Dispositions(
        complete=counts.get("complete", 0),
        partial=counts.get("partial", 0),
        refusal=counts.get("refusal", 0),
        non_contact=counts.get("non_contact", 0),
        other=counts.get("other", 0),
        unknown_household=counts.get(UNDELIVERED, 0),
        unknown_other=0,
        not_eligible=counts.get("not_eligible", 0),
    )
    # Where every message came back, or nobody was eligible, there is nothing to divide by.
    if known["pending"] or cases.known_eligible == 0:
        return known
    rates = outcome_rates(cases)
    return known | {name: getattr(rates, name) for name in OF_AAPOR}
