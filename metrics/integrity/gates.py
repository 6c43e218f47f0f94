"""From findings to a decision and a grade for each figure (methods 0.9, 0.9a): no compensation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from metrics.figures import Finding
from metrics.method import Family, Severity
from metrics.models import Decision, Level, State

GRADES = "ABCD"
HELD, NOT_SHOWN = "E", "F"


@dataclass(frozen=True)
class Standing:
    """What the checks say about one figure: families that warn, failed caveats, blocks in words."""

    warned: frozenset[Family] = frozenset()
    failed: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()

    def joined(self, other: Standing) -> Standing:
        return Standing(
            self.warned | other.warned, self.failed + other.failed, self.blocked + other.blocked
        )

    def warned_by(self, family: Family) -> Standing:
        return Standing(self.warned | {family}, self.failed, self.blocked)

    def failed_by(self, what: str) -> Standing:
        return Standing(self.warned, (*self.failed, what), self.blocked)

    @property
    def decision(self) -> Decision:
        if self.blocked:
            return Decision.HOLD
        return Decision.CAVEAT if self.warned or self.failed else Decision.PUBLISH

    @property
    def grade(self) -> str:
        if self.blocked:
            return HELD
        return "D" if self.failed else GRADES[min(len(self.warned), 3)]


NOTHING_WRONG = Standing()


def standing_of(findings: Iterable[Finding]) -> Standing:
    """Add up findings; passes, 'not applicable' and info never count."""
    standing = NOTHING_WRONG
    for finding in findings:
        if finding.severity is Severity.INFO:
            continue
        if finding.state in (State.WARN, State.UNKNOWN):
            standing = standing.warned_by(finding.family)
        elif finding.state is State.FAIL and finding.severity is Severity.BLOCK:
            standing = standing.joined(Standing(blocked=(finding.what,)))
        elif finding.state is State.FAIL:
            standing = standing.failed_by(finding.what).warned_by(finding.family)
    return standing


@dataclass(frozen=True)
class Gates:
    """The standing of every place: the whole network's, and what is added at single nodes."""

    common: Standing
    at_node: Mapping[tuple[Level, str], Standing]

    @classmethod
    def of(cls, findings: Iterable[Finding], audience: str, window: int) -> Gates:
        """Findings that concern figures of this audience and window."""
        concerned = [
            finding
            for finding in findings
            if finding.audience in ("", audience) and finding.window in (0, window)
        ]
        nodes: dict[tuple[Level, str], list[Finding]] = {}
        for finding in concerned:
            if finding.level is not Level.NETWORK:
                nodes.setdefault((finding.level, finding.node_key), []).append(finding)
        return cls(
            standing_of(finding for finding in concerned if finding.level is Level.NETWORK),
            {place: standing_of(found) for place, found in nodes.items()},
        )

    def at(self, level: Level, node_key: str) -> Standing:
        extra = self.at_node.get((level, node_key))
        return self.common.joined(extra) if extra else self.common
