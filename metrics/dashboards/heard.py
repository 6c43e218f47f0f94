"""Who was heard: the coverage ladder, step by step, with what is lost and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.web.filters import number
from metrics.dashboards.charts.ladders import LadderBar, draw_ladder
from metrics.dashboards.wording import AUDIENCE_PLURALS, WINDOW_NAMES
from metrics.models import LadderStep


@dataclass(frozen=True)
class Ladder:
    audience: str
    window: int
    title: str
    transaction_count: int
    used_count: int
    bars: tuple[LadderBar, ...]


STEPS = {
    "transactions": "Transactions",
    "contact_present": "Contact known",
    "eligible": "May be asked",
    "drawn": "Drawn",
    "invited": "Invited",
    "delivered": "Delivered",
    "answered": "Answered",
    "in_field": "In the field",
    "valid": "Valid",
    "trusted": "Trusted",
    "used": "Used in the figures",
}
# Passed only where the sampling frame was recorded.
FRAME_STEPS = frozenset(("contact_present", "eligible", "drawn", "invited", "delivered"))
# Where an answer that was given can still be lost.
AFTER_ANSWER = frozenset(("answered", "in_field", "valid", "trusted", "used"))
REASONS = {
    "no_contact": "no contact known",
    "opted_out": "opted out",
    "asked_too_recently": "asked too recently",
    "other_transaction_drawn": "another transaction of the person drawn",
    "not_drawn": "not drawn",
    "self_selected": "answered through an open link, by nobody's draw",
    "not_in_frame": "not in the frame",
    "before_experience": "answered before the experience",
    "out_of_range": "a score outside its scale",
    "duplicate": "answered twice",
    "partner_network": "sent from the partner’s own network",
    "careless": "answered carelessly, by two kinds of sign or more",
    "by_hand": "set aside by a named person",
    "refusal": "refused",
    "non_contact": "no answer",
    "other": "could not answer",
    "unknown_undelivered": "could not be delivered",
    "not_eligible": "should not have been asked",
    "partial": "answered in part",
    "pending": "may still answer",
}


def plain(key: str, words: dict[str, str]) -> str:
    return words.get(key) or key.replace("_", " ")


def build_ladder(rows: Iterable[LadderStep], audience: str, window: int) -> Ladder | None:
    """None where there is no ladder for that customer and window."""
    left: dict[str, int] = {}
    lost: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.audience != audience or row.window != window:
            continue
        if row.reason:
            lost[row.step].append(f"{number(row.count)} no further: {plain(row.reason, REASONS)}")
            left.setdefault(row.step, 0)
        else:
            left[row.step] = row.count
    if not left:
        return None
    steps = [(_step_text(step), count, tuple(lost[step])) for step, count in left.items()]
    whole, used = left.get("transactions", 0), left.get("used", 0)
    title, bars = _ladder_title(whole, used, audience), draw_ladder(steps, audience)
    if left.keys() & FRAME_STEPS:
        title += _worst_loss(steps)
    elif used:
        # A share of answers would be read as a response rate, which nobody can know here.
        title += "; who was asked is not known"
        bars = tuple(replace(bar, share="") for bar in bars)
    return Ladder(audience, window, title, whole, used, bars)


def base_of(ladders: Sequence[Ladder]) -> str:
    """300 transactions, 45 answers of end users (one week); empty where none is known."""
    return "; ".join(
        f"{number(ladder.transaction_count)} transactions, {number(ladder.used_count)} answers of "
        f"{AUDIENCE_PLURALS[ladder.audience]} ({WINDOW_NAMES[ladder.window]})"
        for ladder in ladders
    )


def counted_text(rows: Iterable[LadderStep], audiences: Sequence[str]) -> str:
    """Of the answers heard in the week how many its figures are of, and why the others are not.

    107 heard, 104 counted: 3 set aside (answered carelessly). Empty where none is known.
    """
    own = [row for row in rows if row.audience in audiences and row.window == 1]
    heard, used = (
        sum(row.count for row in own if row.step == step and not row.reason)
        for step in ("answered", "used")
    )
    if not heard:
        return ""
    why: dict[str, int] = defaultdict(int)
    for row in own:
        if row.reason and row.step in AFTER_ANSWER:
            why[plain(row.reason, REASONS)] += row.count
    said = f"{number(heard)} heard, {number(used)} counted in the figures"
    reasons = "; ".join(f"{number(count)} {reason}" for reason, count in why.items())
    return f"{said}: {number(heard - used)} set aside ({reasons})" if reasons else said


def _step_text(step: str) -> str:
    text = plain(step, STEPS)
    return text[:1].upper() + text[1:]


def _ladder_title(whole: int, used: int, audience: str) -> str:
    """What became of the transactions."""
    who = AUDIENCE_PLURALS[audience]
    if not whole:
        return f"No transaction with {who} in this period"
    business = f"{number(whole)} {'transaction' if whole == 1 else 'transactions'}"
    if not used:
        return f"No answer of {who} stands for {business}"
    answers = "answer" if used == 1 else "answers"
    stand = "stands" if used == 1 else "stand"
    return f"{number(used)} {answers} of {who} {stand} for {business}"


def _worst_loss(steps: Sequence[tuple[str, int, tuple[str, ...]]]) -> str:
    losses = [(before[1] - after[1], after[0]) for before, after in pairwise(steps)]
    most, where = max(losses, default=(0, ""))
    return f"; most are lost at “{where.lower()}”" if most > 0 else ""
