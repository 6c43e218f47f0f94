"""Every decision is signed: by a name that readers see, at a moment, with a scope for the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.visibility import Scope

SHORTEST_REASON = 10
LONGEST_REASON = 400
WORDLESS = "Say why in a few words; readers of the figures see them."


@dataclass(frozen=True)
class Signature:
    """Who decides, in what capacity, and when."""

    name: str
    scope: Scope
    at: datetime


def tidy(text: str | None) -> str:
    """One line, without what a database cannot store."""
    return " ".join((text or "").replace("\x00", "").split())


def what_is_wrong_with_reason(reason: str) -> str:
    """Why a reason cannot stand on record; empty where it can."""
    if len(reason) < SHORTEST_REASON or not any(sign.isalpha() for sign in reason):
        return WORDLESS
    if len(reason) > LONGEST_REASON:
        return f"The reason has {len(reason)} characters; use {LONGEST_REASON} at most."
    return ""
