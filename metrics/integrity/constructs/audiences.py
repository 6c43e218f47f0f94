"""Do the items of a construct mean the same to both customers? The gap between them rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from metrics.figures import Finding
from metrics.integrity.constructs.meaning import NEEDED, Comparison, compare_groups, is_enough
from metrics.integrity.constructs.scales import Scale, scales_of
from metrics.integrity.constructs.window import ScaleAnswers, WindowPatterns
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.method import Family, Severity
from metrics.models import State
from metrics.warehouse.columns import Bools, Coded

KEY = "same_meaning_audiences"
SINGLE = (
    "Single item: no construct is asked of both customers with the same several items, so whether "
    "their answers mean the same cannot be tested."
)


def same_meaning_to_audiences(evidence: WeekEvidence) -> Iterator[Finding]:
    """End users against channel partners, for every construct that both answer by the same items.

    For information: it speaks of the gap between the two, not of either figure.
    """
    patterns = evidence.patterns
    rule = Rule(KEY, Family.CONSTRUCTS, Severity.INFO, evidence.thresholds.of("same_meaning"))
    shared = tuple(_shared(scales_of(evidence.sheets, evidence.configuration.constructs)))
    if shared:
        judged = [
            _judged(evidence, users, *_both(patterns, users, partners))
            for users, partners in shared
        ]
        yield from findings_of(rule, judged, evidence.sheets)
    elif evidence.frozen.questionnaires:
        nothing = Judged("both", "", State.NOT_APPLICABLE, SINGLE)
        yield from findings_of(rule, [nothing], evidence.sheets)


def _shared(scales: Sequence[Scale]) -> Iterator[tuple[Scale, Scale]]:
    """End users' scale and channel partners', where construct and items are the same."""
    partners = {
        (one.construct, one.items): one for one in scales if one.audience == "channel_partner"
    }
    for one in scales:
        other = partners.get((one.construct, one.items))
        if one.audience == "end_user" and other:
            yield one, other


def _both(patterns: WindowPatterns, users: Scale, partners: Scale) -> tuple[ScaleAnswers, Bools]:
    """Both audiences' answers on top of each other; true for end users."""
    parts = [patterns.answers(scale.audience, scale) for scale in (users, partners)]
    scores = np.vstack([part.scores for part in parts])
    together = ScaleAnswers(
        items=users.items,
        scores=scores,
        counts=np.concatenate([part.counts for part in parts]),
        culture=Coded(np.zeros(len(scores), np.int64), ("",)),
        left_out=sum(part.left_out for part in parts),
    )
    return together, np.arange(len(scores)) < len(parts[0].scores)


def _judged(evidence: WeekEvidence, scale: Scale, answers: ScaleAnswers, focal: Bools) -> Judged:
    users = int(answers.counts[focal].sum())
    name = f"“{scale.name}”"
    blank = Judged(", ".join(scale.items), "", State.UNKNOWN, "")
    if not is_enough(answers, users, answers.n - users):
        return replace(
            blank,
            what=f"Whether {name} means the same to both customers is not testable yet: "
            f"{min(users, answers.n - users)} of {NEEDED} complete answers of one of them.",
            what_to_do="Read the gap between the two with care until then.",
            figures={"end_users": users, "channel_partners": answers.n - users},
        )
    compared = compare_groups(answers, focal, evidence.thresholds, 1)
    return replace(
        blank,
        state=compared.state,
        what=_sentence(name, compared),
        what_to_do="Do not read the gap between the two as a difference of opinion alone.",
        value=compared.size,
        figures=compared.figures,
    )


def _sentence(name: str, compared: Comparison) -> str:
    if compared.effect is None:
        return f"Whether {name} means the same to both customers cannot be tested: nobody matches."
    if compared.state is State.PASS:
        return f"{name} means about the same to end users as to channel partners."
    if compared.item:
        direction = "higher" if compared.effect > 0 else "lower"
        return (
            f"End users rate “{compared.item}” {abs(compared.effect):.2f} deviations {direction} "
            "than equally minded channel partners."
        )
    return f"The items of {name} hang together otherwise for the two customers."
