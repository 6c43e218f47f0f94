"""What was asked where: the versions that count for a week, and the figures a question feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from metrics.models import Metric
from metrics.warehouse.columns import Ints, group_rows, strings
from metrics.warehouse.frozen import FrozenWeek
from metrics.warehouse.questionnaires import QuestionFacts, QuestionnaireFacts
from metrics.warehouse.schema import USED
from surveys.questionnaires.types import QuestionType

AUDIENCES = ("channel_partner", "end_user")
MEASURES_NOTHING = frozenset({QuestionType.STATEMENT, QuestionType.CONSENT})


@dataclass(frozen=True)
class Sheet:
    """A version with every touchpoint where it is asked, or was answered this week."""

    version: QuestionnaireFacts
    touchpoints: tuple[str, ...]

    @property
    def audience(self) -> str:
        return self.version.audience

    @property
    def questions(self) -> tuple[QuestionFacts, ...]:
        """Those that measure something."""
        return tuple(q for q in self.version.questions if q.type not in MEASURES_NOTHING)

    @property
    def feeding(self) -> dict[str, QuestionFacts]:
        """The question that feeds each published metric: the first, as answers are read."""
        found: dict[str, QuestionFacts] = {}
        for question in self.version.questions:
            if question.metric in tuple(Metric):
                found.setdefault(question.metric, question)
        return found


@dataclass(frozen=True)
class Answered:
    """Used answers to one version at one touchpoint."""

    version: str
    touchpoint: str
    count: int


@dataclass(frozen=True, order=True)
class Concern:
    """Figures of an audience: of one metric or of every one, at one touchpoint or everywhere."""

    metric: str = ""
    touchpoint: str = ""


@dataclass(frozen=True)
class Sheets:
    """Every sheet of a week by name, and how often it was answered and the answer used."""

    all: tuple[Sheet, ...]
    answered: tuple[Answered, ...]

    @classmethod
    def of(cls, frozen: FrozenWeek, status: Sequence[str], frame_row: Ints) -> Sheets:
        answered = tuple(_answered(frozen, status, frame_row))
        heard: dict[str, set[str]] = {}
        for one in answered:
            heard.setdefault(one.version, set()).add(one.touchpoint)
        return cls(
            tuple(
                Sheet(facts, tuple(sorted({*facts.touchpoints, *heard.get(name, ())})))
                for name, facts in sorted(frozen.questionnaires.items())
            ),
            answered,
        )

    @cached_property
    def by_name(self) -> dict[str, Sheet]:
        return {sheet.version.name: sheet for sheet in self.all}

    def of_audience(self, audience: str) -> tuple[Sheet, ...]:
        return tuple(sheet for sheet in self.all if sheet.audience == audience)

    def in_field(self, audience: str) -> tuple[Sheet, ...]:
        """What the audience is asked now; what it answered where nothing is asked any more."""
        own = self.of_audience(audience)
        return tuple(sheet for sheet in own if sheet.version.is_in_field) or own

    def asked_at(self, audience: str, metric: str = "") -> frozenset[str]:
        """Touchpoints at which the audience is asked for the metric, or for anything."""
        return frozenset(
            touchpoint
            for sheet in self.of_audience(audience)
            if not metric or metric in sheet.feeding
            for touchpoint in sheet.touchpoints
        )

    def concerns(
        self, audience: str, touchpoints: Collection[str], metrics: Iterable[str] = ("",)
    ) -> tuple[Concern, ...]:
        """The figures of these touchpoints, of those among them that ask for the metric."""
        return tuple(
            Concern(metric, touchpoint)
            for metric in metrics
            for touchpoint in sorted(self.asked_at(audience, metric) & set(touchpoints))
        )


def _answered(frozen: FrozenWeek, status: Sequence[str], frame_row: Ints) -> Iterator[Answered]:
    used = np.flatnonzero(np.asarray(status, dtype=object) == USED)
    version = strings(frozen.responses, "questionnaire").taken(used)
    touchpoint = strings(frozen.frame, "touchpoint").taken(frame_row[used])
    first, group = group_rows(version.codes, touchpoint.codes)
    for row, count in zip(first.tolist(), np.bincount(group).tolist(), strict=True):
        name, place = version.codes[row], touchpoint.codes[row]
        yield Answered(version.levels[name], touchpoint.levels[place], count)
