"""What a channel partner reads of why a figure is held, withheld or doubted.

Reasons are made of the sentences of failed checks. Those of the whole network speak of volumes and
response rates that are not a partner's to know, and decisions carry the name of somebody in the
house: of these a partner reads only that there was one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from metrics.dashboards.queries import Reading

OF_THE_NETWORK = "A check of the whole network failed."
BY_SOMEBODY = "Published all the same by a named person."


@dataclass(frozen=True)
class Said:
    """What a failed check said, and who published in spite of it; `is_own`: about the partner."""

    what: str
    overridden: str
    is_own: bool

    @property
    def stored(self) -> str:
        return f"{self.what} {self.overridden}".strip()

    @property
    def told(self) -> str:
        what = self.what if self.is_own else OF_THE_NETWORK
        return f"{what} {BY_SOMEBODY}" if self.overridden else what


def tell(reason: str, said: Iterable[Said]) -> str:
    """A stored reason in a partner's words; the longest sentences first, since one can begin
    another."""
    for one in sorted(set(said), key=lambda one: (-len(one.stored), one.stored)):
        if one.stored:
            reason = reason.replace(one.stored, one.told)
    while f"{OF_THE_NETWORK} {OF_THE_NETWORK}" in reason:
        reason = reason.replace(f"{OF_THE_NETWORK} {OF_THE_NETWORK}", OF_THE_NETWORK)
    return reason


def told(readings: Iterable[Reading], said: Sequence[Said]) -> list[Reading]:
    """The readings with their reasons in a partner's words."""
    return [replace(row, reason=tell(row.reason, said) if row.reason else None) for row in readings]
