"""What the page about the strategy's coverage shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from customers.models import Audience
from metrics.strategy.services import AudienceCoverage, Coverage
from stats import ConstructVerdict, StrategyCoverage
from surveys.wording import AUDIENCE_WORDS

VERDICT_STATES = {
    ConstructVerdict.FINE: "pass",
    ConstructVerdict.WARN: "warn",
    ConstructVerdict.FAIL: "fail",
}
VERDICT_WORDS = {
    ConstructVerdict.FINE: "the strategy is measured",
    ConstructVerdict.WARN: "part of the strategy is not measured",
    ConstructVerdict.FAIL: "much of the strategy is not measured",
}


@dataclass(frozen=True)
class VerdictLine:
    state: str
    words: str
    share: str


@dataclass(frozen=True)
class MatrixRow:
    """An objective and, question by question, whether it is served; `asked_by` in words."""

    objective: str
    share: str
    asked_by: str
    serves: tuple[bool, ...]
    count: int


@dataclass(frozen=True)
class AudienceMatrix:
    audience: Audience
    audience_words: str
    verdict: VerdictLine
    questions: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class ToDo:
    """One hole in the strategy, and what to do about it."""

    state: str
    kind: str
    what: str
    what_to_do: str


@dataclass(frozen=True)
class CoveragePage:
    verdict: VerdictLine
    matrices: tuple[AudienceMatrix, ...]
    todo: tuple[ToDo, ...]

    @property
    def is_asked(self) -> bool:
        return any(matrix.questions for matrix in self.matrices)


def coverage_page(coverage: Coverage) -> CoveragePage:
    return CoveragePage(
        verdict=_verdict(coverage.whole),
        matrices=tuple(_matrix(coverage, one) for one in coverage.audiences),
        todo=(
            *_uncovered(coverage),
            *_unknown(coverage),
            *_orphans(coverage),
            *_incomplete(coverage),
            *_single(coverage),
        ),
    )


def _verdict(result: StrategyCoverage) -> VerdictLine:
    verdict = result.verdict
    return VerdictLine(VERDICT_STATES[verdict], VERDICT_WORDS[verdict], f"{result.coverage:.0%}")


def _matrix(coverage: Coverage, of_audience: AudienceCoverage) -> AudienceMatrix:
    keys = tuple(question.key for question in of_audience.questions)
    items = of_audience.result.items
    return AudienceMatrix(
        audience=of_audience.audience,
        audience_words=AUDIENCE_WORDS[of_audience.audience],
        verdict=_verdict(of_audience.result),
        questions=keys,
        rows=tuple(
            MatrixRow(
                objective.name,
                f"{coverage.shares[objective.key]:.0%}",
                ", ".join(items[objective.key]) or "no question",
                tuple(key in items[objective.key] for key in keys),
                len(items[objective.key]),
            )
            for objective in coverage.objectives
        ),
    )


def _uncovered(coverage: Coverage) -> Iterator[ToDo]:
    for objective in coverage.objectives:
        missing = [
            AUDIENCE_WORDS[one.audience]
            for one in coverage.audiences
            if objective.key in one.result.uncovered
        ]
        if len(missing) == len(coverage.audiences):
            yield ToDo(
                "fail",
                "Not measured",
                f"No question serves “{objective.name}”.",
                "Add a question for it from the library, or strike the objective.",
            )
        elif missing:
            yield ToDo(
                "warn",
                "One side only",
                f"“{objective.name}” is not asked of {missing[0]}.",
                "Decide whether the other customer of the transaction should be heard on it too.",
            )


def _unknown(coverage: Coverage) -> Iterator[ToDo]:
    for one in coverage.audiences:
        for question in one.questions:
            if question.unknown:
                yield ToDo(
                    "fail",
                    "Unknown name",
                    f"{question.key}, asked of {AUDIENCE_WORDS[one.audience]}, names "
                    f"{', '.join(question.unknown)}, which nobody wrote down.",
                    "Correct the name in a new version, or add the objective or construct.",
                )


def _orphans(coverage: Coverage) -> Iterator[ToDo]:
    for one in coverage.audiences:
        for key in one.result.orphans:
            yield ToDo(
                "warn",
                "Serves nothing",
                f"{key}, asked of {AUDIENCE_WORDS[one.audience]}, serves no objective.",
                "Name the objective it is asked for, or leave the question out.",
            )


def _incomplete(coverage: Coverage) -> Iterator[ToDo]:
    names = {objective.key: objective.name for objective in coverage.objectives}
    for key, missing in coverage.whole.incomplete.items():
        yield ToDo(
            "warn",
            "Not managed",
            f"“{names[key]}” has no {' and no '.join(missing)}.",
            "Write down who owns it, what is decided by it, and which outcome it moves.",
        )


def _single(coverage: Coverage) -> Iterator[ToDo]:
    names = {objective.key: objective.name for objective in coverage.objectives}
    for one in coverage.audiences:
        if one.result.single_item:
            listed = ", ".join(f"“{names[key]}”" for key in one.result.single_item)
            yield ToDo(
                "not_applicable",
                "One question each",
                f"Of {AUDIENCE_WORDS[one.audience]}, one question alone measures {listed}.",
                "Report it as that question’s answer. Where much hangs on it, ask two or three.",
            )
