"""May a channel partner be shown the network beside its own figures (methods H4)?"""

from __future__ import annotations

from typing import Any

import numpy as np

from metrics.weekly.weigh import Weighed
from stats import peer_benchmark_allowed

MIN_OTHERS = 5


def peer_rules(weighed: Weighed) -> dict[str, Any]:
    """Whether the others of each partner are at least five, none above a quarter of their weight.

    `refused_for` names the partners who may not be shown the network, since they could work out
    too much by subtracting themselves.
    """
    partner = weighed.stack.answers.attributes["partner"]
    design = weighed.design
    mass = np.bincount(
        partner.codes,
        weights=design.weights[design.cell] * design.count,
        minlength=len(partner.levels),
    )
    weights = {
        key: float(value)
        for key, value in zip(partner.levels, mass, strict=True)
        if key and value > 0
    }
    refused = [
        key
        for key in sorted(weights)
        if len(weights) - 1 < MIN_OTHERS
        or not peer_benchmark_allowed([w for other, w in weights.items() if other != key])
    ]
    return {
        "allowed": len(weights) > MIN_OTHERS and len(refused) < len(weights),
        "partners": len(weights),
        "refused_for": refused,
    }
