"""May a channel partner be shown the network beside its own figures (methods H4)?"""

from __future__ import annotations

from typing import Any

import numpy as np

from metrics.warehouse.frozen import Reference
from metrics.weighing.weigh import Weighed
from stats import peer_benchmark_allowed

MIN_OTHERS = 5


def peer_rules(weighed: Weighed, reference: Reference) -> dict[str, Any]:
    """Whether the others of each partner are at least five, none above a quarter of their weight.

    `refused_for` names the partners who may not be shown the network, since they could work out
    too much by subtracting themselves; those without an answer of their own are judged alike.
    """
    weights = _weight_by_partner(weighed)
    partners = sorted(set(reference.place_of_partner) | set(weights))
    refused = [
        key
        for key in partners
        if len(weights.keys() - {key}) < MIN_OTHERS
        or not peer_benchmark_allowed([w for other, w in weights.items() if other != key])
    ]
    return {
        "allowed": len(weights) > MIN_OTHERS and len(refused) < len(partners),
        "partners": len(weights),
        "refused_for": refused,
    }


def _weight_by_partner(weighed: Weighed) -> dict[str, float]:
    """Weights of the partners' own answers: those about several partners are nobody's."""
    answers, design = weighed.stack.answers, weighed.design
    partner = answers.attributes["partner"]
    mass = np.bincount(
        partner.codes,
        weights=design.weights[design.cell] * design.count * ~answers.is_joint,
        minlength=len(partner.levels),
    )
    return {
        key: float(value)
        for key, value in zip(partner.levels, mass, strict=True)
        if key and value > 0
    }
