"""Why a figure may not be shown (methods H4), case by case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metrics.models import Level, Metric
from metrics.warehouse.columns import Floats, Ints
from metrics.weekly.disclosure import reasons_not_to_show
from metrics.weighing.estimate import CutEstimates
from metrics.weighing.places import Cut
from stats import Undefined


def cut(**changes: Any) -> CutEstimates:
    """One figure of end users, which may be shown unless told otherwise."""
    facts = {
        "audience": "end_user",
        "level": Level.NETWORK,
        "metric": Metric.NPS,
        "n": 40,
        "accounts": 20,
        "owners": 20,
        "share": 0.1,
        "undefined": Undefined.DEFINED,
        "low": 8,
        "high": 20,
        **changes,
    }
    is_defined = facts["undefined"] is Undefined.DEFINED
    limit = 12.0 if is_defined else float("nan")
    return CutEstimates(
        audience=facts["audience"],
        window=1,
        cut=Cut(facts["level"], by_touchpoint=False),
        metric=facts["metric"],
        node=("somewhere",),
        touchpoint=("",),
        estimate=_number(30),
        raw=_number(30),
        base_value=_number(30),
        se=_number(limit),
        ci_low=_number(limit),
        ci_high=_number(limit),
        interval_method=np.array(["adjusted_wald"], dtype=object),
        undefined=np.array([facts["undefined"]], dtype=object),
        n=_count(facts["n"]),
        n_eff=_number(facts["n"]),
        accounts=_count(facts["accounts"]),
        owners=_count(facts["owners"]),
        largest_owner_share=_number(facts["share"]),
        population=_count(100),
        high=_count(facts["high"]),
        low=_count(facts["low"]),
    )


OWN: dict[str, Any] = {
    "audience": "channel_partner",
    "level": Level.PARTNER,
    "owners": 1,
    "share": 1.0,
}


def _number(value: float) -> Floats:
    return np.array([float(value)])


def _count(value: int) -> Ints:
    return np.array([int(value)])


PARTNERS: dict[str, Any] = {"audience": "channel_partner"}

CASES: dict[str, tuple[dict[str, Any], str]] = {
    "forty answers of twenty accounts": ({}, ""),
    "nine answers": ({"n": 9}, "9 answers, fewer than 10."),
    "one answer": ({"n": 1, "accounts": 1, "owners": 1}, "1 answer, fewer than 10."),
    "ten answers": ({"n": 10, "accounts": 10, "owners": 10}, ""),
    "two accounts": ({"owners": 2}, "Answers of fewer than three customers."),
    "three accounts": ({"owners": 3}, ""),
    "half of the weight is one account's": ({"share": 0.5}, ""),
    "more than half is": ({"share": 0.51}, "More than half of the weight is one customer's."),
    "two partners": ({**PARTNERS, "owners": 2}, "Answers of fewer than three partners."),
    "one partner dominates": (
        {**PARTNERS, "share": 0.51}, "More than half of the weight is one partner's.",
    ),
    "a partner's own node is its own account": ({**OWN, "n": 12, "accounts": 4}, ""),
    "an own node of two persons": (
        {**OWN, "n": 12, "accounts": 2}, "12 answers of 2 persons, fewer than three persons.",
    ),
    "an own node of one person": (
        {**OWN, "n": 1, "accounts": 1}, "1 answer of 1 person, fewer than three persons.",
    ),
    "an own node with nine answers, in words": (
        {**OWN, "n": 9, "accounts": 3, "high": 4, "low": 2},
        "9 answers, too few for a figure: 4 gave 9–10, 3 gave 7–8, 2 gave 0–6.",
    ),
    "an own node's satisfaction in words": (
        {**OWN, "n": 9, "accounts": 3, "high": 4, "metric": Metric.CSAT},
        "9 answers, too few for a figure: 4 of them satisfied.",
    ),
    "an own node's effort has no distribution in words": (
        {**OWN, "n": 9, "accounts": 3, "metric": Metric.EFFORT},
        "9 answers, too few for a figure.",
    ),
    "an own node with ten answers of three persons": ({**OWN, "n": 10, "accounts": 3}, ""),
    "end users at a partner's node keep the rules for accounts": (
        {"level": Level.PARTNER, "owners": 2}, "Answers of fewer than three customers.",
    ),
    "all answers agree": (
        {"undefined": Undefined.ZERO_VARIANCE},
        "No interval can be given: all answers agree, so no error can be computed.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_figure_is_shown_or_the_reason_is_said(case: str) -> None:
    facts, expected = CASES[case]

    assert reasons_not_to_show(cut(**facts), flash_min_n=0) == [expected]


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (29, "29 answers; figures of fewer than 30 are published in the final only."),
        (30, ""),
        (9, "9 answers, fewer than 10."),
    ],
)
def test_a_flash_shows_only_figures_of_thirty_answers(n: int, expected: str) -> None:
    assert reasons_not_to_show(cut(n=n), flash_min_n=30) == [expected]


def test_a_flash_of_a_partners_own_node_needs_thirty_answers_too() -> None:
    [reason] = reasons_not_to_show(cut(n=29, **OWN), flash_min_n=30)

    assert "published in the final only" in reason


def test_a_flash_tells_nothing_of_fewer_than_ten_since_the_final_would_tell_who_came_later() -> (
    None
):
    [reason] = reasons_not_to_show(cut(**OWN, n=8, accounts=3, high=4, low=2), flash_min_n=30)

    assert reason == "8 answers, too few for a figure."
