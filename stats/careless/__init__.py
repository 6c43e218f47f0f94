"""Answers given without reading, and styles of answering."""

from __future__ import annotations

__all__ = []
