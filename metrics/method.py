"""The method in force: its version, its thresholds with their sources, its conventions.

Any change in a published figure needs a new METHOD_VERSION (the golden weeks in tests/ see to it).
Sources are the marks of docs/methods.md: V read, K known, P product convention.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

METHOD_VERSION = "1.5"

WINDOWS = (1, 4, 13)
PAIR_WINDOW = 13
FLASH_MIN_N = 30
MIN_LEVEL_N = 10
MAX_WEIGHT_TO_MEAN = 5.0
LOGIT_BOUNDS = (0.2, 5.0)
# "Up" and "down" are said only below this rate of false ones (methods H2).
FALSE_DISCOVERY_RATE = 0.10


class Family(StrEnum):
    STRATEGY = "strategy"
    CONSTRUCTS = "constructs"
    SAMPLING = "sampling"
    QUESTIONNAIRE = "questionnaire"
    RESPONSE_BIAS = "response_bias"
    ANALYTICS = "analytics"


class Severity(StrEnum):
    INFO = "info"
    CAVEAT = "caveat"
    BLOCK = "block"
    SUPPRESS = "suppress"


@dataclass(frozen=True)
class Threshold:
    """[warn, fail], strict: a value equal to a threshold stays on the milder side (methods 0.5).

    `lowest` and `highest` bound what a setting may be, since beyond them it means nothing.
    """

    warn: float
    fail: float
    source: str
    low_is_bad: bool = False
    lowest: float = 0.0
    highest: float = 1.0


THRESHOLDS: dict[str, Threshold] = {
    # Link to the strategy
    "objective_coverage": Threshold(0.90, 0.60, "P methods F7", low_is_bad=True),
    # Constructs
    "omega": Threshold(0.70, 0.60, "K Nunnally; Hair, F2", low_is_bad=True),
    "htmt": Threshold(0.85, 0.90, "K Henseler 2015, F3", highest=2.0),
    "item_total": Threshold(0.30, 0.0, "K Nunnally & Bernstein 1994, F1", True, lowest=-1.0),
    "redundant_items": Threshold(0.95, 1.0, "K Hair 2019, F2"),
    "same_meaning": Threshold(0.10, 0.25, "K methods F8, in item deviations", highest=5.0),
    "congruence": Threshold(0.95, 0.85, "K Lorenzo-Seva & ten Berge 2006, F5", True, lowest=-1.0),
    # Sampling
    "revenue_coverage": Threshold(0.80, 0.50, "P methods B1", low_is_bad=True),
    "contact_contract": Threshold(0.0, 0.0, "P none unless agreed, B8a", True, highest=0.99),
    "undeliverable": Threshold(0.05, 0.20, "P methods B1"),
    "fatigue_unhappy": Threshold(0.0, 0.10, "P methods B7, beyond chance"),
    "psi_before": Threshold(0.10, 0.25, "K credit scoring, B3", highest=10.0),
    "psi_after": Threshold(0.10, 0.25, "K credit scoring, B3", highest=10.0),
    "propensity_cv": Threshold(0.25, 0.50, "P methods B4", highest=10.0),
    "design_effect": Threshold(2.0, 3.0, "P methods B6", lowest=1.0, highest=100.0),
    "shift": Threshold(1.0, 3.0, "P methods 0.8", highest=100.0),
    "not_represented": Threshold(0.05, 0.25, "P methods B6b"),
    "frame_gap": Threshold(1e-4, 1e-6, "P Poisson against the last weeks", low_is_bad=True),
    "before_experience": Threshold(0.05, 0.20, "P"),
    "partner_selection": Threshold(0.10, 0.01, "P methods B8g", low_is_bad=True),
    "flagged_weight": Threshold(0.10, 0.10, "P methods 0.8"),
    # Questionnaire
    "out_of_range": Threshold(0.0, 0.02, "P"),
    "item_nonresponse": Threshold(0.10, 0.30, "P"),
    "question_flaws": Threshold(0.0, 1.0, "P methods 0.8", highest=100.0),
    "break_off": Threshold(3.0, 100.0, "P methods E1, × the usual page", highest=1000.0),
    "translation_gaps": Threshold(0.0, 0.20, "P methods E2"),
    "mixed_wordings": Threshold(0.0, 0.5, "P"),
    # Response bias
    "duplicates": Threshold(0.02, 0.10, "P"),
    "careless": Threshold(0.10, 0.20, "P methods 0.8; Meade & Craig 2012"),
    "uneven_exclusion": Threshold(0.10, 0.0, "P methods D, H2", low_is_bad=True),
    "partner_network": Threshold(0.0, 0.10, "P methods B8e"),
    "response_styles": Threshold(0.10, 0.0, "P methods D3, H2", low_is_bad=True),
    "device_effect": Threshold(0.10, 0.0, "P methods H2", low_is_bad=True),
    "device_mix": Threshold(0.10, 0.25, "K credit scoring, B3", highest=10.0),
    "late_early": Threshold(0.10, 0.0, "P methods C1, H2", low_is_bad=True),
    "extrapolation": Threshold(1.0, 2.0, "P methods C4", highest=100.0),
    # Analytics
    "mix_shift": Threshold(1.0, 10.0, "P methods H7, in margins of error", highest=100.0),
    "partners_not_shown": Threshold(0.5, 1.0, "P"),
}


def describe_method() -> dict[str, object]:
    """What the manifest states of the method, so that a reader needs nothing else."""
    return {
        "method_version": METHOD_VERSION,
        "windows": list(WINDOWS),
        "flash_min_n": FLASH_MIN_N,
        "min_level_n": MIN_LEVEL_N,
        "max_weight_to_mean": MAX_WEIGHT_TO_MEAN,
        "logit_bounds": list(LOGIT_BOUNDS),
        "thresholds": {name: asdict(value) for name, value in sorted(THRESHOLDS.items())},
    }
