"""What may be shown without giving anybody away."""

from __future__ import annotations

from stats.disclosure.primary import (
    Suppression,
    SuppressionRules,
    peer_benchmark_allowed,
    primary_suppression,
)

__all__ = ["Suppression", "SuppressionRules", "peer_benchmark_allowed", "primary_suppression"]
