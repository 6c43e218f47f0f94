"""What is decided and not yet in an edition is said in words."""

from __future__ import annotations

import pytest

from metrics.integrity.overrules.pending import differences
from metrics.warehouse.configuration import (
    Configuration,
    GateOverride,
    RowOverrule,
    ThresholdSetting,
)

NOTHING = Configuration()


def row(response: int, *, is_used: bool = True, reason: str = "It was her") -> RowOverrule:
    return RowOverrule(response, is_used, reason, "M. Osei", "2026-11-16")


def override(key: str = "psi_before", node: str = "") -> GateOverride:
    level = "partner" if node else "network"
    return GateOverride(key, "", 0, level, node, "", "", "We know", "M. Osei", "2026-11-16")


ROWS = Configuration(row_overrules=(row(1), row(2), row(3, is_used=False)))
GATES = Configuration(gate_overrides=(override(), override("partner_selection", "nord")))
CASES = {
    "nothing": (NOTHING, NOTHING, []),
    "the same": (ROWS, ROWS, []),
    "answers": (NOTHING, ROWS, ["2 answers used all the same.", "1 answer set aside by hand."]),
    "another reason": (
        ROWS,
        Configuration(row_overrules=(row(1), row(2, reason="Both were"), row(3, is_used=False))),
        ["1 answer used all the same."],
    ),
    "withdrawn": (ROWS, NOTHING, ["3 decisions about answers withdrawn."]),
    "findings": (
        NOTHING,
        GATES,
        [
            "Published in spite of “psi_before”.",
            "Published in spite of “partner_selection” at nord.",
        ],
    ),
    "a finding withdrawn": (
        GATES,
        Configuration(gate_overrides=(override(),)),
        ["No longer published in spite of “partner_selection” at nord."],
    ),
    "limits": (
        NOTHING,
        Configuration(
            thresholds=(ThresholdSetting("omega", 0.8, 0.7, "Stricter", "M. Osei", "2026-W46"),)
        ),
        ["1 limit of the checks changed."],
    ),
    "devices": (
        Configuration(kiosk_partners=("kiel",)),
        Configuration(kiosk_partners=("lech", "nord")),
        ["2 declared devices at partners.", "1 partner’s device no longer declared."],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_difference_is_said(case: str) -> None:
    before, now, expected = CASES[case]

    said = [line.replace("\N{NO-BREAK SPACE}", " ") for line in differences(before, now)]

    assert said == expected
