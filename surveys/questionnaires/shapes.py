"""Questions without their texts, as a version's structure stores them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveys.questionnaires.conditions import Condition, read_condition, write_condition
from surveys.questionnaires.types import (
    FACTS,
    NOT_APPLICABLE,
    AnswerKind,
    QuestionMetric,
    QuestionType,
    TypeFacts,
)

END = "end"  # where a skip leads that ends the sheet


class Direction(StrEnum):
    """Which end of the scale is the good one."""

    HIGH_IS_GOOD = "high_is_good"
    LOW_IS_GOOD = "low_is_good"


class Flow(StrEnum):
    """How many questions a page shows: as many as fit, or one."""

    ONE_PAGE = "one_page"
    ONE_BY_ONE = "one_by_one"


@dataclass(frozen=True)
class Skip:
    """After this question, if `when` holds, go on with question `to` (or END)."""

    when: Condition
    to: str


@dataclass(frozen=True)
class QuestionShape:
    """One question of a version without its texts.

    `fewest` and `most` limit the options of a multiple choice, and `most` the places of a ranking;
    `lowest` and `highest` are plain numbers or ISO dates. `construct` and `objectives` are keys:
    what the question measures, and for which aims of the strategy.
    """

    key: str
    type: QuestionType
    is_required: bool = False
    metric: QuestionMetric | None = None
    options: tuple[str, ...] = ()
    max_length: int | None = None
    offers_not_applicable: bool = False
    exclusive: tuple[str, ...] = ()
    fewest: int | None = None
    most: int | None = None
    rows: tuple[str, ...] = ()
    scale: QuestionType | None = None
    lowest: str | None = None
    highest: str | None = None
    decimals: int = 0
    construct: str = ""
    objectives: tuple[str, ...] = ()
    direction: Direction | None = None
    show_if: Condition | None = None
    skips: tuple[Skip, ...] = ()

    @property
    def facts(self) -> TypeFacts:
        return FACTS[self.type]

    @property
    def holds(self) -> AnswerKind:
        return self.facts.holds

    @property
    def scores(self) -> range | None:
        """The scores that may be given to the question itself; None where it takes no score."""
        return self.facts.scores

    @property
    def row_scores(self) -> range | None:
        """The scores that may be given to each row of a grid."""
        return FACTS[self.scale].scores if self.scale else None

    @property
    def option_values(self) -> tuple[str, ...]:
        """The values that carry a label of their own."""
        scaled = FACTS[self.scale] if self.scale else self.facts
        if scaled.has_labels and scaled.scores:
            return tuple(str(score) for score in scaled.scores)
        return self.facts.options or self.options

    @property
    def offered_values(self) -> tuple[str, ...] | None:
        """Every value that can be given to it, or to a row of it, beside "not applicable"; None
        where the respondent writes."""
        scores = self.scores or self.row_scores
        if scores is not None:
            return tuple(str(score) for score in scores)
        return self.facts.options or self.options or None

    @property
    def answer_keys(self) -> tuple[str, ...]:
        """The names conditions know it by: its own, or those of its rows."""
        if self.holds is AnswerKind.NOTHING:
            return ()
        return tuple(f"{self.key}.{row}" for row in self.rows) or (self.key,)

    def text_keys(self) -> Iterator[str]:
        """The keys of every text the question needs in the fallback language."""
        yield f"{self.key}.text"
        if self.facts.has_ends:
            yield f"{self.key}.low"
            yield f"{self.key}.high"
        for row in self.rows:
            yield f"{self.key}.row.{row}"
        if self.type is not QuestionType.CONSENT:
            for value in self.option_values:
                yield f"{self.key}.option.{value}"

    def optional_text_keys(self) -> Iterator[str]:
        """The keys of texts that may stand beside it; the page has its own words for most."""
        yield f"{self.key}.hint"
        if self.offers_not_applicable:
            yield f"{self.key}.option.{NOT_APPLICABLE}"

    def stored(self) -> dict[str, Any]:
        stored: dict[str, Any] = {
            "key": self.key,
            "type": self.type.value,
            "required": self.is_required,
            "metric": self.metric.value if self.metric else None,
        }
        return stored | {name: value for name, value in self._settings() if value not in _UNSET}

    def _settings(self) -> Iterator[tuple[str, Any]]:
        """What only some questions have; left out where unset, so that old hashes stay."""
        yield "options", list(self.options)
        yield "max_length", self.max_length
        yield "not_applicable", self.offers_not_applicable
        yield "exclusive", list(self.exclusive)
        yield "fewest", self.fewest
        yield "most", self.most
        yield "rows", list(self.rows)
        yield "scale", self.scale and self.scale.value
        yield "lowest", self.lowest
        yield "highest", self.highest
        yield "decimals", self.decimals or None
        yield "construct", self.construct
        yield "objectives", list(self.objectives)
        yield "direction", self.direction and self.direction.value
        yield "show_if", self.show_if and write_condition(self.show_if)
        yield "skips", [{"if": write_condition(skip.when), "to": skip.to} for skip in self.skips]


_UNSET: tuple[Any, ...] = (None, False, "", [])


def read_shape(stored: Mapping[str, Any]) -> QuestionShape:
    """A question from its stored form; raises ConditionError for a condition that cannot be read,
    ValueError for a type, metric or direction that does not exist."""
    return QuestionShape(
        key=stored["key"],
        type=QuestionType(stored["type"]),
        is_required=stored["required"],
        metric=QuestionMetric(stored["metric"]) if stored["metric"] else None,
        options=tuple(stored.get("options", ())),
        max_length=stored.get("max_length"),
        offers_not_applicable=stored.get("not_applicable", False),
        exclusive=tuple(stored.get("exclusive", ())),
        fewest=stored.get("fewest"),
        most=stored.get("most"),
        rows=tuple(stored.get("rows", ())),
        scale=QuestionType(stored["scale"]) if stored.get("scale") else None,
        lowest=stored.get("lowest"),
        highest=stored.get("highest"),
        decimals=stored.get("decimals", 0),
        construct=stored.get("construct", ""),
        objectives=tuple(stored.get("objectives", ())),
        direction=Direction(stored["direction"]) if stored.get("direction") else None,
        show_if=read_condition(stored["show_if"]) if stored.get("show_if") else None,
        skips=tuple(
            Skip(read_condition(skip["if"]), skip["to"]) for skip in stored.get("skips", ())
        ),
    )


def read_structure(structure: Mapping[str, Any]) -> tuple[QuestionShape, ...]:
    """The questions of a stored version, in order."""
    return tuple(read_shape(stored) for stored in structure["questions"])


def feeding_questions(shapes: Iterable[QuestionShape]) -> dict[QuestionMetric, QuestionShape]:
    """The question that feeds each metric: the first, where there should be but one."""
    found: dict[QuestionMetric, QuestionShape] = {}
    for shape in shapes:
        if shape.metric:
            found.setdefault(shape.metric, shape)
    return found


def read_flow(structure: Mapping[str, Any]) -> Flow:
    return Flow(structure.get("flow", Flow.ONE_PAGE))


def write_structure(shapes: Iterable[QuestionShape], flow: Flow) -> dict[str, Any]:
    """What a version stores; the usual flow is left out, so that old hashes stay."""
    stored: dict[str, Any] = {"questions": [shape.stored() for shape in shapes]}
    return stored if flow is Flow.ONE_PAGE else stored | {"flow": flow.value}
