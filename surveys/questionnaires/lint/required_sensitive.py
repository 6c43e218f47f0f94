"""Sensitive questions that must be answered."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, Span, error
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem


def required_sensitive(read: ReadItem) -> Iterator[LintFinding]:
    """What the law and decency protect is answered freely or not at all (QAS-99 step 6; GDPR 9)."""
    if not read.item.required or read.may_decline:
        return
    topic = _topic(read)
    if topic:
        word, span = topic
        yield error(
            Category.REQUIRED_SENSITIVE,
            f"“{word}” is sensitive, and the answer is required.",
            "Let people leave it empty, or add “Prefer not to say”.",
            span,
        )


def _topic(read: ReadItem) -> tuple[str, Span | None] | None:
    text = read.stem.text
    words = [Words.SENSITIVE, *([Words.SUPERIORS] if _is_identified_employee(read) else [])]
    for of_topic in words:
        for found in read.matches(of_topic, text, silent=Words.SENSITIVE_SILENT):
            return found.group(), found.span()
    named = (option for option in read.item.options if read.says(Words.SENSITIVE_OPTIONS, option))
    return next(((option, None) for option in named), None)


def _is_identified_employee(read: ReadItem) -> bool:
    """Judging one's superior is sensitive where the answer can be traced to its giver."""
    return read.context.audience.startswith("employee") and read.context.anonymous is not True
