"""From findings to a decision and a grade for each figure (methods 0.9, 0.9a): no compensation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from customers.names.pairs import pair_of
from metrics.figures import Finding
from metrics.method import Family, Severity
from metrics.models import Decision, Level, State
from metrics.warehouse.configuration import Configuration

GRADES = "ABCD"
HELD, NOT_SHOWN = "E", "F"
# How the reason of a held figure begins; the week that its value is of follows.
HELD_FROM = "Held: the last final, of "
NOTHING_TO_WARN_OF = "No check that bears on this figure gave a warning."
STOPPING = (Severity.BLOCK, Severity.SUPPRESS)
# They guard people, not figures: nobody publishes in spite of one.
PROTECTS_PEOPLE = frozenset({"disclosure"})
# They speak of one total's own weight, which says nothing of its touchpoints.
OF_ONE_TOTAL = frozenset({"flagged_weight"})
ONE_TOTAL = "="
# They say what weights do to a figure; a paired gap is made without any.
ABOUT_WEIGHTS = frozenset({"psi_after", "design_effect", "not_represented"})


@dataclass(frozen=True)
class Standing:
    """What the checks say about one figure, in words: from the mildest to the gravest.

    `warned` are the families that warn, `warnings` their sentences, `failed` the failed caveats
    and the failed blocks that a person published over, `blocked` what holds the figure and
    `withheld` what keeps it from being shown; `stopped_by` are the checks that hold it.
    """

    warned: frozenset[Family] = frozenset()
    warnings: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    stopped_by: frozenset[str] = frozenset()

    def joined(self, other: Standing) -> Standing:
        return Standing(
            self.warned | other.warned,
            self.warnings + other.warnings,
            self.failed + other.failed,
            self.blocked + other.blocked,
            self.withheld + other.withheld,
            self.stopped_by | other.stopped_by,
        )

    def warned_by(self, family: Family, what: str) -> Standing:
        return replace(self, warned=self.warned | {family}, warnings=(*self.warnings, what))

    def failed_by(self, family: Family, what: str) -> Standing:
        return replace(self, warned=self.warned | {family}, failed=(*self.failed, what))

    @property
    def decision(self) -> Decision:
        if self.withheld:
            return Decision.SUPPRESS
        if self.blocked:
            return Decision.HOLD
        return Decision.CAVEAT if self.warned or self.failed else Decision.PUBLISH

    @property
    def grade(self) -> str:
        if self.withheld:
            return NOT_SHOWN
        if self.blocked:
            return HELD
        return "D" if self.failed else GRADES[min(len(self.warned), 3)]

    @property
    def weakest(self) -> str:
        """The weakest link in one sentence: the gravest that was found, the first of its kind."""
        for found in (self.withheld, self.blocked, self.failed, self.warnings):
            if found:
                return found[0]
        return NOTHING_TO_WARN_OF

    @property
    def families(self) -> str:
        """Families with a warning, in their order, as they are stored."""
        return ",".join(family.value for family in Family if family in self.warned)


NOTHING_WRONG = Standing()


def standing_of(findings: Iterable[Finding]) -> Standing:
    """Add up findings; passes, 'not applicable' and info never count."""
    standing = NOTHING_WRONG
    for finding in findings:
        if finding.severity is Severity.INFO:
            continue
        if finding.state in (State.WARN, State.UNKNOWN):
            standing = standing.warned_by(finding.family, finding.what)
        elif finding.state is State.FAIL:
            standing = _failed(standing, finding)
    return standing


def _failed(standing: Standing, finding: Finding) -> Standing:
    if finding.overridden:
        return standing.failed_by(finding.family, f"{finding.what} {finding.overridden}")
    if finding.severity is Severity.SUPPRESS:
        return standing.joined(Standing(withheld=(finding.what,)))
    if finding.severity is Severity.BLOCK:
        stopped_by = frozenset({finding.check_key})
        return standing.joined(Standing(blocked=(finding.what,), stopped_by=stopped_by))
    return standing.failed_by(finding.family, finding.what)


def with_overrides(
    findings: Iterable[Finding], configuration: Configuration
) -> tuple[Finding, ...]:
    """The findings, those marked that a named person published in spite of.

    Only what blocks or withholds for its integrity can be overridden, never what protects people.
    """
    return tuple(_overridden(finding, configuration) for finding in findings)


def _overridden(finding: Finding, configuration: Configuration) -> Finding:
    override = configuration.overrides.get(finding.key)
    is_stopping = finding.state is State.FAIL and finding.severity in STOPPING
    if override is None or not is_stopping or finding.check_key in PROTECTS_PEOPLE:
        return finding
    signed = f"Published all the same by {override.decided_by}: {override.reason}"
    return replace(finding, overridden=signed)


def about_pairs(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that bear on paired gaps, which use no weights."""
    return (finding for finding in findings if finding.check_key not in ABOUT_WEIGHTS)


