"""What explains an outcome, and how surely."""

from __future__ import annotations

__all__ = []
