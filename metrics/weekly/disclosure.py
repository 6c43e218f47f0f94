"""Primary disclosure rules (methods H4), and figures that cannot be computed: reasons in words."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from metrics.integrity.wording import several
from metrics.models import OWN_LEVELS
from metrics.weighing.estimate import MIN_N, CutEstimates
from metrics.weighing.measures import METRICS
from stats import IntervalKind, Suppression, Undefined, primary_suppression

MIN_PERSONS_OF_PARTNER = 3


class Secrecy(StrEnum):
    """What readers know of a figure's answers, and may know."""

    KNOWN = "known"  # shown, or told in words
    OPEN = "open"  # not shown, but nobody is given away if it is worked out
    SECRET = "secret"  # noqa: S105 - a state, no password


def reasons_not_to_show(cut: CutEstimates, *, flash_min_n: int) -> list[str]:
    """For each figure of the cut, why it may not be shown; empty where it may.

    Among channel partners the owner of answers is the partner, and at a partner's own node the
    rules for accounts do not apply: the node is the account.
    """
    own_node = _is_own_node(cut)
    broken = primary_suppression(cut.n, cut.owners, cut.largest_owner_share)
    return [
        _own_node_reason(cut, row, flash_min_n)
        if own_node
        else _reason(cut, row, broken[row], flash_min_n)
        for row in range(len(cut))
    ]


def secrecy(cut: CutEstimates, *, flash_min_n: int) -> list[Secrecy]:
    """For each figure of the cut, whether it is known, may be worked out, or must not be."""
    hidden = reasons_not_to_show(cut, flash_min_n=flash_min_n)
    secret = _are_secret(cut)
    return [
        Secrecy.SECRET
        if secret[row]
        else Secrecy.OPEN
        if reason and not _is_told(cut, row, flash_min_n)
        else Secrecy.KNOWN
        for row, reason in enumerate(hidden)
    ]


def _are_secret(cut: CutEstimates) -> list[bool]:
    """What nobody may work out: of end users all that may not be shown, of channel partners what
    fewer than three persons said. What three or more say is told to the house, if only in words.
    """
    if cut.audience == "channel_partner":
        return [persons < MIN_PERSONS_OF_PARTNER for persons in cut.accounts.tolist()]
    broken = primary_suppression(cut.n, cut.owners, cut.largest_owner_share)
    return [rule is not Suppression.SHOWN for rule in broken]


def _is_own_node(cut: CutEstimates) -> bool:
    return cut.audience == "channel_partner" and cut.cut.level in OWN_LEVELS


def _is_told(cut: CutEstimates, row: int, flash_min_n: int) -> bool:
    """Whether the few answers at a partner's own node are told as a distribution in words."""
    is_few = int(cut.n[row]) < MIN_N
    return _is_own_node(cut) and is_few and not flash_min_n and _distribution(cut, row) != ""


def _reason(cut: CutEstimates, row: int, broken: Suppression, flash_min_n: int) -> str:
    answers = several(int(cut.n[row]), "answer", "answers")
    owner = "partner" if cut.audience == "channel_partner" else "customer"
    if broken is Suppression.MIN_N:
        return f"{answers}, fewer than {MIN_N}."
    if broken is Suppression.MIN_ACCOUNTS:
        return f"Answers of fewer than three {owner}s."
    if broken is Suppression.DOMINANCE:
        return f"More than half of the weight is one {owner}'s."
    return _undefined(cut, row) or _early(answers, int(cut.n[row]), flash_min_n)


def _own_node_reason(cut: CutEstimates, row: int, flash_min_n: int) -> str:
    """From three persons on; under ten as a distribution in words, without an NPS.

    Not at the flash: beside the final's it would tell what the few who came between answered.
    """
    n, persons = int(cut.n[row]), int(cut.accounts[row])
    answers = several(n, "answer", "answers")
    if persons < MIN_PERSONS_OF_PARTNER:
        return f"{answers} of {several(persons, 'person', 'persons')}, fewer than three persons."
    if n < MIN_N:
        told = "" if flash_min_n else _distribution(cut, row)
        return f"{answers}, too few for a figure{told}."
    return _undefined(cut, row) or _early(answers, n, flash_min_n)


def _distribution(cut: CutEstimates, row: int) -> str:
    kind = METRICS[cut.metric].kind
    n, high, low = int(cut.n[row]), int(cut.high[row]), int(cut.low[row])
    if kind is IntervalKind.NPS:
        return f": {high} gave 9–10, {n - high - low} gave 7–8, {low} gave 0–6"
    if kind is IntervalKind.PROPORTION:
        return f": {high} of them satisfied"
    return ""


def _undefined(cut: CutEstimates, row: int) -> str:
    reason = Undefined(cut.undefined[row])
    if reason is Undefined.DEFINED and np.isfinite(cut.ci_low[row]):
        return ""
    return f"No interval can be given: {reason.sentence or 'too little to go by'}."


def _early(answers: str, n: int, flash_min_n: int) -> str:
    if n < flash_min_n:
        return f"{answers}; figures of fewer than {flash_min_n} are published in the final only."
    return ""
