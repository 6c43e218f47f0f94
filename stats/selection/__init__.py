"""Whether a partner chose who was asked."""

from __future__ import annotations

__all__ = []
