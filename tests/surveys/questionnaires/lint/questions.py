"""Questions for the tests, written short."""

from __future__ import annotations

from typing import Any

from surveys.questionnaires.lint import (
    Category,
    Item,
    ItemType,
    LintFinding,
    lint_item,
    read_context,
)

SATISFACTION = (
    "Very dissatisfied",
    "Dissatisfied",
    "Neither satisfied nor dissatisfied",
    "Satisfied",
    "Very satisfied",
)
AGREEMENT = (
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
)
YES_NO = ("Yes", "No")


def rating(text: str, options: tuple[str, ...] = SATISFACTION, **context: Any) -> Item:
    return Item(text, ItemType.RATING, options, context=read_context(context))


def statement(text: str, **context: Any) -> Item:
    """A statement to agree or disagree with."""
    return rating(text, AGREEMENT, **context)


def yes_no(text: str, **context: Any) -> Item:
    return Item(text, ItemType.SINGLE, YES_NO, context=read_context(context))


def choice(text: str, *options: str, **context: Any) -> Item:
    return Item(text, ItemType.SINGLE, options, context=read_context(context))


def written(text: str, kind: ItemType = ItemType.OPEN, **context: Any) -> Item:
    return Item(text, kind, context=read_context(context))


def categories(item: Item, language: str = "en") -> set[Category]:
    return {finding.category for finding in lint_item(item, language)}


def found(item: Item, category: Category, language: str = "en") -> LintFinding:
    """The first finding of a category."""
    return next(of for of in lint_item(item, language) if of.category is category)


def marked(item: Item, category: Category, language: str = "en") -> str:
    """The part of the question that a finding points at."""
    span = found(item, category, language).span
    assert span is not None
    return item.question_text[slice(*span)]
