"""Answers from partners' own networks, and what people decided about single answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.response_bias.careless_share import by_partner, valid_count
from metrics.integrity.response_bias.overrules import CAN_BE_USED_AGAIN
from metrics.integrity.wording import percent, several
from metrics.method import WINDOWS, Family, Severity
from metrics.models import Level, State
from metrics.warehouse.configuration import RowOverrule
from metrics.warehouse.files import rounded
from metrics.warehouse.schema import USED, SetAside
from metrics.weighing.windows import of_window

NETWORK = "partner_network"
OVERRULES = "row_overrules"


def partner_network(evidence: WeekEvidence) -> Iterator[Finding]:
    """Partners with end users' answers from their own network; each warns of its own figures."""
    weeks = of_window(evidence.weeks, evidence.frozen, max(WINDOWS))
    threshold = evidence.thresholds.of(NETWORK)
    for partner, status in sorted(by_partner(weeks, "end_user").items()):
        found, valid = status[SetAside.OWN_NETWORK], valid_count(status)
        if not found:
            continue
        yield Finding(
            check_key=NETWORK,
            family=Family.RESPONSE_BIAS,
            severity=Severity.CAVEAT,
            state=evidence.thresholds.judge(NETWORK, found / valid),
            what=f"{several(found, 'answer', 'answers')} of end users "
            f"({percent(found / valid)}) came from the partner's own network: unusual, please "
            "review.",
            what_to_do="Ask the partner; if customers answer on a device of the shop, declare it.",
            audience="end_user",
            level=Level.PARTNER,
            node_key=partner,
            value=rounded(found / valid),
            warn=threshold.warn,
            fail=threshold.fail,
            evidence={"from_own_network": found, "valid": valid},
        )


def row_overrules(evidence: WeekEvidence) -> Iterator[Finding]:
    """What analysts decided about single answers of this week, and what could not be followed."""
    overrules = evidence.configuration.row_overrules
    if not overrules:
        return
    refused = _refused(evidence, overrules)
    used_again = sum(overrule.is_used for overrule in overrules)
    counts: dict[str, Any] = {
        "used_again": used_again - len(refused),
        "set_aside": len(overrules) - used_again,
        "not_followed": len(refused),
    }
    what = (
        f"By decision of an analyst, {several(counts['used_again'], 'answer is', 'answers are')} "
        f"used and {counts['set_aside']:,} set aside."
    )
    if refused:
        what += " Not followed: " + "; ".join(f"{name} {why}" for name, why in refused) + "."
    yield Finding(
        check_key=OVERRULES,
        family=Family.RESPONSE_BIAS,
        severity=Severity.INFO,
        state=State.WARN if refused else State.PASS,
        what=what,
        what_to_do="Withdraw the decisions that cannot be followed." if refused else "",
        value=float(len(overrules)),
        evidence=counts,
    )


def _refused(evidence: WeekEvidence, overrules: Sequence[RowOverrule]) -> list[tuple[int, str]]:
    names = evidence.frozen.responses.column("response").to_pylist()
    status = dict(zip(names, evidence.status, strict=True))
    return [
        (overrule.response, _why(status.get(overrule.response)))
        for overrule in overrules
        if overrule.is_used and status.get(overrule.response) != USED
    ]


def _why(status: str | None) -> str:
    if status is None:
        return "is not among the answers of this edition"
    if status in CAN_BE_USED_AGAIN:
        return "would be a second used answer about its transaction; set the other aside first"
    return f"is set aside for a reason nobody can overrule ({status.replace('_', ' ')})"
