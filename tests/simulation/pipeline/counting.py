"""What is counted of every published week: small functions of one signature, all of them sums.

A name is "group|what"; every rate of the report is a ratio of two sums, so that runs add up and a
rate's Monte-Carlo error comes from the differences between runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from customers.models import Audience
from demo.simulator.places import PARTNERS
from metrics.figures import EstimateFigure, Finding
from metrics.models import Decision, Level, State, Verdict
from metrics.warehouse.schema import USED
from tests.simulation.pipeline.observed import Observed, TrueValue
from tests.simulation.pipeline.scenarios import BEGINS

Counted = Iterator[tuple[str, float]]
Counter = Callable[[Observed], Counted]

# The window each level leads with (methods 0.7a), and the quarter of the network.
LEADING = {(Level.NETWORK, 1), (Level.COUNTRY, 1), (Level.REGION, 1), (Level.PARTNER, 4)}
WATCHED = {*LEADING, (Level.NETWORK, 13)}
QUARTER = 13
SCREEN = "partner_selection"
EXTRAPOLATION = "extrapolation"
C_OR_WORSE = "CDEF"
SHOWN = (Decision.PUBLISH, Decision.CAVEAT)
REVIEWED = (State.WARN, State.FAIL)


def figures(observed: Observed) -> Counted:
    """Errors and intervals of what is shown, and what is not."""
    for figure in observed.computed.figures.estimates:
        level = Level(figure.level)
        is_whole = not figure.touchpoint_key and observed.index >= figure.window - 1
        if not is_whole or (level, figure.window) not in WATCHED:
            continue
        place = f"{level.value} {figure.window}"
        if level is not Level.NETWORK and _is_touched(observed, level, figure.node_key):
            place += " touched"
        truth = observed.truth(
            figure.audience, figure.metric, figure.window, level, figure.node_key
        )
        name = f"{place}|{figure.audience}|{figure.metric}"
        for what, count in _of_figure(figure, truth):
            yield f"{name}|{what}", count


def _is_touched(observed: Observed, level: Level, node_key: str) -> bool:
    return bool((observed.partners_of(level, node_key) & observed.touched).any())


def _of_figure(figure: EstimateFigure, truth: TrueValue | None) -> Counted:
    yield "figures", 1
    yield f"grade {figure.grade}", 1
    yield f"decision {figure.decision}", 1
    is_shown = figure.decision in SHOWN and figure.ci_low is not None
    if not is_shown or truth is None:
        return
    assert figure.value is not None
    assert figure.raw is not None
    assert figure.ci_low is not None
    assert figure.ci_high is not None
    yield "shown", 1
    yield "covers these", figure.ci_low <= truth.these <= figure.ci_high
    yield "covers like these", figure.ci_low <= truth.like_these <= figure.ci_high
    yield "too low", figure.ci_high < truth.like_these
    yield "too high", figure.ci_low > truth.like_these
    yield "error", figure.value - truth.these
    yield "raw error", figure.raw - truth.these
    yield "width", figure.ci_high - figure.ci_low
    yield "n", figure.n
    if figure.with_set_aside is not None:
        yield "with set aside", 1
        yield "error with set aside", figure.with_set_aside - truth.these
    if figure.without_flagged is not None:
        yield "without flagged", 1
        yield "error without flagged", figure.without_flagged - truth.these


def changes(observed: Observed) -> Counted:
    """Whether any figure of a week's headline family is called up or down.

    Weeks in which nothing could be compared (held now, not shown before) are no chances to err.
    """
    if not any(change.p is not None for change in observed.computed.figures.changes):
        return
    called = [
        change for change in observed.computed.figures.changes
        if change.verdict in (Verdict.UP, Verdict.DOWN)
    ]  # fmt: skip
    is_steady = observed.scenario.is_steady or observed.index != BEGINS
    time = "steady" if is_steady else "change"
    yield f"changes {time}|weeks", 1
    yield f"changes {time}|called", bool(called)
    for change in called:
        yield f"changes {time}|{change.audience} {change.metric} {change.verdict}", 1


def careless(observed: Observed) -> Counted:
    """Careless, fabricated and honest answers that were set aside."""
    is_set_aside = np.array([status != USED for status in observed.computed.checked.status])
    place, simulated = observed.response_place, observed.week.simulated
    for audience in Audience:
        heard = observed.responses_by(audience.value)
        is_careless = simulated.answering(audience).careless_place[place] >= 0
        is_end_user = audience is Audience.END_USER
        is_fabricated = simulated.is_fabricated[place] & is_end_user
        is_honest = ~(is_careless | is_fabricated)
        kinds = {"careless": is_careless, "fabricated": is_fabricated, "honest": is_honest}
        for kind, is_kind in kinds.items():
            yield f"rows {audience.value}|{kind}", int((heard & is_kind).sum())
            yield (
                f"rows {audience.value}|{kind} set aside",
                int((heard & is_kind & is_set_aside).sum()),
            )
    for status in observed.computed.checked.status:
        yield f"status|{status}", 1


def screen(observed: Observed) -> Counted:
    """The screen of the partners at the end of a quarter, and since when it saw the cheats."""
    found = {
        finding.node_key: finding
        for finding in observed.computed.figures.findings
        if finding.check_key == SCREEN and finding.level is Level.PARTNER
    }
    for partner in PARTNERS:
        finding = found.get(partner.key)
        kind = "cheat" if partner.key in observed.scenario.cheats else "honest"
        if observed.index == QUARTER - 1:
            yield from _screened(f"screen {kind}", finding)
        if kind == "cheat":
            yield from _screened(f"screen {partner.key} {observed.index + 1}", finding)


def _screened(group: str, finding: Finding | None) -> Counted:
    """A partner of whom too little is known to tell is no success for the screen."""
    yield f"{group}|all", 1
    if finding is None or finding.state is State.UNKNOWN:
        return
    yield f"{group}|partners", 1
    yield f"{group}|{finding.state.value}", 1
    yield f"{group}|review", finding.state in REVIEWED


def sensitivity(observed: Observed) -> Counted:
    """Whether the sensitivity interval holds the truth."""
    for finding in observed.computed.figures.findings:
        low, high = (finding.evidence.get(f"sensitivity_{end}") for end in ("low", "high"))
        if finding.check_key != EXTRAPOLATION or low is None or high is None:
            continue
        truth = observed.truth(
            finding.audience, finding.metric, finding.window, finding.level, finding.node_key
        )
        if truth is None or observed.index < finding.window - 1:
            continue
        place = f"{finding.level.value} {finding.window}"
        name = f"sensitivity {place}|{finding.audience}|{finding.metric}"
        yield f"{name}|intervals", 1
        yield f"{name}|holds", low <= truth.these <= high
        yield f"{name}|width", high - low


def drop(observed: Observed) -> Counted:
    """Whether the published interval of the place that drops lies below that of before."""
    if observed.index < BEGINS:
        return
    before, now = observed.repairs[BEGINS - 1], observed.repairs[observed.index]
    group = f"drop {observed.index - BEGINS + 1}"
    yield f"{group}|weeks", 1
    if before is None or now is None:
        return
    assert before.ci_low is not None
    assert now.ci_high is not None
    yield f"{group}|below", now.ci_high < before.ci_low


def checks(observed: Observed) -> Counted:
    """What every check said."""
    yield "weeks|all", 1
    for finding in observed.computed.figures.findings:
        yield f"check {finding.check_key} {finding.level.value}|{finding.state.value}", 1
        yield f"check {finding.check_key} {finding.level.value}|all", 1


COUNTERS: tuple[Counter, ...] = (figures, changes, careless, screen, sensitivity, drop, checks)


def count(observed: Observed) -> Counted:
    """Everything that is counted of a week."""
    for counter in COUNTERS:
        yield from counter(observed)
