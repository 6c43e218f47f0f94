"""What the pages about objectives and constructs show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.strategy.models import Construct, Objective
from surveys.strategy.queries import StrategyUse, weight_shares

NOBODY = "not named yet"
NOWHERE = "no published question"


@dataclass(frozen=True)
class ObjectiveLine:
    id: int
    key: str
    name: str
    share: str
    owner: str
    decision: str
    outcome: str
    used: str


@dataclass(frozen=True)
class ObjectivesPage:
    objectives: tuple[ObjectiveLine, ...]
    can_start_from_example: bool


@dataclass(frozen=True)
class ConstructLine:
    id: int
    key: str
    name: str
    meaning: str
    used: str


@dataclass(frozen=True)
class ConstructsPage:
    constructs: tuple[ConstructLine, ...]
    can_start_from_example: bool


@dataclass(frozen=True)
class AimPage:
    """One objective or construct to be written down; without an id it is a new one.

    `used` are the published questions that name it, as "recommend in 16 questionnaires".
    """

    title: str
    id: int | None = None
    key: str = ""
    used: tuple[str, ...] = ()


def objectives_page(
    objectives: list[Objective], constructs: Sequence[Construct], use: StrategyUse
) -> ObjectivesPage:
    shares = weight_shares(objectives)
    return ObjectivesPage(
        tuple(
            ObjectiveLine(
                id=objective.id,
                key=objective.key,
                name=objective.name,
                share=f"{shares[objective.key]:.0%}",
                owner=objective.owner or NOBODY,
                decision=objective.decision or NOBODY,
                outcome=objective.outcome or NOBODY,
                used=_used(use.objectives, objective.key),
            )
            for objective in objectives
        ),
        can_start_from_example=not objectives and not constructs,
    )


def constructs_page(
    constructs: Sequence[Construct], objectives: Sequence[Objective], use: StrategyUse
) -> ConstructsPage:
    return ConstructsPage(
        tuple(
            ConstructLine(
                id=construct.id,
                key=construct.key,
                name=construct.name,
                meaning=construct.meaning or NOBODY,
                used=_used(use.constructs, construct.key),
            )
            for construct in constructs
        ),
        can_start_from_example=not objectives and not constructs,
    )


def objective_page(objective: Objective | None, use: StrategyUse) -> AimPage:
    if objective is None:
        return AimPage("Add an objective")
    used = _counted(use.objectives.get(objective.key, ()))
    return AimPage(objective.name, objective.id, objective.key, used)


def construct_page(construct: Construct | None, use: StrategyUse) -> AimPage:
    if construct is None:
        return AimPage("Add a construct")
    used = _counted(use.constructs.get(construct.key, ()))
    return AimPage(construct.name, construct.id, construct.key, used)


def _used(places: Mapping[str, tuple[str, ...]], key: str) -> str:
    """Different questions, counted once however many questionnaires ask them."""
    questions = dict.fromkeys(place.partition(" ")[0] for place in places.get(key, ()))
    return ", ".join(questions) or NOWHERE


def _counted(places: Sequence[str]) -> tuple[str, ...]:
    counts = Counter(place.partition(" ")[0] for place in places)
    return tuple(
        f"{key} in {count} questionnaire{'' if count == 1 else 's'}"
        for key, count in counts.items()
    )
