"""The invented respondents and figures of tests/reference/constructs.R."""

from __future__ import annotations

import numpy as np

from stats.arrays import BoolArray
from stats.constructs import ItemAnswers
from tests.stats.reference import column, table

TRUST = ("t1", "t2", "t3", "t4")
EASE = ("e1", "e2", "e3")


def figure(what: str, name: str) -> float:
    """One figure of R."""
    rows = table("constructs_figures.csv")
    return next(float(r["value"]) for r in rows if (r["what"], r["name"]) == (what, name))


def answers(names: tuple[str, ...] = TRUST, *, weighted: bool = False) -> ItemAnswers:
    """The respondents' answers to some items; who missed them is left out."""
    values = np.column_stack([column("constructs_answers.csv", name) for name in names])
    there = np.repeat(column("constructs_answers.csv", "missed")[:, None] == 0.0, len(names), 1)
    return ItemAnswers.of_rows(
        values,
        there,
        weights=column("constructs_answers.csv", "weight") if weighted else None,
        accounts=column("constructs_answers.csv", "account").astype(np.int64),
        names=names,
    )


def focal() -> BoolArray:
    """Who of the complete answers belongs to the focal group."""
    return np.asarray(column("constructs_answers.csv", "focal") == 1.0)[answers().rows]