Where = tuple[str, str, str, str]


def concerning(
    findings: Iterable[Finding],
    audience: str,
    window: int,
    level: str,
    node_key: str,
    touchpoint_key: str = "",
    metric: str = "",
) -> tuple[Finding, ...]:
    """The findings that decide about one figure, in the order in which they are added up."""
    by_reach = _by_reach(findings, audience, window)
    reaches = _reaches(level, node_key, touchpoint_key, metric)
    return tuple(finding for where in reaches for finding in by_reach.get(where, ()))


@dataclass(frozen=True)
class Gates:
    """The standing of every figure of an audience and window, by what the findings are about."""

    by_reach: Mapping[Where, Standing]
    _known: dict[Where, Standing] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, findings: Iterable[Finding], audience: str, window: int) -> Gates:
        """Findings that concern figures of this audience and window."""
        reach = _by_reach(findings, audience, window)
        return cls({where: standing_of(found) for where, found in reach.items()})

    def at(
        self, level: Level, node_key: str, touchpoint_key: str = "", metric: str = ""
    ) -> Standing:
        """What concerns a figure: everything's, its place's, its touchpoint's, its metric's."""
        where = (level.value, node_key, touchpoint_key, metric)
        if where not in self._known:
            self._known[where] = self._add_up(*where)
        return self._known[where]

    def _add_up(self, level: str, node_key: str, touchpoint_key: str, metric: str) -> Standing:
        standing = NOTHING_WRONG
        for where in _reaches(level, node_key, touchpoint_key, metric):
            found = self.by_reach.get(where)
            standing = standing.joined(found) if found else standing
        return standing


EVERYTHING = "*"


def _by_reach(
    findings: Iterable[Finding], audience: str, window: int
) -> dict[Where, list[Finding]]:
    """Findings of an audience and window (or of every one), by the figures they concern."""
    reach: dict[Where, list[Finding]] = {}
    for finding in findings:
        if finding.audience in ("", audience) and finding.window in (0, window):
            reach.setdefault(_reach_of(finding), []).append(finding)
    return reach


def _reach_of(finding: Finding) -> Where:
    """Which figures a finding concerns; the network's concern everything below as well."""
    is_everywhere = finding.level is Level.NETWORK and not finding.is_only_here
    level = EVERYTHING if is_everywhere else finding.level.value
    touchpoint = finding.touchpoint_key
    if finding.check_key in OF_ONE_TOTAL:
        touchpoint = touchpoint or ONE_TOTAL
    return (level, finding.node_key, touchpoint, finding.metric)


def _reaches(level: str, node_key: str, touchpoint_key: str, metric: str) -> Iterator[Where]:
    """Every reach that takes in a figure: of everything, then of its own place."""
    places = [(EVERYTHING, ""), (level, node_key)]
    if level == Level.PARTNER_LINE:
        # What speaks of a partner speaks of each of its product lines.
        places.append((Level.PARTNER.value, pair_of(node_key)[0]))
    for place in places:
        for touchpoint in ("", touchpoint_key or ONE_TOTAL):
            for asked in dict.fromkeys(("", metric)):
                yield (*place, touchpoint, asked)
