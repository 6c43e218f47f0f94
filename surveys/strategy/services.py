"""Keep the objectives and constructs; questions name them by keys that never change."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from core.database import one_at_a_time
from surveys.errors import StrategyError
from surveys.strategy.models import Construct, Objective
from surveys.strategy.queries import strategy_use

EXAMPLE_FILE = Path(__file__).parent / "example.toml"
STRATEGY = "change the strategy"
LONGEST_KEY = 60
PLACES_NAMED = 3
NO_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class ObjectiveContent:
    """An objective as somebody writes it down; the weight is any positive number."""

    name: str
    weight: float
    owner: str = ""
    decision: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class ConstructContent:
    name: str
    meaning: str = ""


@dataclass(frozen=True)
class ExampleReport:
    objective_count: int
    construct_count: int

    def __str__(self) -> str:
        return f"{self.objective_count} objectives and {self.construct_count} constructs added."


def save_objective(
    session: Session,
    scope: Scope,
    content: ObjectiveContent,
    now: datetime,
    known_id: int | None = None,
) -> Objective:
    """Add an objective, or change one; raises StrategyError where another has the name."""
    one_at_a_time(session, STRATEGY)
    if known_id is None:
        objective = Objective(key=_new_key(session, Objective, content.name, "objective"))
    else:
        objective = _require(session, Objective, known_id)
    _refuse_same_name(session, Objective, content.name, objective.key)
    objective.name = content.name
    objective.weight = content.weight
    objective.owner = content.owner
    objective.decision = content.decision
    objective.outcome = content.outcome
    session.add(objective)
    deed = "change objective" if known_id else "add objective"
    record_audit(session, scope, deed, objective.key, f"weight {content.weight:g}", now)
    return objective


def save_construct(
    session: Session,
    scope: Scope,
    content: ConstructContent,
    now: datetime,
    known_id: int | None = None,
) -> Construct:
    """Add a construct, or change one; raises StrategyError where another has the name."""
    one_at_a_time(session, STRATEGY)
    if known_id is None:
        construct = Construct(key=_new_key(session, Construct, content.name, "construct"))
    else:
        construct = _require(session, Construct, known_id)
    _refuse_same_name(session, Construct, content.name, construct.key)
    construct.name = content.name
    construct.meaning = content.meaning
    session.add(construct)
    deed = "change construct" if known_id else "add construct"
    record_audit(session, scope, deed, construct.key, None, now)
    return construct


def add_missing_construct(
    session: Session, scope: Scope, key: str, content: ConstructContent, now: datetime
) -> None:
    """The construct under a key that questions name already, unless it is there."""
    one_at_a_time(session, STRATEGY)
    if session.scalar(sa.select(Construct.id).where(Construct.key == key)) is None:
        session.add(Construct(key=key, name=content.name, meaning=content.meaning))
        record_audit(session, scope, "add construct", key, "from the library", now)


def remove_objective(session: Session, scope: Scope, known_id: int, now: datetime) -> Objective:
    """Raises StrategyError naming the published questions that serve it."""
    objective = _require(session, Objective, known_id)
    places = strategy_use(session).objectives.get(objective.key, ())
    _refuse_removal(objective.name, places, "serve")
    session.delete(objective)
    record_audit(session, scope, "remove objective", objective.key, None, now)
    return objective


def remove_construct(session: Session, scope: Scope, known_id: int, now: datetime) -> Construct:
    """Raises StrategyError naming the published questions that measure it."""
    construct = _require(session, Construct, known_id)
    places = strategy_use(session).constructs.get(construct.key, ())
    _refuse_removal(construct.name, places, "measure")
    session.delete(construct)
    record_audit(session, scope, "remove construct", construct.key, None, now)
    return construct


def load_example(session: Session) -> ExampleReport:
    """The example set that fits the ready-made questionnaires, where there is no strategy yet."""
    one_at_a_time(session, STRATEGY)
    if any(session.scalar(sa.select(sa.exists().select_from(kind))) for kind in KINDS):
        return ExampleReport(0, 0)
    example = tomllib.loads(EXAMPLE_FILE.read_text(encoding="utf-8"))
    objectives = [Objective(key=key, **given) for key, given in example["objectives"].items()]
    constructs = [Construct(key=key, **given) for key, given in example["constructs"].items()]
    session.add_all([*objectives, *constructs])
    session.flush()
    return ExampleReport(len(objectives), len(constructs))


KINDS: tuple[type[Objective | Construct], ...] = (Objective, Construct)
Aim = TypeVar("Aim", Objective, Construct)


def _require(session: Session, kind: type[Aim], known_id: int) -> Aim:
    found = session.get(kind, known_id)
    if found is None:
        raise StrategyError("Somebody else removed it in the meantime. Add it anew if you need it.")
    return found


def _new_key(session: Session, kind: type[Objective | Construct], name: str, fallback: str) -> str:
    """The name in plain letters; with a number behind it where that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = NO_WORD.sub("_", plain).strip("_")[: LONGEST_KEY - 4].strip("_")
    stem = stem if stem and stem[0].isalpha() else fallback
    taken = set(session.scalars(sa.select(kind.key)))
    numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)


def _refuse_same_name(
    session: Session, kind: type[Objective | Construct], name: str, key: str
) -> None:
    others = session.scalars(sa.select(kind.name).where(kind.key != key))
    if name.casefold() in (other.casefold() for other in others):
        raise StrategyError(f"“{name}” is there already. Change that one, or choose another name.")


def _refuse_removal(name: str, places: Sequence[str], deed: str) -> None:
    if places:
        named = ", ".join(places[:PLACES_NAMED])
        more = len(places) - PLACES_NAMED
        rest = f" and {more} more" if more > 0 else ""
        raise StrategyError(
            f"“{name}” stays: published questions {deed} it: {named}{rest}. Publish versions "
            "without it first."
        )
