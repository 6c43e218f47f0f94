"""What a page about a questionnaire's findings shows, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.lint.content import lint_content, minutes_of
from surveys.questionnaires.lint.findings import LIMITS_OF_RULES, Severity, Span
from surveys.questionnaires.lint.lexicon import LexiconStatus, lexicon_of
from surveys.questionnaires.lint.questionnaire import PlacedFinding
from surveys.questionnaires.lint.rules import RULES

SEVERITY_WORDS: Mapping[Severity, str] = {Severity.ERROR: "Error", Severity.WARN: "Warning"}
STATUS_WORDS: Mapping[LexiconStatus, str] = {
    LexiconStatus.BASELINE: "all rules",
    LexiconStatus.BETA: "all rules, word lists in beta",
    LexiconStatus.NONE: "order, length and translation only",
}


@dataclass(frozen=True)
class TextPiece:
    """A stretch of a question's text; marked where the finding points at it."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class FindingLine:
    """One finding: its name and weight in words, the text with the place marked, and the remedy.

    `pieces` together are the whole text of the question or row that it is about.
    """

    category: str
    name: str
    about: str
    severity: Severity
    severity_words: str
    language: str
    part: str
    pieces: tuple[TextPiece, ...]
    message: str
    suggestion: str

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def has_mark(self) -> bool:
        return any(piece.is_marked for piece in self.pieces)


@dataclass(frozen=True)
class QuestionFindings:
    key: str
    findings: tuple[FindingLine, ...]

    @property
    def error_count(self) -> int:
        return sum(line.is_error for line in self.findings)


@dataclass(frozen=True)
class LintPage:
    """Every question in order with its findings, those about the whole, and what was looked at.

    `languages` are codes with how far the rules reach in each; `limits` says what rules cannot see.
    """

    questions: tuple[QuestionFindings, ...]
    whole: tuple[FindingLine, ...]
    minutes: float
    languages: tuple[tuple[str, str], ...]
    limits: str = LIMITS_OF_RULES

    def of(self, key: str) -> tuple[FindingLine, ...]:
        """The findings about one question, none for a key that is not asked."""
        return next((one.findings for one in self.questions if one.key == key), ())

    @property
    def lines(self) -> Iterator[FindingLine]:
        for question in self.questions:
            yield from question.findings
        yield from self.whole

    @property
    def error_count(self) -> int:
        return sum(line.is_error for line in self.lines)

    @property
    def warning_count(self) -> int:
        return sum(not line.is_error for line in self.lines)

    @property
    def minutes_words(self) -> str:
        return "about a minute" if self.minutes < 1.25 else f"about {self.minutes:.1f} minutes"

    @property
    def verdict(self) -> str:
        """The count in words, as "2 errors, 1 warning"."""
        counts = ((self.error_count, "error"), (self.warning_count, "warning"))
        said = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n]
        return ", ".join(said) or "Nothing found"


def lint_page(
    content: QuestionnaireContent, before: QuestionnaireContent | None = None
) -> LintPage:
    """The findings about a questionnaire, as `lint_content` sees them."""
    found = lint_content(content, before)
    return LintPage(
        questions=tuple(
            QuestionFindings(shape.key, tuple(_lines(content, found, shape.key)))
            for shape in content.questions
        ),
        whole=tuple(_lines(content, found, "")),
        minutes=minutes_of(content),
        languages=tuple(
            (code, STATUS_WORDS[lexicon_of(code).status]) for code in content.languages
        ),
    )


def split_text(text: str, span: Span | None) -> tuple[TextPiece, ...]:
    """The text in pieces, the span marked; places count characters, not bytes."""
    if not span:
        return (TextPiece(text, is_marked=False),) if text else ()
    start, end = span
    pieces = ((text[:start], False), (text[start:end], True), (text[end:], False))
    return tuple(TextPiece(piece, is_marked) for piece, is_marked in pieces if piece)


def _lines(
    content: QuestionnaireContent, found: Sequence[PlacedFinding], key: str
) -> Iterator[FindingLine]:
    for placed in found:
        if placed.question != key:
            continue
        finding = placed.finding
        rule = RULES[finding.category]
        yield FindingLine(
            category=finding.category.value,
            name=rule.name,
            about=rule.about,
            severity=finding.severity,
            severity_words=SEVERITY_WORDS[finding.severity],
            language=placed.language,
            part=placed.part,
            pieces=split_text(_text(content, placed), finding.span),
            message=finding.message,
            suggestion=finding.suggestion,
        )


def _text(content: QuestionnaireContent, placed: PlacedFinding) -> str:
    ending = f"row.{placed.part}" if placed.part else "text"
    return content.texts.get(placed.language, {}).get(f"{placed.question}.{ending}", "")
