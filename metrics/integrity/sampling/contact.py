"""Could the customers be asked, who supplied their contacts, and who answered?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import AUDIENCE_NAMES, percent, several
from metrics.method import Family, Severity
from metrics.models import Level, State
from metrics.warehouse.columns import Bools, flags, floats, strings
from metrics.warehouse.files import DECIMALS
from stats import Dispositions, invite_funnel, outcome_rates

MIN_PARTNER_TRANSACTIONS = 10
# 99.8 % funnel limits (methods B8a).
FUNNEL_Z = 3.0902


def revenue_coverage(evidence: WeekEvidence) -> Iterator[Finding]:
    """Share of the business, by amount where amounts are known, whose customer can be reached."""
    threshold = evidence.thresholds.of("revenue_coverage")
    for audience in evidence.audiences:
        rows = evidence.in_frame(audience) & _recorded(evidence)
        who = AUDIENCE_NAMES[audience]
        if not rows.any():
            yield Finding(
                "revenue_coverage", Family.SAMPLING, Severity.BLOCK, State.UNKNOWN,
                f"Nobody recorded which {who} could be asked.",
                "Let Twofold draw the sample, so that the frame is known.", audience,
            )  # fmt: skip
            continue
        amounts, basis = _amounts(evidence, rows)
        reachable = flags(evidence.frame, "contact_present")[rows]
        share = float(amounts[reachable].sum() / amounts.sum())
        yield Finding(
            check_key="revenue_coverage",
            family=Family.SAMPLING,
            severity=Severity.BLOCK,
            state=evidence.thresholds.judge("revenue_coverage", share),
            what=f"{percent(share)} of the {basis} is with {who} who can be reached.",
            what_to_do="Collect the missing addresses; a card with a code on the box helps."
            if share < threshold.warn
            else "",
            audience=audience,
            value=share,
            warn=threshold.warn,
            fail=threshold.fail,
        )


def _recorded(evidence: WeekEvidence) -> Bools:
    status = strings(evidence.frame, "frame_status")
    return np.array([level != "" for level in status.levels], dtype=np.bool_)[status.codes]


def _amounts(evidence: WeekEvidence, rows: Bools) -> tuple[Any, str]:
    """Amounts where every transaction has one in a single currency, else one for each."""
    amounts = floats(evidence.frame, "amount")[rows]
    currency = strings(evidence.frame, "currency").where(rows)
    one_currency = len(np.unique(currency.codes)) == 1
    if one_currency and np.isfinite(amounts).all() and (amounts >= 0).all() and amounts.sum() > 0:
        return amounts, "business by amount"
    return np.ones(int(rows.sum())), "transactions (not all have an amount in one currency)"


def contact_present_by_partner(evidence: WeekEvidence) -> Iterator[Finding]:
    """Partners with unusually few end-user contacts: in this way a partner can choose who is heard.

    Funnel of methods B8a against the network's share, adjusted for over-dispersion.
    """
    rows = evidence.in_frame("end_user") & _recorded(evidence)
    partner = strings(evidence.frame, "partner").where(rows)
    present = flags(evidence.frame, "contact_present")[rows]
    size = len(partner.levels)
    n = np.bincount(partner.codes, minlength=size)
    x = np.bincount(partner.codes, weights=present, minlength=size)
    tested = np.array([bool(key) for key in partner.levels], dtype=np.bool_)
    tested &= n >= MIN_PARTNER_TRANSACTIONS
    if tested.sum() < 2 or present.all() or not present.any():
        yield _contact_summary(State.NOT_APPLICABLE, "Too few partners to compare.")
        return
    pooled = float(present.mean())
    funnel = invite_funnel(x[tested], n[tested], pooled)
    scores = np.array([rate.z_adjusted for rate in funnel.rates], dtype=np.float64)
    low_partners = 0
    for place, value in zip(np.flatnonzero(tested), scores.round(DECIMALS), strict=True):
        if value < -FUNNEL_Z:
            low_partners += 1
            yield _low_partner(partner.levels[place], int(x[place]), int(n[place]), pooled, value)
    yield _contact_summary(
        State.WARN if low_partners else State.PASS,
        f"{several(low_partners, 'partner records', 'partners record')} a contact for unusually "
        "few of their end users."
        if low_partners
        else "No partner records unusually few contacts.",
    )


def _contact_summary(state: State, what: str) -> Finding:
    return Finding(
        "contact_present", Family.SAMPLING, Severity.INFO, state, what, audience="end_user"
    )


def _low_partner(key: str, x: int, n: int, pooled: float, z: float) -> Finding:
    return Finding(
        check_key="contact_present_partner",
        family=Family.SAMPLING,
        severity=Severity.CAVEAT,
        state=State.WARN,
        what=f"A contact for {x} of {n} end users ({percent(x / n)}; network {percent(pooled)}): "
        "unusual pattern, please review.",
        what_to_do="Ask the partner how contacts are recorded, and hear the answer.",
        audience="end_user",
        level=Level.PARTNER,
        node_key=key,
        value=float(z),
        warn=-FUNNEL_Z,
    )


def response_rates(evidence: WeekEvidence) -> Iterator[Finding]:
    """AAPOR rates by number, or "not known" where nobody recorded who was asked."""
    rates = rates_of(evidence)
    for audience in evidence.audiences:
        known = rates[audience]
        if known is None:
            what = "The response rate is not known: nobody recorded who was asked."
        elif known["drawn"] == 0:
            what = "Nobody was asked."
        elif known["pending"]:
            what = f"Fieldwork is open: {known['pending']} of {known['drawn']} asked are pending."
        elif "rr1" not in known:
            what = f"No rate: of {known['drawn']} asked nobody is known to have been reached."
        else:
            rr1, rr3 = percent(known["rr1"]), percent(known["rr3"])
            what = f"RR1 {rr1}, RR3 {rr3} of {known['drawn']} asked."
        yield Finding(
            check_key="response_rate",
            family=Family.SAMPLING,
            severity=Severity.INFO if known else Severity.CAVEAT,
            state=State.UNKNOWN if known is None else State.PASS,
            what=what,
            what_to_do="" if known else "Let Twofold draw and invite; then the rate is known.",
            audience=audience,
            value=None if known is None else known.get("rr3"),
        )


def rates_of(evidence: WeekEvidence) -> dict[str, dict[str, Any] | None]:
    """Dispositions and RR1–RR6 by audience; None where who was asked is not known."""
    result: dict[str, dict[str, Any] | None] = {}
    recorded = _recorded(evidence)
    disposition = strings(evidence.frame, "disposition")
    for audience in evidence.audiences:
        rows = evidence.in_frame(audience)
        if not (rows & recorded).any():
            result[audience] = None
            continue
        counted = np.bincount(disposition.codes[rows], minlength=len(disposition.levels))
        counts = dict(zip(disposition.levels, (int(count) for count in counted), strict=True))
        result[audience] = _rates(counts)
    return result


def _rates(counts: dict[str, int]) -> dict[str, Any]:
    drawn = sum(count for key, count in counts.items() if key)
    known: dict[str, Any] = {
        "drawn": drawn,
        "pending": counts.get("pending", 0),
        "dispositions": {key: count for key, count in sorted(counts.items()) if key},
    }
    cases = Dispositions(
        complete=counts.get("complete", 0),
        partial=counts.get("partial", 0),
        refusal=counts.get("refusal", 0),
        non_contact=counts.get("non_contact", 0),
        other=counts.get("other", 0),
        unknown_household=counts.get("unknown_undelivered", 0),
        unknown_other=0,
        not_eligible=counts.get("not_eligible", 0),
    )
    # Where every message came back, or nobody was eligible, there is nothing to divide by.
    if known["pending"] or cases.known_eligible == 0:
        return known
    rates = outcome_rates(cases)
    return known | {f"rr{number}": getattr(rates, f"rr{number}") for number in range(1, 7)}
