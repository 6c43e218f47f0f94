"""Tables of ratings from other software: as one grid where a scale fits, else line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from surveys.questionnaires.checks import MOST_ROWS
from surveys.questionnaires.formats.foreign import ForeignOption, ForeignQuestion
from surveys.questionnaires.types import QuestionType

# A grid's scale stands for the number of its steps; what they mean is said by their labels.
SCALE_OF_STEPS: Mapping[int, QuestionType] = {
    5: QuestionType.SATISFACTION5,
    7: QuestionType.SATISFACTION7,
}
ON_ITS_OWN = (
    "Asked on its own: it was a line of {}, and a grid has 5 or 7 answers and "
    f"{MOST_ROWS} lines at most"
)
COUNTED = "Its answers count from 1, the first, to {}, the last: check that the last is the best"


def rate_rows(
    base: ForeignQuestion, rows: Sequence[ForeignOption], steps: Sequence[ForeignOption]
) -> list[ForeignQuestion]:
    """A grid for five or seven answers, otherwise a choice for every line, with a word."""
    scale = SCALE_OF_STEPS.get(len(steps))
    if scale is not None and len(rows) <= MOST_ROWS:
        note = COUNTED.format(len(steps))
        grid = replace(base, type=QuestionType.GRID, scale=scale, rows=rows, options=steps)
        return [replace(grid, notes=[*base.notes, note])]
    return [_line(base, row, steps) for row in rows]


def _line(
    base: ForeignQuestion, row: ForeignOption, steps: Sequence[ForeignOption]
) -> ForeignQuestion:
    heading = base.texts.get("text", {})
    text = {
        language: f"{heading.get(language, '')} {label}" for language, label in row.label.items()
    }
    names = (base.name, *base.names)
    return replace(
        base,
        name=f"{base.name}_{row.code}",
        type=QuestionType.CHOICE,
        texts={"text": text},
        names=tuple(f"{name}{sign}{row.code}" for name in names for sign in ("_", ".")),
        options=steps,
        notes=[*base.notes, ON_ITS_OWN.format(base.name)],
    )
