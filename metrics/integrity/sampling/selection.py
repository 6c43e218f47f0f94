"""The partner as a gatekeeper: is there a pattern that a choice of customers would leave?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.sampling.flagged import flagged_weights
from metrics.integrity.sampling.partners import END_USER, PartnerCase, partner_cases
from metrics.integrity.sampling.unusual import unusual_in_words
from metrics.integrity.thresholds import Thresholds
from metrics.integrity.wording import percent, several
from metrics.method import PAIR_WINDOW, Family, Severity
from metrics.models import Level, State
from metrics.warehouse.files import rounded
from metrics.weighing.estimate import MIN_N
from stats import Colour, PartnerScreen, SelectionCheck, SelectionFlag, screen_partners

KEY = "partner_selection"
# More than this of the transactions with partners nobody could examine is most of them.
MOST = 0.5

# What tells whether a partner chooses; how its customers answer tells it only if they differ.
ABOUT_CHOICE = (SelectionCheck.INVITE_RATE, SelectionCheck.COMPLAINTS, SelectionCheck.DIRECT)
SETTLED = {
    State.PASS: "Nothing unusual in whom the partner lets us ask, nor in how they answer.",
    State.UNKNOWN: "Whom the partner lets us ask is not recorded, or of too few, so that nothing "
    "tells whether it chooses them.",
}
WHAT_TO_DO = {
    State.UNKNOWN: "Record every transaction, with a contact or without.",
    State.FAIL: "Show the partner this pattern and hear its answer; then publish with a reason, "
    "or leave the figures withheld.",
    State.WARN: "Ask the partner how contacts are recorded, and hear its answer.",
}


def partner_selection(evidence: WeekEvidence) -> Iterator[Finding]:
    """The selection battery over 13 weeks (methods B8): each partner, and the totals they are in.

    Red withholds the partner's figures of end users; it never says why a pattern is unusual.
    """
    counts = evidence.counts(PAIR_WINDOW)
    kiosks = evidence.configuration.kiosk_partners
    cases = partner_cases(counts, kiosks) if counts else ()
    if not cases:
        yield _network(State.NOT_APPLICABLE, "No end user of a partner is in the frame.")
        return
    contract = evidence.thresholds.of("contact_contract").warn
    screen = screen_partners([case.evidence for case in cases], minimum=contract or None)
    found = [
        _finding(case, screened, evidence.thresholds)
        for case, screened in zip(cases, screen.partners, strict=True)
        if screened.colour is not Colour.NOT_TESTABLE or _is_unknown(case, screened)
    ]
    yield from found
    yield _summary(cases, found)
    yield from flagged_weights(evidence, found)


def _is_unknown(case: PartnerCase, screened: PartnerScreen) -> bool:
    """Enough answers for a figure, and nothing recorded that tells whom the partner let us ask."""
    if case.leaves_nobody_out or case.evidence.scores.sum() < MIN_N:
        return False
    return not any(check in screened.p_values for check in ABOUT_CHOICE)


def _finding(case: PartnerCase, screened: PartnerScreen, thresholds: Thresholds) -> Finding:
    threshold, state = thresholds.of(KEY), _state(screened, thresholds)
    if state is State.PASS and _is_unknown(case, screened):
        state = State.UNKNOWN
    return Finding(
        check_key=KEY,
        family=Family.SAMPLING,
        severity=Severity.SUPPRESS if state in (State.PASS, State.FAIL) else Severity.CAVEAT,
        state=state,
        what=SETTLED.get(state)
        or f"Unusual pattern, please review: {unusual_in_words(case, screened)}.",
        what_to_do=WHAT_TO_DO.get(state, ""),
        audience=END_USER,
        level=Level.PARTNER,
        node_key=screened.name,
        value=rounded(screened.q),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence=_figures(case, screened),
    )


def _state(screened: PartnerScreen, thresholds: Thresholds) -> State:
    """By q; one test alone asks for a review, much from the own network for more."""
    state = State.PASS if screened.q is None else thresholds.judge(KEY, screened.q)
    if SelectionFlag.OFTEN_OWN_NETWORK in screened.flags:
        return State.FAIL
    return State.WARN if screened.flags and state is State.PASS else state


def _figures(case: PartnerCase, screened: PartnerScreen) -> dict[str, Any]:
    """Everything the colour rests on, as a statistician would ask for it."""
    evidence, reached, devices = case.evidence, case.reached, case.evidence.devices
    return {
        "ladder": dict(case.ladder),
        "went_badly": reached.complained,
        "went_badly_with_contact": reached.complained_invited,
        "went_well": reached.others,
        "went_well_with_contact": reached.others_invited,
        "complaint_odds": rounded(evidence.complaint_odds),
        "scores": [int(count) for count in evidence.scores],
        "placed_answers": int(evidence.places.size),
        "timed_answers": evidence.timed,
        "fast_answers": evidence.fast,
        "networks": "not recorded"
        if devices is None
        else {
            "answers": devices.n,
            "effective_networks": rounded(devices.effective_devices),
            "repeated_share": rounded(devices.repeated_share),
            "own_network": devices.own_network,
        },
        "p_values": {check.value: rounded(p) for check, p in screened.p_values.items()},
        "combined_p": rounded(screened.combined_p),
        "q": rounded(screened.q),
        "flags": [flag.value for flag in screened.flags],
    }


def _summary(cases: Sequence[PartnerCase], found: Sequence[Finding]) -> Finding:
    """How much of the business with partners could be examined at all."""
    sizes = {case.evidence.name: case.ladder["transactions"] for case in cases}
    settled = {finding.node_key for finding in found if finding.state is not State.UNKNOWN}
    settled |= {case.evidence.name for case in cases if case.leaves_nobody_out}
    untested = sum(size for key, size in sizes.items() if key not in settled)
    share = untested / sum(sizes.values())
    if share > MOST:
        return _network(
            State.UNKNOWN,
            f"Of partners with {percent(share)} of the transactions too little is recorded to tell "
            "whether they choose whom we may ask.",
            share,
            "Record all transactions and draw from them; small partners show in time.",
        )
    doubted = sum(finding.state in (State.WARN, State.FAIL) for finding in found)
    what = f"{several(doubted, 'partner shows', 'partners show')} an unusual pattern"
    what += f" of {len(cases)} with end users."
    return _network(State.PASS, what, share, severity=Severity.INFO)


def _network(
    state: State,
    what: str,
    share: float | None = None,
    what_to_do: str = "",
    *,
    severity: Severity = Severity.CAVEAT,
) -> Finding:
    return Finding(
        check_key=KEY,
        family=Family.SAMPLING,
        severity=severity,
        state=state,
        what=what,
        what_to_do=what_to_do,
        audience=END_USER,
        is_only_here=True,
        evidence={} if share is None else {"untested_share": rounded(share)},
    )
