"""Does the questionnaire measure what the strategy asks for?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from stats.constructs.verdict import ConstructVerdict, is_below
from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.scalars import check_number

# [P] methods 0.8: the weighted share of the strategy that some item measures.
COVERAGE_WARN = 0.90
COVERAGE_FAIL = 0.60


@dataclass(frozen=True)
class Objective:
    """An aim of the strategy with its weight, and who owns it, what it decides, what it moves."""

    name: str
    weight: float
    owner: str = ""
    decision: str = ""
    outcome: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of owner, decision and outcome nobody named."""
        given = {"owner": self.owner, "decision": self.decision, "outcome": self.outcome}
        return tuple(field for field, text in given.items() if not text.strip())


@dataclass(frozen=True)
class StrategyCoverage:
    """Weighted coverage 0 to 1 and where the matrix of objectives × items has holes.

    `items` of each objective in order; `uncovered` objectives have none, `single_item` ones one;
    `orphans` are items without an objective; `incomplete` names what an objective lacks.
    """

    coverage: float
    items: Mapping[str, tuple[str, ...]]
    uncovered: tuple[str, ...]
    single_item: tuple[str, ...]
    orphans: tuple[str, ...]
    incomplete: Mapping[str, tuple[str, ...]]

    @property
    def verdict(self) -> ConstructVerdict:
        """≥ .90 fine, < .60 fail, between warn."""
        if is_below(self.coverage, COVERAGE_FAIL):
            return ConstructVerdict.FAIL
        return (
            ConstructVerdict.WARN
            if is_below(self.coverage, COVERAGE_WARN)
            else ConstructVerdict.FINE
        )

    def __str__(self) -> str:
        holes = {
            "uncovered": self.uncovered,
            "single item": self.single_item,
            "orphan items": self.orphans,
            "incomplete": tuple(f"{n} ({', '.join(m)})" for n, m in self.incomplete.items()),
        }
        listed = "".join(f"; {what}: {', '.join(names)}" for what, names in holes.items() if names)
        return f"coverage {self.coverage:.0%} ({self.verdict.words}){listed}"


def strategy_coverage(
    objectives: Sequence[Objective], items: Mapping[str, Collection[str]]
) -> StrategyCoverage:
    """Weighted coverage = Σ weights of the objectives with at least one item.

    An orphan item serves no objective and is a candidate to delete; an objective of one item has
    no reliability; one without owner, decision or outcome is not managed. Source: methods F7.

    `objectives` with weights > 0 that sum to 1, `items` the objectives of each item by name.
    Raises EmptyInput without objectives, BadWeights for weights that are not positive or do not
    sum to 1, OutOfRange for names that repeat or an item that names an unknown objective.

    >>> aims = [Objective("loyalty", .5, "sales", "renew", "churn"),
    ...         Objective("ease", .3, "service", "staffing", "contacts"),
    ...         Objective("growth", .2, "board", "invest", "revenue")]
    >>> print(strategy_coverage(aims, {"q1": ["loyalty"], "q2": ["loyalty", "ease"], "q3": []}))
    coverage 80% (warn); uncovered: growth; single item: ease; orphan items: q3
    """
    _check(objectives, items)
    measured = {
        aim.name: tuple(item for item, served in items.items() if aim.name in served)
        for aim in objectives
    }
    return StrategyCoverage(
        coverage=min(1.0, fsum(aim.weight for aim in objectives if measured[aim.name])),
        items=measured,
        uncovered=tuple(name for name, found in measured.items() if not found),
        single_item=tuple(name for name, found in measured.items() if len(found) == 1),
        orphans=tuple(item for item, served in items.items() if not served),
        incomplete={aim.name: aim.missing for aim in objectives if aim.missing},
    )


def _check(objectives: Sequence[Objective], items: Mapping[str, Collection[str]]) -> None:
    if not objectives:
        raise EmptyInput("A strategy without objectives covers nothing; hand in at least one.")
    names = [aim.name for aim in objectives]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise OutOfRange(f"The objective {twice} is listed twice; merge the two.")
    for aim in objectives:
        try:
            check_number(f"The weight of {aim.name}", aim.weight, above=0.0, high=1.0)
        except OutOfRange as wrong:
            raise BadWeights(str(wrong)) from wrong
    total = fsum(aim.weight for aim in objectives)
    if abs(total - 1.0) > 1e-9:
        raise BadWeights(f"The objectives weigh {total:.9g} together; divide by the total.")
    for item, served in items.items():
        if isinstance(served, str) or not isinstance(served, Collection):
            raise OutOfRange(f"{item} serves {served!r}; hand in a list of objectives.")
        for name in served:
            if name not in names:
                raise OutOfRange(f"{item} serves {name}, which is no objective; correct the name.")
