"""Whether items measure what they are said to measure."""

from __future__ import annotations

__all__ = []
