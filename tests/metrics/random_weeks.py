"""Frozen weeks drawn at random, from a fixed seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.clock import Week
from tests.metrics.frozen_weeks import WEEK, MadeWeek

SEGMENTS = ("small", "public", "small", "", "public")


def random_week(week: Week = WEEK, *, seed: int = 1, size: int = 240, **changes: Any) -> MadeWeek:
    """Late customers answer less and score lower; both audiences, some pairs."""
    made = MadeWeek(week=week, **changes)
    rng = np.random.default_rng([seed, week.year, week.number])
    partners = sorted(made.reference.place_of_partner)
    for _ in range(size):
        partner = partners[int(rng.integers(len(partners)) * rng.random() ** 0.5)]
        outcome = str(
            rng.choice(["nothing_wrong", "late", "complaint_or_return"], p=[0.7, 0.2, 0.1])
        )
        facts: dict[str, Any] = {
            "partner": partner,
            "touchpoint": str(rng.choice(["sale", "delivery", "repair_visit"])),
            "outcome": outcome,
            "product_line": str(rng.choice(["piston", "screw"])),
            "segment": SEGMENTS[len(made.frame) % len(SEGMENTS)],
            "size_class": "large" if partner.endswith("1") else "small",
        }
        is_well = outcome == "nothing_wrong"
        heard = rng.random() < (0.6 if is_well else 0.35)
        account = int(rng.integers(1, 90)) * 7 + 3_000_000
        number = made.transaction(
            **facts,
            account=account,
            region=made.reference.region_of(partner),
            answers=_scores(rng, 7.6 if is_well else 5.2, facts) if heard else None,
        )
        person = partners.index(partner) * 10 + int(rng.integers(1, 6)) + 5_000_000
        asked = rng.random() < 0.5
        made.transaction(
            audience="channel_partner",
            number=number,
            **facts,
            person=person,
            account=person,
            frame_status="drawn" if asked else "not_drawn",
            selection_probability=0.5 if asked else None,
            disposition=("complete" if heard else "non_contact") if asked else "",
            answers=_scores(rng, 8.0, facts) if asked and rng.random() < 0.6 else None,
        )
    return made


def _scores(rng: np.random.Generator, level: float, facts: Mapping[str, str]) -> dict[str, int]:
    feeling = level + rng.normal(0, 2.0)
    scores = {
        "recommend": round(float(np.clip(feeling, 0, 10))),
        "satisfaction": round(float(np.clip(feeling / 2 + 0.3, 1, 5))),
        "repurchase": round(float(np.clip(feeling + rng.normal(0, 1), 0, 10))),
    }
    if facts["touchpoint"] == "repair_visit":
        scores["effort"] = round(float(np.clip(feeling * 0.7, 1, 7)))
    return scores
