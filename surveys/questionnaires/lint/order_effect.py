"""Places and orders that change the answers."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, error
from surveys.questionnaires.lint.read_item import ReadItem

# [P] A list of up to six names is taken in at a glance; a longer one favours its first entries.
LONGEST_FIXED_LIST = 6
OVERALL_METRICS = frozenset(
    {"nps", "csat", "ces", "effort", "csat_overall", "overall", "overall_satisfaction"}
)
# What may stand before an overall question without turning the mind to particulars.
NEUTRAL = OVERALL_METRICS | {
    "intro", "introduction", "welcome", "consent", "screener", "filter", "language", "profile",
    "recommend", "recommendation", "satisfaction", "statement",
}  # fmt: skip


def order_effect(read: ReadItem) -> Iterator[LintFinding]:
    """Particulars asked first colour the overall judgement; moves and fixed lists do as well.

    Krosnick & Presser 2010.
    """
    yield from _late_overall(read)
    yield from _moved(read)
    yield from _fixed_list(read)


def _late_overall(read: ReadItem) -> Iterator[LintFinding]:
    context = read.context
    batteries = [name for name in context.after if name.lower() not in NEUTRAL]
    if context.metric.lower() in OVERALL_METRICS and batteries:
        yield error(
            Category.ORDER_EFFECT,
            f"The overall question comes after {', '.join(batteries)}, which colours the answer.",
            "Ask it first.",
        )


def _moved(read: ReadItem) -> Iterator[LintFinding]:
    now, before = read.context.position, read.context.position_last_week
    if now is not None and before is not None and now != before:
        yield error(
            Category.ORDER_EFFECT,
            f"The question was number {before} last time and is number {now} now, "
            "which alone can move its figure.",
            "Put it back, or start a new trend.",
        )


def _fixed_list(read: ReadItem) -> Iterator[LintFinding]:
    context, count = read.context, len(read.item.options)
    if context.nominal and context.option_order == "fixed" and count > LONGEST_FIXED_LIST:
        yield error(
            Category.ORDER_EFFECT,
            f"{count} options in a fixed order: the first are chosen more often.",
            "Keep the six that matter, “Something else” last, or change the order at random.",
        )
