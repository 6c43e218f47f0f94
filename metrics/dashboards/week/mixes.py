"""What a change is made of: who was served, and which touchpoint moved (methods H7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from customers.names.queries import Names
from metrics.dashboards.told import Told
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    METRICS,
    capital,
    change_text,
    sentence,
    unbroken,
)
from metrics.integrity.analytics.mix_shift import LARGEST, LARGEST_PART
from metrics.models import State

CHECK = "mix_shift"
# "Most of it" is more than half.
MOST = 0.5


def tell_mixes(
    findings: Iterable[Told], names: Names, real: Collection[tuple[str, str]]
) -> tuple[str, ...]:
    """One sentence for each headline change whose parts are worth naming.

    `real` are the changes that are ones, by audience and metric: of any other there is no part to
    name, for it is not known to have any.
    """
    told = (
        _told(row, names, is_real=(row.audience, row.metric) in real)
        for row in findings
        if row.check_key == CHECK and row.evidence
    )
    return tuple(text for text in told if text)


def _told(row: Told, names: Names, *, is_real: bool) -> str:
    said = []
    if row.state in (State.WARN, State.FAIL):
        said.append(_mix(row.evidence, row))
    largest = _largest(row, names) if is_real else ""
    return unbroken(" ".join(sentence(text) for text in [*said, largest] if text))


def _mix(evidence: Mapping[str, Any], row: Told) -> str:
    """Which dimension's mix moved the total most, and whether all of its parts moved against it."""
    dimensions = [name.removesuffix(" mix") for name in evidence if name.endswith(" mix")]
    first = max(dimensions, key=lambda name: abs(evidence[f"{name} mix"]), default=None)
    if first is None:
        return ""
    who = f"{capital(AUDIENCE_ADJECTIVES[row.audience])} {METRICS[row.metric].plain}"
    mix = change_text(evidence[f"{first} mix"], row.metric)
    within = change_text(evidence[f"{first} within"], row.metric)
    text = (
        f"{who}: who was served (by {first}) makes {mix} of the difference from the last edition, "
        f"changes within make {within}"
    )
    if evidence.get(f"{first} reversed") == "yes":
        text += "; every part moved the other way than the total (Simpson’s paradox)"
    return text


def _largest(row: Told, names: Names) -> str:
    """Most of it is repair visits: only where one touchpoint makes more than half."""
    key, part = row.evidence.get(LARGEST), row.evidence.get(LARGEST_PART)
    before, now = row.evidence.get("touchpoint before"), row.evidence.get("touchpoint now")
    if key is None or part is None or before is None or now is None or now == before:
        return ""
    if part / (now - before) <= MOST:
        return ""
    name = names.touchpoints.get(key, key)
    who = f"{AUDIENCE_ADJECTIVES[row.audience]} {METRICS[row.metric].plain}"
    whole, own = change_text(now - before, row.metric), change_text(part, row.metric)
    return f"Most of the difference in {who} ({whole}) is {name} ({own})"
