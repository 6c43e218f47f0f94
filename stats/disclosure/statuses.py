"""Words that the parts of disclosure control share: who looks, and what became of a cell."""

from __future__ import annotations

from enum import StrEnum

# Methods H4 [P]: respondents that any figure, and any difference of figures, must rest on.
MIN_N = 10


class Viewer(StrEnum):
    """What somebody who looks at a table knows already.

    OUTSIDER nothing; INSIDER one cell, his own; of two-way tables ROW_OWNER all cells of one row
    with its total (rows are partners, he is one of them), COLUMN_OWNER those of one column.
    """

    OUTSIDER = "outsider"
    INSIDER = "insider"
    ROW_OWNER = "row_owner"
    COLUMN_OWNER = "column_owner"


class CellStatus(StrEnum):
    """Shown; hidden by a primary rule; hidden because it would give a hidden cell away."""

    SHOWN = ""
    PRIMARY = "primary"
    COMPLEMENTARY = "complementary"
