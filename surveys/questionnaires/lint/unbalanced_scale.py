"""Scales that offer more on one side than on the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from surveys.questionnaires.lint.findings import Category, LintFinding, error
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem

FEWEST_OF_A_SCALE = 3


class Side(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIDDLE = "middle"
    BETWEEN = "between"
    UNKNOWN = "unknown"


OPPOSITE = {Side.POSITIVE: Side.NEGATIVE, Side.NEGATIVE: Side.POSITIVE}


def unbalanced_scale(read: ReadItem) -> Iterator[LintFinding]:
    """As many positive as negative labels, or a scale that begins at nothing (Dillman 2014).

    Labels that some read as a middle and some as a side ("fair") or that no list knows are given
    to the shorter side before it is judged.
    """
    sides = Counter(side_of(read, label) for label in read.labels if label)
    if not _is_scale(read, sides) or _begins_at_nothing(read):
        return
    positive, negative = sides[Side.POSITIVE], sides[Side.NEGATIVE]
    if abs(positive - negative) > sides[Side.BETWEEN] + sides[Side.UNKNOWN]:
        yield error(
            Category.UNBALANCED_SCALE,
            f"The scale has {positive} positive and {negative} negative options.",
            "Give both sides the same number, as Very poor, Poor, Fair, Good, Very good.",
        )


def side_of(read: ReadItem, label: str) -> Side:
    """The side of a scale that a label stands on."""
    if read.says(Words.TOO, label):
        return Side.UNKNOWN
    if read.says(Words.NEUTRAL, label):
        return Side.MIDDLE
    rest = read.lexicon[Words.NOT].sub(" ", label)
    for words, side in ((Words.NEGATIVE, Side.NEGATIVE), (Words.POSITIVE, Side.POSITIVE)):
        if read.says(words, rest):
            return OPPOSITE[side] if rest != label else side
    return Side.BETWEEN if read.says(Words.BETWEEN, label) else Side.UNKNOWN


def _is_scale(read: ReadItem, sides: Counter[Side]) -> bool:
    """A rating, or a choice all of whose options are the steps of one."""
    if read.type.is_scale:
        return True
    is_all_known = not sides[Side.UNKNOWN] and sides.total() >= FEWEST_OF_A_SCALE
    return read.type == "single" and not read.is_yes_no and is_all_known


def _begins_at_nothing(read: ReadItem) -> bool:
    """Not at all … extremely: one quality in growing amounts, from either end."""
    labels = [label for label in read.labels if label]
    if len(labels) < 2:
        return False
    return any(
        read.lexicon[Words.NOTHING].match(first)
        or (read.lexicon[Words.NOT].match(first) and read.says(Words.SLIGHTLY, second))
        for first, second in ((labels[0], labels[1]), (labels[-1], labels[-2]))
    )
