"""How many are left at each step of the coverage ladder, and why the others are not.

transactions → contact_present → eligible → drawn → delivered, of transactions × audience; then
answered → in_field → valid → trusted → used, of responses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from metrics.warehouse.columns import Ints, rows_table
from metrics.warehouse.schema import SELF_SELECTED, USED, SetAside

LADDER = pa.schema(
    [
        ("audience", pa.string()),
        ("partner", pa.string()),
        ("step", pa.string()),
        ("reason", pa.string()),
        ("count", pa.int64()),
    ]
)

# Steps a case passes, by its frame status; where nobody recorded it, the first and the answers.
PASSED: Mapping[str, tuple[str, ...]] = {
    "": ("transactions",),
    "no_contact": ("transactions",),
    "opted_out": ("transactions", "contact_present"),
    "asked_too_recently": ("transactions", "contact_present"),
    "other_transaction_drawn": ("transactions", "contact_present", "eligible"),
    "not_drawn": ("transactions", "contact_present", "eligible"),
    "drawn": ("transactions", "contact_present", "eligible", "drawn"),
}

# What a response passes on its way to being used, and where each reason to set it aside ends it.
ANSWER_STEPS = ("answered", "in_field", "valid", "trusted", "used")
END_OF: Mapping[str, str] = {
    USED: "used",
    SetAside.SELF_SELECTED: "answered",
    SetAside.NOT_IN_FRAME: "answered",
    SetAside.BEFORE_EXPERIENCE: "answered",
    SetAside.OUT_OF_RANGE: "in_field",
    SetAside.DUPLICATE: "in_field",
    SetAside.OWN_NETWORK: "valid",
    SetAside.CARELESS: "valid",
    SetAside.BY_HAND: "trusted",
}


def ladder(
    frame: pa.Table, responses: pa.Table, status: Sequence[str], frame_row: Ints
) -> pa.Table:
    """Counts by audience and partner.

    Transactions of several partners are the network's, as in the figures: under no partner. So are
    responses outside the frame.
    """
    counts: Counter[tuple[str, str, str, str]] = Counter()
    audience = frame.column("audience").to_pylist()
    partner = pc.if_else(frame.column("is_joint"), "", frame.column("partner")).to_pylist()
    states = frame.column("frame_status").to_pylist()
    outcomes = frame.column("disposition").to_pylist()
    answers: dict[int, list[str]] = {}
    asked = responses.column("audience").to_pylist()
    for response, (row, state) in enumerate(zip(frame_row.tolist(), status, strict=True)):
        who = (audience[row], partner[row]) if row >= 0 else (asked[response], "")
        counts.update((*who, step, reason) for step, reason in _answer_steps(state))
        if row >= 0:
            answers.setdefault(row, []).append(state)
    for row, who in enumerate(zip(audience, partner, strict=True)):
        for step, reason in _case_steps(states[row], outcomes[row], answers.get(row, ())):
            counts[(*who, step, reason)] += 1
    return rows_table([(*key, count) for key, count in sorted(counts.items())], LADDER)


def _case_steps(status: str, disposition: str, answers: Sequence[str]) -> list[tuple[str, str]]:
    """(step, "") for each step passed, and (last step, reason) where the case stopped.

    An answer through an open link is no answer to what was asked: the case stops where it stopped.
    """
    passed = list(PASSED[status])
    is_answered = any(answer != SELF_SELECTED for answer in answers)
    stop = status if status != "drawn" else ""
    if status == "drawn" and disposition != "unknown_undelivered":
        passed.append("delivered")
        stop = "" if is_answered else disposition
    elif status == "drawn":
        stop = disposition
    steps = [(step, "") for step in passed]
    if stop and not is_answered:
        steps.append((passed[-1], stop))
    return steps


def _answer_steps(status: str) -> Iterator[tuple[str, str]]:
    """Every step the response passed, and its one end."""
    end = END_OF[status]
    for step in ANSWER_STEPS[: ANSWER_STEPS.index(end) + 1]:
        yield step, ""
    if status != USED:
        yield end, status
