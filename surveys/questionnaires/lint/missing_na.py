"""Questions without a way out for those they do not concern."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, error
from surveys.questionnaires.lint.items import ItemType
from surveys.questionnaires.lint.read_item import ReadItem


def missing_na(read: ReadItem) -> Iterator[LintFinding]:
    """Who has nothing to say must be able to say so, or be filtered out before (QAS-99 step 7)."""
    context = read.context
    if read.type is ItemType.OPEN:
        return
    if context.applies_to_all is False and not context.filter and not read.has_way_out:
        yield error(
            Category.MISSING_NA,
            "Not everybody who sees this can answer it, and no option says so.",
            "Add an option such as “Not applicable” or “I did not use it”, or show the question "
            "to those only whom it concerns.",
        )
