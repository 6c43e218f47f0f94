"""Could the customers be asked at all, and who supplied their contacts?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.sampling.counts import PartnerCounts
from metrics.integrity.wording import AUDIENCE_NAMES, percent
from metrics.method import WINDOWS, Family, Severity
from metrics.models import State
from metrics.warehouse.columns import Bools, flags, floats, integers, strings
from metrics.warehouse.files import rounded
from metrics.warehouse.gatekeeper import SEPARATOR, Quantity

KEY = "revenue_coverage"
TRANSACTIONS = "transactions"


@dataclass(frozen=True)
class Coverage:
    """The share that can be reached of what `basis` names, and the figures beside it."""

    share: float
    basis: str
    figures: Mapping[str, Any]


def revenue_coverage(evidence: WeekEvidence) -> Iterator[Finding]:
    """Share of the business whose customer can be reached (methods B1), for every window.

    The week's by amount where amounts are known in one currency; longer windows by transactions.
    """
    for audience in evidence.audiences:
        for window in WINDOWS:
            found = coverage_over(evidence, audience, window)
            yield _finding(evidence, audience, window, found)


def coverage_over(evidence: WeekEvidence, audience: str, window: int) -> Coverage | None:
    """None where nobody recorded who could be asked."""
    if window == 1:
        return _of_week(evidence, audience)
    counts = evidence.counts(window)
    return _of_counts(counts, audience) if counts else None


def _of_week(evidence: WeekEvidence, audience: str) -> Coverage | None:
    rows = evidence.in_frame(audience) & _recorded(evidence)
    if not rows.any():
        return None
    reachable = flags(evidence.frame, "contact_present")[rows]
    account = integers(evidence.frame, "account")[rows]
    figures: dict[str, Any] = {
        "transactions": len(reachable),
        "with_contact": int(reachable.sum()),
        "share_of_transactions": rounded(float(reachable.mean())),
        "customers": len(np.unique(account)),
        "customers_with_contact": len(np.unique(account[reachable])),
    }
    amounts = floats(evidence.frame, "amount")[rows]
    currency = strings(evidence.frame, "currency").where(rows)
    one_currency = len(np.unique(currency.codes)) == 1
    if one_currency and np.isfinite(amounts).all() and (amounts >= 0).all() and amounts.sum() > 0:
        share = float(amounts[reachable].sum() / amounts.sum())
        return Coverage(share, "business by amount", figures)
    basis = f"{TRANSACTIONS} (not all have an amount in one currency)"
    return Coverage(float(reachable.mean()), basis, figures)


def _of_counts(counts: PartnerCounts, audience: str) -> Coverage | None:
    cases = {
        case: n
        for case, n in counts.all_cases(Quantity.FRAME, audience).items()
        if case.is_recorded
    }
    total = sum(cases.values())
    if not total:
        return None
    reachable = sum(n for case, n in cases.items() if case.has_contact)
    suppliers: dict[str, int] = {}
    for keys in counts.by_partner(Quantity.SUPPLIER).values():
        for key, n in sorted(keys.items()):
            asked, who = key.split(SEPARATOR)
            if asked == audience:
                suppliers[who or "unknown"] = suppliers.get(who or "unknown", 0) + n
    figures = {
        "transactions": total,
        "with_contact": reachable,
        "contact_supplied_by": dict(sorted(suppliers.items())),
    }
    return Coverage(reachable / total, TRANSACTIONS, figures)


def _recorded(evidence: WeekEvidence) -> Bools:
    status = strings(evidence.frame, "frame_status")
    return np.array([level != "" for level in status.levels], dtype=np.bool_)[status.codes]


def _finding(evidence: WeekEvidence, audience: str, window: int, found: Coverage | None) -> Finding:
    who, threshold = AUDIENCE_NAMES[audience], evidence.thresholds.of(KEY)
    if found is None:
        return Finding(
            KEY, Family.SAMPLING, Severity.BLOCK, State.UNKNOWN,
            f"Nobody recorded which {who} could be asked.",
            "Let Twofold draw the sample, so that the frame is known.", audience, window,
        )  # fmt: skip
    state = evidence.thresholds.judge(KEY, found.share)
    return Finding(
        check_key=KEY,
        family=Family.SAMPLING,
        severity=Severity.BLOCK,
        state=state,
        what=f"{percent(found.share)} of the {found.basis} is with {who} who can be reached.",
        what_to_do=""
        if state is State.PASS
        else "Collect the missing addresses; a card with a code on the box helps.",
        audience=audience,
        window=window,
        value=rounded(found.share),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence=found.figures,
    )
