"""Checks of the responses themselves: what share was set aside for one reason."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import percent
from metrics.method import Family, Severity


def duplicates(evidence: WeekEvidence) -> Iterator[Finding]:
    """Further responses about a transaction that was answered already."""
    yield from share_set_aside(
        evidence,
        "duplicates",
        "duplicate",
        Family.RESPONSE_BIAS,
        "of the answers were further answers about a transaction that was answered already",
        "Look where they came from; the first answer of each is used.",
    )


def out_of_range(evidence: WeekEvidence) -> Iterator[Finding]:
    yield from share_set_aside(
        evidence,
        "out_of_range",
        "out_of_range",
        Family.QUESTIONNAIRE,
        "of the answers have a score outside its scale",
        "Correct the column map of the import and import the answers again.",
    )


def share_set_aside(
    evidence: WeekEvidence, key: str, reason: str, family: Family, what: str, what_to_do: str
) -> Iterator[Finding]:
    """One finding an audience: how many of its responses were set aside for this reason."""
    threshold = evidence.thresholds.of(key)
    for audience in evidence.audiences:
        share = evidence.share_set_aside(audience, reason)
        if share is None:
            continue
        yield Finding(
            check_key=key,
            family=family,
            severity=Severity.CAVEAT,
            state=evidence.thresholds.judge(key, share),
            what=f"{percent(share)} {what}; they are kept and not used.",
            what_to_do=what_to_do if share else "",
            audience=audience,
            value=share,
            warn=threshold.warn,
            fail=threshold.fail,
        )
