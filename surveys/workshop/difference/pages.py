"""What the page about two contents of a questionnaire shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.languages import is_right_to_left, name_of
from surveys.questionnaires.content import QuestionnaireContent
from surveys.workshop.difference.comparing import QuestionChange, compare
from surveys.workshop.difference.texts import TextChange
from surveys.workshop.difference.trends import Fate, Trend, trends
from surveys.workshop.difference.words import Piece
from surveys.workshop.editor.pages import notes_of
from surveys.workshop.wording import CHANGE_WORDS, FATE_WORDS, FORTUNE_WORDS, METRIC_WORDS


@dataclass(frozen=True)
class TextLine:
    language: str
    language_name: str
    is_rtl: bool
    text_key: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class QuestionLine:
    key: str
    fortune: str
    kinds: tuple[str, ...]
    was: tuple[str, ...]
    now: tuple[str, ...]
    texts: tuple[TextLine, ...]


@dataclass(frozen=True)
class TrendLine:
    metric: str
    question: str
    fate: str
    is_bad: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class DifferencePage:
    """`key` is the questionnaire's; `old` and `new` name the two contents."""

    key: str
    old: str
    new: str
    trends: tuple[TrendLine, ...]
    frame: tuple[TextLine, ...]
    is_other_flow: bool
    questions: tuple[QuestionLine, ...]
    back: str

    @property
    def is_empty(self) -> bool:
        return not (self.frame or self.is_other_flow or self.questions)

    @property
    def broken(self) -> tuple[TrendLine, ...]:
        return tuple(trend for trend in self.trends if trend.is_bad)


def difference_page(
    old: QuestionnaireContent,
    new: QuestionnaireContent,
    old_name: str,
    new_name: str,
    back: str = "",
) -> DifferencePage:
    difference = compare(old, new)
    return DifferencePage(
        key=new.key,
        old=old_name,
        new=new_name,
        trends=trend_lines(trends(old, new)),
        frame=tuple(map(text_line, difference.frame)),
        is_other_flow=difference.is_other_flow,
        questions=tuple(map(_question_line, difference.questions)),
        back=back,
    )


def trend_lines(found: Sequence[Trend]) -> tuple[TrendLine, ...]:
    return tuple(
        TrendLine(
            metric=METRIC_WORDS[trend.metric],
            question=trend.question,
            fate=FATE_WORDS[trend.fate],
            is_bad=trend.fate in (Fate.BREAKS, Fate.ENDS),
            reasons=tuple(rule.because for rule in trend.rules if rule.fate is trend.fate),
        )
        for trend in found
    )


def text_line(change: TextChange) -> TextLine:
    return TextLine(
        language=change.language,
        language_name=name_of(change.language),
        is_rtl=is_right_to_left(change.language),
        text_key=change.text_key,
        pieces=change.pieces,
    )


def _question_line(change: QuestionChange) -> QuestionLine:
    was = tuple(notes_of(change.old)) if change.old else ()
    now = tuple(notes_of(change.new)) if change.new else ()
    return QuestionLine(
        key=change.key,
        fortune=FORTUNE_WORDS[change.fortune],
        kinds=tuple(sorted(CHANGE_WORDS[kind] for kind in change.kinds)),
        was=tuple(note for note in was if note not in now),
        now=tuple(note for note in now if note not in was),
        texts=tuple(map(text_line, change.texts)),
    )
