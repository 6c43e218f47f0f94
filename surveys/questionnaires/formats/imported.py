"""What came out of a file of other survey software, and what became of each of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from surveys.questionnaires.content import QuestionnaireContent


class Outcome(StrEnum):
    CARRIED = "carried over"
    CHANGED = "carried over with a change"
    LEFT_OUT = "could not be carried over"


@dataclass(frozen=True)
class ReportLine:
    """One part of the file: its name there, its key here if it has one, and how it changed."""

    name: str
    key: str
    outcome: Outcome
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """`content` may be unfinished, as a draft may be; every part of the file has its line."""

    source: str
    content: QuestionnaireContent
    report: tuple[ReportLine, ...] = ()

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome is outcome for line in self.report)
