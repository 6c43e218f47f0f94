"""Transactions of several partners, and transactions answered twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metrics.warehouse.columns import floats
from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.frozen_weeks import MadeWeek, figure


def test_the_ladder_and_the_figures_of_a_partner_count_the_same_answers() -> None:
    made = MadeWeek()
    for place in range(12):
        made.transaction(answers={"recommend": place % 11})
        made.transaction(partner="south1", is_joint=True, answers={"recommend": place % 7})
        made.transaction(partner="south1", answers={"recommend": place % 5})

    found = compute(made.freeze(), History())

    counts = {
        (step.level, step.node_key, step.step): step.count
        for step in found.figures.ladder
        if step.window == 1 and not step.reason
    }
    south = figure(found, level="partner", node_key="south1")
    assert counts["partner", "south1", "transactions"] == south.population == 12
    assert counts["partner", "south1", "used"] == south.n == 12
    assert counts["region", "DE/South", "used"] == 12
    assert counts["network", "", "used"] == figure(found).n == 36


def test_of_imported_answers_a_transaction_answered_twice_weighs_as_one() -> None:
    made = MadeWeek()
    imported: dict[str, Any] = {
        "frame_status": "",
        "selection_probability": None,
        "disposition": "",
    }
    for place in range(20):
        number = made.transaction(**imported, answers={"recommend": place % 11})
        made.transaction(**imported)
        if place < 10:
            made.answer(number, "end_user", {"recommend": 1})

    found = compute(made.freeze(), History())

    used = found.cells.account_cells.filter(
        np.array(found.cells.account_cells.column("status").to_pylist()) == "used"
    )
    assert floats(used, "base_weight") @ floats(used, "n") == pytest.approx(40.0)
